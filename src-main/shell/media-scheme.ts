import type { Session } from "electron";
import { mediaHead, requestedRange } from "../engine/vault/media-range.ts";
import { APP_ORIGIN } from "./app-origin.ts";
import type { EngineHost } from "./engine-host.ts";
import type { Log } from "./log-file.ts";
import type { SealedRecording } from "./sealed-recording.ts";

type Recordings = Pick<EngineHost, "openMedia" | "forgetMedia" | "mediaDamaged">;

/**
 * Serves recordings as `media://answer/<id>`, decrypted as they are played. The address names an answer; where the
 * file lies and what opens it never reach the page.
 */
export function serveMedia(session: Session, engine: Recordings, log: Log): void {
  session.protocol.handle("media", async (request) => {
    try {
      return await mediaResponse(engine, request, log);
    } catch (error) {
      log("error", `A recording could not be served: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      return refusal(500);
    }
  });
}

/** Answers one request of the player. */
export async function mediaResponse(engine: Recordings, request: Request, log: Log): Promise<Response> {
  if (!comesFromUs(request)) return refusal(403);
  if (request.method !== "GET" && request.method !== "HEAD") return refusal(405);
  const id = answerNamedBy(request.url);
  const found = id === undefined ? undefined : await open(engine, id, log);
  // Who looks ahead is told that there is nothing; an error would stand in the page's console.
  if (!found && request.method === "HEAD") return refusal(204);
  if (id === undefined || !found) return refusal(404);

  const { recording, type, object } = found;
  const { sizeBytes } = recording;
  // RFC 9110 gives ranges a meaning for GET alone.
  const range = requestedRange(request.method === "GET" ? request.headers.get("range") : null, sizeBytes);
  const { status, headers } = mediaHead(range, { sizeBytes, type });
  Object.assign(headers, { "access-control-allow-origin": APP_ORIGIN });
  if (request.method === "HEAD" || range.kind === "unsatisfiable" || sizeBytes === 0) {
    await recording.close();
    return new Response(null, { status, headers });
  }
  const { first, last } = range.kind === "part" ? range : { first: 0, last: sizeBytes - 1 };
  return new Response(
    recording.stream(first, last, (because) => (because === "damaged" ? damaged(engine, id, object, log) : unreadable(engine, id, log))),
    { status, headers },
  );
}

/** Opens what the engine names; once more if what was remembered is no longer there. */
async function open(engine: Recordings, id: number, log: Log): Promise<{ recording: SealedRecording; type: string; object: string } | undefined> {
  for (const attempt of ["as remembered", "asked anew"]) {
    const media = await engine.openMedia(id);
    if (!media) return undefined;
    // Cryptography comes with the first recording, not with the window.
    const { openSealedRecording } = await import("./sealed-recording.ts");
    const opened = await openSealedRecording(media);
    if (opened.ok) return { recording: opened.value, type: media.type, object: media.object };
    if (attempt === "as remembered") engine.forgetMedia(id);
    else if (opened.error === "unreadable") unreadable(engine, id, log);
    else damaged(engine, id, media.object, log);
  }
  return undefined;
}

function damaged(engine: Recordings, id: number, object: string, log: Log): void {
  log("warn", `The recording of answer ${id} is damaged or gone.`);
  engine.mediaDamaged(id, object);
}

/** A disk that fails for a moment says nothing of the recording: it stays, to be tried again. */
function unreadable(engine: Recordings, id: number, log: Log): void {
  log("warn", `The recording of answer ${id} could not be read.`);
  engine.forgetMedia(id);
}

function answerNamedBy(address: string): number | undefined {
  const digits = /^media:\/\/answer\/([1-9]\d{0,15})$/.exec(address)?.[1];
  return digits === undefined || !Number.isSafeInteger(Number(digits)) ? undefined : Number(digits);
}

/** A player's plain request carries no origin; one that does must be our page's. */
function comesFromUs({ headers, referrer }: Request): boolean {
  const origin = headers.get("origin");
  if (origin !== null && origin !== APP_ORIGIN) return false;
  return !/^[a-z-]+:\/\//i.test(referrer) || referrer.startsWith(`${APP_ORIGIN}/`);
}

function refusal(status: 204 | 403 | 404 | 405 | 500): Response {
  return new Response(null, { status, headers: { "cache-control": "no-store" } });
}
