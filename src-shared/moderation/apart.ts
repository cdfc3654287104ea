import type { ModerationEvent } from "../documents/decisions.ts";

/** What decides whether an answer is settled. */
export type DecidingEvent = Extract<ModerationEvent, { act: "settled" | "reopened" }>;

/**
 * Of what leads did to one answer, in the order of its moments, the deciding acts that no other one knew: one, unless leads worked apart.
 * An act that does not say what its author knew, as earlier versions wrote it, knew all that lies before it.
 */
export function newestDeciding(events: readonly ModerationEvent[]): DecidingEvent[] {
  const deciding = events.filter((event): event is DecidingEvent => event.act === "settled" || event.act === "reopened");
  const known = new Set(deciding.flatMap(({ after }, index) => after ?? deciding.slice(0, index).map((each) => each.id)));
  return deciding.filter((each) => !known.has(each.id));
}

/** Settlements of one answer that say different things and were made apart from each other; none where they agree. */
export function settledApart(events: readonly ModerationEvent[]): Extract<DecidingEvent, { act: "settled" }>[] {
  const settled = newestDeciding(events).filter((event) => event.act === "settled");
  return new Set(settled.map((each) => each.final)).size > 1 ? settled : [];
}
