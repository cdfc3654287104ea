import { ipcRenderer } from "electron";
import { PAGE_READY } from "../src-shared/bridge/page-messages.ts";
import { BRIDGE_WANTED, POST_TO_PAGE } from "./shell/ipc-channels.ts";

// A port posted before the page listens would be lost, so the page speaks first.
window.addEventListener("message", (event) => {
  if (event.source === window && event.data === PAGE_READY) ipcRenderer.send(BRIDGE_WANTED);
});

ipcRenderer.on(POST_TO_PAGE, (event, text: string) => window.postMessage(text, location.origin, [...event.ports]));
