import type { LeadWrite } from "./lead-write.ts";
import { markWriteKey, type MarkWrite } from "./mark-write.ts";

/** One change on its way to the engine. */
export type Write = MarkWrite | LeadWrite;

export function isLeadWrite(write: Write): write is LeadWrite {
  return write.name === "moderation.note" || write.name === "moderation.draft";
}

export function isMarkWrite(write: Write): write is MarkWrite {
  return !isLeadWrite(write);
}

/** What a write gives a value to. A newer write with the same key takes the place of an older one that was not sent yet. */
export function writeKey(write: Write): string {
  return isLeadWrite(write) ? `${write.input.answerId} ${write.name}` : markWriteKey(write);
}

/** Watching saves itself while nobody does anything, so it is not worth a word on screen. */
export function isQuiet(write: Write): boolean {
  return write.name === "mark.add-watched";
}
