// A page with one video that plays files as they lie on disk: what our player is measured against.
const { app, BrowserWindow } = require("electron");
const path = require("node:path");

app.setPath("userData", process.argv.find((argument) => argument.startsWith("--home=")).slice("--home=".length));
app.whenReady().then(() => {
  const webPreferences = { sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false };
  const window = new BrowserWindow({ width: 1280, height: 720, useContentSize: true, show: false, backgroundColor: "#ffffff", webPreferences });
  window.once("ready-to-show", () => window.show());
  void window.loadFile(path.join(__dirname, "index.html"));
});
app.on("window-all-closed", () => app.quit());
