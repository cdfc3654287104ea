"use strict";
// What `electron FOLDER` does in an official Electron: takes on the app in FOLDER and starts it.
const { app } = require("electron");
const { existsSync, readFileSync } = require("node:fs");
const { join, resolve } = require("node:path");

const argument = process.argv.slice(1).find((each) => !each.startsWith("-"));
const folder = resolve(argument ?? ".");
if (!existsSync(join(folder, "package.json"))) {
  console.error(`There is no app in ${folder}; name a folder that holds a package.json.`);
  app.exit(1);
} else {
  const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  app.setAppPath(folder);
  app.setName(about.productName ?? about.name ?? app.getName());
  if (about.version) app.setVersion(about.version);
  require(join(folder, about.main ?? "index.js"));
}
