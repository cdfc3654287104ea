import { app, BrowserWindow, dialog, nativeTheme, screen } from "electron";
import { START_PAGE } from "./app-origin.ts";
import type { Log } from "./log-file.ts";
import { leastContent, reachableBounds, readBounds, writeBounds } from "./window-bounds.ts";

export interface WindowDeps {
  /** The preload's built file. */
  preload: string;
  /** Remembers where the window was. */
  boundsFile: string;
  development: boolean;
  log: Log;
}

/** A page that ends more often than this within a minute is not loaded again. */
const ENDS_PER_MINUTE = 3;

/** After its page was loaded, a window that has not drawn anything yet is shown all the same. */
const SHOW_WITHIN_MS = 1500;

/** Opens the desk's one window and loads the page into it. */
export function openWindow({ preload, boundsFile, development, log }: WindowDeps): BrowserWindow {
  const kept = reachableBounds(readBounds(boundsFile), screen.getAllDisplays().map((display) => display.workArea));
  const least = leastContent(kept ? screen.getDisplayMatching(kept).workArea : screen.getPrimaryDisplay().workArea);
  const window = new BrowserWindow({
    title: "Assessor Desk",
    ...least,
    useContentSize: true,
    show: false,
    // What is seen before the first paint.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#0b0c0c" : "#ffffff",
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: process.platform === "darwin",
      devTools: development,
    },
  });
  // The frame comes on top of the content, and its size is the system's affair.
  const { width, height } = window.getBounds();
  const [contentWidth = width, contentHeight = height] = window.getContentSize();
  window.setMinimumSize(least.width + width - contentWidth, least.height + height - contentHeight);
  if (kept) window.setBounds(kept);

  const showFirst = () => {
    if (window.isDestroyed() || window.isVisible()) return;
    if (kept?.maximized) window.maximize();
    window.show();
  };
  window.once("ready-to-show", showFirst);
  // Chromium has been seen to put off the first frame of a window that nobody sees: then it never says that it is ready.
  window.webContents.once("did-finish-load", () => setTimeout(showFirst, SHOW_WITHIN_MS));
  window.on("close", () => writeBounds(boundsFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }));
  reloadWhenPageEnds(window, log);
  void load(window, log);
  return window;
}

/** Shows the window to somebody who started the application once more. */
export function showWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}

async function load(window: BrowserWindow, log: Log): Promise<void> {
  try {
    await window.loadURL(START_PAGE);
  } catch (error) {
    log("error", `The page could not be loaded: ${String(error)}`);
  }
}

/** What was shown as saved is with the engine, so a page that crashed is simply loaded again. */
function reloadWhenPageEnds(window: BrowserWindow, log: Log): void {
  let ends: number[] = [];
  let ending = false;
  app.once("before-quit", () => (ending = true));
  window.webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (ending || reason === "clean-exit") return;
    log("error", `The page's process ended (${reason}, exit code ${exitCode}).`);
    const now = Date.now();
    ends = [...ends.filter((at) => now - at < 60_000), now];
    if (ends.length <= ENDS_PER_MINUTE) return void load(window, log);
    dialog.showErrorBox("Assessor Desk", "The window keeps failing. Everything that was shown as saved is safe; start Assessor Desk again, and tell your team lead if that does not help.");
    app.quit();
  });
  window.on("unresponsive", () => log("warn", "The page does not respond."));
}
