import { watch } from "node:fs";
import type { BrowserWindow } from "electron";

/** A build writes many files one after the other. */
const RELOAD_AFTER_MS = 150;

/** Loads the page again whenever the renderer was built anew. */
export function reloadOnBuild(window: BrowserWindow, rendererFolder: string): void {
  let waiting: NodeJS.Timeout | undefined;
  const watcher = watch(rendererFolder, { recursive: true }, () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => window.webContents.reloadIgnoringCache(), RELOAD_AFTER_MS);
  });
  window.once("closed", () => {
    clearTimeout(waiting);
    watcher.close();
  });
}
