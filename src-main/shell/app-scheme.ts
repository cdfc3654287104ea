import { readFile } from "node:fs/promises";
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
  "connect-src 'self'",
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

/** Serves the built renderer, and nothing beside it, as `app://desk/…`. */
export function serveApp(session: Session, rendererFolder: string): void {
  const folder = resolve(rendererFolder);
  session.protocol.handle("app", async ({ method, url }) => {
    if (method !== "GET" && method !== "HEAD") return new Response(null, { status: 405, headers: HEADERS });
    const served = servedFile(folder, url);
    const content = served && (await existing(served.file));
    if (!content) return new Response("There is no such page.", { status: 404, headers: { ...HEADERS, "content-type": "text/plain" } });
    return new Response(method === "HEAD" ? null : content, { headers: { ...HEADERS, "content-type": served.type } });
  });
}

async function existing(file: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    return new Uint8Array(await readFile(file));
  } catch {
    return undefined;
  }
}
