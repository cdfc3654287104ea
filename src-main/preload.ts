import { ipcRenderer } from "electron";
import { ACTIONS_OFFERED, PAGE_READY } from "../src-shared/bridge/page-messages.ts";
import { BRIDGE_WANTED, PAGE_OFFERS_ACTIONS, POST_TO_PAGE } from "./shell/ipc-channels.ts";

window.addEventListener("message", ({ source, data }: MessageEvent<unknown>) => {
  if (source !== window) return;
  // A port posted before the page listens would be lost, so the page speaks first.
  if (data === PAGE_READY) ipcRenderer.send(BRIDGE_WANTED);
  if (typeof data === "object" && data !== null && "kind" in data && data.kind === ACTIONS_OFFERED) ipcRenderer.send(PAGE_OFFERS_ACTIONS, data);
});

ipcRenderer.on(POST_TO_PAGE, (event, message: unknown) => window.postMessage(message, location.origin, [...event.ports]));
