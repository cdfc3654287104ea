import { join, sep } from "node:path";
import { expect, test } from "vitest";
import { servedFile } from "../../../src-main/shell/served-file.ts";

const folder = join(sep, "app", "renderer");

test.each([
  ["app://desk/", "index.html", "text/html; charset=utf-8"],
  ["app://desk/#/review/4", "index.html", "text/html; charset=utf-8"],
  ["app://desk/assets/index-B1.js?v=2", join("assets", "index-B1.js"), "text/javascript; charset=utf-8"],
  ["app://desk/assets/A%20b.CSS", join("assets", "A b.CSS"), "text/css; charset=utf-8"],
  ["app://desk/font.woff2", "font.woff2", "font/woff2"],
])("%s is %s", (address, file, type) => expect(servedFile(folder, address)).toEqual({ file: join(folder, file), type }));

test.each([
  "app://other/index.html",
  "app://desk:80/index.html",
  "https://desk/index.html",
  "app://desk/..%2fmain%2fmain.js",
  "app://desk/%2e%2e%2fmain.js",
  "app://desk/assets/..%2f..%2fmain.js",
  "app://desk/..%5cmain.js",
  "app://desk/C:%5cmain.js",
  "app://desk/C%3a/main.js",
  "app://desk/a%00.js",
  "app://desk/%ff.js",
  "app://desk/main.cjs",
  "app://desk/assets",
  "app://desk/assets/",
  "not an address",
])("%s is no file of the page", (address) => expect(servedFile(folder, address)).toBeUndefined());
