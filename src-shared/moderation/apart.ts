import type { ModerationEvent } from "../documents/decisions.ts";

/** What decides which score stands for an answer: settlements, reopenings, and what leads agreed on in advance or took back. */
export type DecidingEvent = Extract<ModerationEvent, { act: "settled" | "reopened" | "defined" }>;

export function isDeciding(event: { act: string }): boolean {
  return event.act === "settled" || event.act === "reopened" || event.act === "defined";
}

/**
 * Of what leads did to one answer, in the order of its moments, the deciding acts that no other one knew: one, unless leads worked apart.
 * An act that does not say what its author knew, as earlier versions wrote it, knew all that lies before it.
 */
export function newestDeciding(events: readonly ModerationEvent[]): DecidingEvent[] {
  const deciding = events.filter((event): event is DecidingEvent => isDeciding(event));
  const known = new Set(deciding.flatMap(({ after }, index) => after ?? deciding.slice(0, index).map((each) => each.id)));
  return deciding.filter((each) => !known.has(each.id));
}

/**
 * Settlements and definitive marks of one answer that say different things and were made apart from each other; none where they agree. A
 * definitive mark that was taken back differs from one that was given, and says nothing about a settlement.
 */
export function decidedApart(events: readonly ModerationEvent[]): Exclude<DecidingEvent, { act: "reopened" }>[] {
  const newest = newestDeciding(events).filter((event) => event.act !== "reopened");
  const isDefined = newest.some((event) => event.act === "defined" && event.score !== null);
  const saying = newest.filter((event) => isDefined || !isTakenBack(event));
  return new Set(saying.map((each) => (each.act === "settled" ? `${each.final}` : isTakenBack(each) ? "taken back" : `${each.score}`))).size > 1 ? saying : [];
}

/** Whether an act takes back what leads agreed on in advance. */
export function isTakenBack(event: ModerationEvent): boolean {
  return event.act === "defined" && event.score === null;
}
