// The least that an Electron application can be, with the same window options as ours, our preload included: what start-up
// is measured against.
const { app, BrowserWindow } = require("electron");
const path = require("node:path");

app.setPath("userData", process.argv.find((argument) => argument.startsWith("--home=")).slice("--home=".length));
app.whenReady().then(() => {
  const preload = path.join(__dirname, "../../../out/main/preload.cjs");
  const webPreferences = { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false, spellcheck: false, devTools: false };
  const window = new BrowserWindow({ width: 1280, height: 720, useContentSize: true, show: false, backgroundColor: "#ffffff", webPreferences });
  window.once("ready-to-show", () => window.show());
  void window.loadFile(path.join(__dirname, "index.html"));
});
app.on("window-all-closed", () => app.quit());
