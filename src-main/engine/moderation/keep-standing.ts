import { createHash } from "node:crypto";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import { distanceOf, standingOf, type AnswerFacts, type ReceivedMark } from "../../../src-shared/moderation/standing.ts";
import type { CountedRow } from "../store/received-store.ts";
import type { Store } from "../store/store.ts";

/**
 * Decides anew where answers stand, from what was handed in and what leads did: those of a whole batch, or of some candidates (an
 * answer's standing depends on its candidate's other answers too). Call it in the transaction that changes what it rests on.
 */
export function keepStanding(store: Store, batch: string, candidates?: readonly string[]): void {
  const row = store.lead.batch(batch);
  if (!row) return;
  const { rules } = store.work.campaign(row.campaign);
  const marks = marksByAnswer(store, batch, candidates);
  const stopped = new Set(store.lead.allocations(batch).flatMap((each) => (each.stopped ? [each.person] : [])));
  const allocated = grouped(store.lead.allocated(batch).filter((each) => each.round === "live"), (each) => each.candidate);
  const withdrawn = grouped(store.received.withdrawals(batch), (each) => each.candidate);
  const replied = new Set(store.received.replies(batch).map((each) => each.query));
  const events = grouped(
    store.decisions.of(batch, candidates).flatMap(({ event }) => (event.act === "ranked" ? [] : [event])),
    (each) => nameOf(each.candidate, each.question),
  );

  const answers = store.lead.answersOf(batch, candidates);
  const distances = new Map<string, number>();
  for (const { id, candidate } of answers) distances.set(candidate, (distances.get(candidate) ?? 0) + distanceOf(marks.get(id) ?? []));
  for (const { id, candidate, question } of answers) {
    const own = marks.get(id) ?? [];
    const markers = new Set((allocated.get(candidate) ?? []).map((each) => each.person));
    const withdrew = new Set((withdrawn.get(candidate) ?? []).flatMap((each) => (markers.has(each.person) ? [each.person] : [])));
    const marked = new Set(own.map((each) => each.assessor));
    const facts: AnswerFacts = {
      awaited: [...markers].filter((person) => !withdrew.has(person) && !marked.has(person) && !stopped.has(person)).length,
      withdrawn: withdrew.size,
      marks: own,
      sampled: isSampled(batch, candidate, question, rules.moderationSampleShare),
      candidateDistance: distances.get(candidate) ?? 0,
      ...decided(events.get(nameOf(candidate, question)) ?? [], replied),
    };
    const scores = own.flatMap((mark) => (mark.score === null ? [] : [mark.score]));
    store.lead.keepStanding(id, standingOf(facts, rules), {
      marks: own.length,
      lowest: scores.length > 0 ? Math.min(...scores) : null,
      highest: scores.length > 0 ? Math.max(...scores) : null,
      flags: own.reduce((sum, mark) => sum + mark.flags, 0),
    });
  }
}

/** What leads' acts on one answer, in order, add up to. */
export function decided(events: readonly ModerationEvent[], replied: ReadonlySet<string>): Pick<AnswerFacts, "definitive" | "settlement" | "reopened" | "openQueries"> {
  let definitive: AnswerFacts["definitive"] = null;
  let settlement: AnswerFacts["settlement"] = null;
  let reopened = false;
  let openQueries = 0;
  for (const event of events) {
    if (event.act === "settled") [settlement, reopened] = [event, false];
    else if (event.act === "reopened") [settlement, reopened] = [null, true];
    else if (event.act === "defined") definitive = event.score === null ? null : { score: event.score, rationale: event.rationale };
    else if (event.act === "asked" && !replied.has(event.query)) openQueries += 1;
  }
  return { definitive, settlement, reopened, openQueries };
}

/** Drawn by lot, and the same on every lead's desk: the answer's own name decides. */
export function isSampled(batch: string, candidate: string, question: string, share: number): boolean {
  if (share <= 0) return false;
  const lot = createHash("sha256").update(JSON.stringify([batch, candidate, question])).digest().readUInt32BE(0);
  return lot < share * 2 ** 32;
}

function marksByAnswer(store: Store, batch: string, candidates: readonly string[] | undefined): Map<number, ReceivedMark[]> {
  const rows = candidates ? store.lead.answersOf(batch, candidates).flatMap(({ id }) => store.received.countedOf(id, "live")) : store.received.counted(batch, "live");
  const marks = new Map<number, ReceivedMark[]>();
  for (const [answerId, own] of grouped(rows, (row) => row.answerId)) marks.set(answerId, own.map(asMark));
  return marks;
}

function asMark({ person, revision, score, cannotScore, flagCount, watchReason }: CountedRow): ReceivedMark {
  return { assessor: person, setRevision: revision, score, cannotScore, flags: flagCount, littleWatched: watchReason !== null };
}

function nameOf(candidate: string, question: string): string {
  return JSON.stringify([candidate, question]);
}
