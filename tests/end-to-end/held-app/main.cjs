"use strict";
/**
 * Starts the application that `ASSESSOR_DESK_APP` names, and holds back Electron's `ready` until Playwright is
 * connected. Without that Playwright sometimes meets the window in the middle of its first navigation, and waits for
 * ever for one that has happened already.
 */
const { app } = require("electron");
const { readFileSync } = require("node:fs");
const { join } = require("node:path");

const folder = process.env["ASSESSOR_DESK_APP"];
const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
app.setName(about.name);
app.setVersion(about.version);

const emit = app.emit.bind(app);
const reallyReady = app.whenReady();
let release;
const released = new Promise((resolve) => (release = resolve));
let readyEvent = [];
app.emit = (name, ...rest) => {
  if (name !== "ready") return emit(name, ...rest);
  readyEvent = rest;
  return true;
};
app.isReady = () => false;
app.whenReady = () => released;

/** Playwright calls this by name when it is connected. */
globalThis.__playwright_run = async () => {
  await reallyReady;
  app.isReady = () => true;
  release();
  emit("ready", ...readyEvent);
};

require(join(folder, about.main));
