import { ipcRenderer } from "electron";
import { BRIDGE_WANTED, POST_TO_PAGE } from "./shell/ipc-channels.ts";

/** What the page posts to its own window as soon as it listens for its port. */
const BRIDGE_READY = "assessor-desk-bridge-ready";

// A port posted before the page listens would be lost, so the page speaks first.
window.addEventListener("message", (event) => {
  if (event.source === window && event.data === BRIDGE_READY) ipcRenderer.send(BRIDGE_WANTED);
});

ipcRenderer.on(POST_TO_PAGE, (event, text: string) => window.postMessage(text, location.origin, [...event.ports]));
