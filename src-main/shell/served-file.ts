import { extname, join, sep } from "node:path";

const TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".mjs": "text/javascript; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".vtt": "text/vtt; charset=utf-8",
  ".webp": "image/webp",
  ".woff": "font/woff",
  ".woff2": "font/woff2",
};

/**
 * Which file of `folder` an address of `app://desk` means; the file need not exist.
 * `undefined` where it means none: another host, a path that leaves the folder however it is written,
 * or a kind of file that the page has no use for.
 */
export function servedFile(folder: string, address: string): { file: string; type: string } | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "app:" || url.host !== "desk") return undefined;
  const path = decoded(url.pathname);
  // Chromium has resolved plain dots already; these come encoded (..%2f), and only from somebody who tries.
  if (path === undefined || /[\\\0:]/.test(path) || path.split("/").includes("..")) return undefined;
  const file = join(folder, path === "/" ? "index.html" : path);
  const type = TYPES[extname(file).toLowerCase()];
  return type !== undefined && file.startsWith(folder + sep) ? { file, type } : undefined;
}

function decoded(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
