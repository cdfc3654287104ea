// A page with one video that plays files as they lie on disk: what our player is measured against.
const { app, BrowserWindow } = require("electron");
const path = require("node:path");

app.setPath("userData", process.argv.find((argument) => argument.startsWith("--home=")).slice("--home=".length));
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false };
  const window = new BrowserWindow({ width: 1280, height: 720, useContentSize: true, show: false, backgroundColor: "#ffffff", webPreferences });
  // As our own window: Chromium may put off the first frame of a window that nobody sees, and then is never ready to show.
  window.once("ready-to-show", () => window.show());
  window.webContents.once("did-finish-load", () => setTimeout(() => window.show(), 1500));
  void window.loadFile(path.join(__dirname, "index.html"));
});
app.on("window-all-closed", () => app.quit());
