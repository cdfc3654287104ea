import { BRIDGE_PORT, ENGINE_DOWN, PAGE_READY } from "../../src-shared/bridge/page-messages.ts";
import type { BridgeClient } from "./bridge-client.ts";

/** Hands the ports that the preload posts to this window on to the client. Returns a function that ends the listening. */
export function listenForPorts(client: Pick<BridgeClient, "connect" | "engineDown">): () => void {
  const listener = (event: MessageEvent) => {
    // Only the preload shares this window; a frame or another window is somebody else.
    if (event.source !== window) return;
    if (event.data === ENGINE_DOWN) client.engineDown();
    const port = event.ports[0];
    if (event.data === BRIDGE_PORT && port) client.connect(port);
  };
  window.addEventListener("message", listener);
  window.postMessage(PAGE_READY, window.location.origin);
  return () => window.removeEventListener("message", listener);
}
