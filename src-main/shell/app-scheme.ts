import { resolve } from "node:path";
import type { Session } from "electron";
import { servedFile } from "./served-file.ts";

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src media:",
  // Recordings are also measured: quiet and loud ones shall sound alike.
  "connect-src 'self' media:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = {
  "content-security-policy": CONTENT_SECURITY_POLICY,
  "x-content-type-options": "nosniff",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/** Chromium's own code for a file that is not there (net/base/net_error_list.h). */
const ERR_FILE_NOT_FOUND = -6;

/**
 * Serves the built renderer, and nothing beside it, as `app://desk/…`. Chromium reads the files itself, so that the
 * page is there sooner than by way of Node (docs/decisions/0007).
 */
export function serveApp(session: Session, rendererFolder: string): void {
  const folder = resolve(rendererFolder);
  session.protocol.registerFileProtocol("app", ({ method, url }, answer) => {
    const served = method === "GET" || method === "HEAD" ? servedFile(folder, url) : undefined;
    if (served) answer({ path: served.file, headers: HEADERS });
    else answer({ error: ERR_FILE_NOT_FOUND });
  });
}
