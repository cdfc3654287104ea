import { createHash } from "node:crypto";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import { decidedApart, isTakenBack, newestDeciding } from "../../../src-shared/moderation/apart.ts";
import { distanceOf, standingOf, type AnswerFacts, type AskedQueries, type ReceivedMark } from "../../../src-shared/moderation/standing.ts";
import type { CountedRow } from "../store/received-store.ts";
import type { Store } from "../store/store.ts";

/**
 * Decides anew where answers stand, from what was handed in and what leads did: those of a whole batch, or of some candidates (an
 * answer's standing depends on its candidate's other answers too). Call it in the transaction that changes what it rests on.
 */
export function keepStanding(store: Store, batch: string, candidates?: readonly string[]): void {
  const row = store.lead.batch(batch);
  if (!row) return;
  store.standing.raise(batch);
  const { rules } = store.work.campaign(row.campaign);
  const answers = store.lead.answersOf(batch, candidates);
  const rows = candidates ? answers.flatMap(({ id }) => store.received.countedOf(id, "live")) : store.received.counted(batch, "live");
  const marks = new Map([...grouped(rows, (row) => row.answerId)].map(([answerId, own]) => [answerId, own.map(asMark)]));
  const stopped = store.lead.stopped(batch);
  const allocated = grouped((candidates ? store.lead.allocatedOf(batch, candidates) : store.lead.allocated(batch)).filter((each) => each.round === "live"), (each) => each.candidate);
  const withdrawn = grouped(store.received.withdrawals(batch), (each) => each.candidate);
  const replied = new Set(store.received.replies(batch).map(({ query, person }) => nameOf(query, person)));
  const events = grouped(
    store.decisions.of(batch, candidates).flatMap(({ event }) => (event.act === "ranked" ? [] : [event])),
    (each) => nameOf(each.candidate, each.question),
  );

  const distances = new Map<string, number>();
  for (const { id, candidate } of answers) distances.set(candidate, (distances.get(candidate) ?? 0) + distanceOf(marks.get(id) ?? []));
  for (const { id, candidate, question } of answers) {
    const own = marks.get(id) ?? [];
    const markers = new Set((allocated.get(candidate) ?? []).map((each) => each.person));
    const withdrew = new Set((withdrawn.get(candidate) ?? []).flatMap((each) => (markers.has(each.person) ? [each.person] : [])));
    const marked = new Set(own.map((each) => each.assessor));
    const canMark = (person: string) => markers.has(person) && !withdrew.has(person) && !stopped.has(person);
    const facts: AnswerFacts = {
      awaited: [...markers].filter((person) => canMark(person) && !marked.has(person)).length,
      withdrawn: withdrew.size,
      marks: own,
      sampled: isSampled(batch, candidate, question, rules.moderationSampleShare),
      candidateDistance: distances.get(candidate) ?? 0,
      ...decided(events.get(nameOf(candidate, question)) ?? [], (query, person) => (replied.has(nameOf(query, person)) ? "replied" : canMark(person) ? "open" : "unanswered")),
    };
    const scores = own.flatMap((mark) => (mark.score === null ? [] : [mark.score]));
    store.lead.keepStanding(id, standingOf(facts, rules), {
      marks: own.length,
      lowest: scores.length > 0 ? Math.min(...scores) : null,
      highest: scores.length > 0 ? Math.max(...scores) : null,
      flags: own.reduce((sum, mark) => sum + mark.flags.length, 0),
    });
  }
}

/**
 * What leads' acts on one answer, in order, add up to. Where leads worked apart, a reopening stands beside whatever was settled, and
 * settlements and definitive marks that differ stand against each other; where a settlement says the same as a definitive mark, that one
 * counts. What was settled before a definitive mark does not come back when that is taken back: the answer is to be looked at again.
 * `fateOf` says what became of a query to a person; what was asked before a settlement was settled with it.
 */
export function decided(events: readonly ModerationEvent[], fateOf: (query: string, person: string) => keyof AskedQueries): Pick<AnswerFacts, "definitive" | "settlement" | "reopened" | "leadsDiffer" | "queries"> {
  let queries: AskedQueries = { open: 0, replied: 0, unanswered: 0 };
  for (const event of events) {
    if (event.act === "settled") queries = { open: 0, replied: 0, unanswered: 0 };
    else if (event.act === "asked") queries[fateOf(event.id, event.person)] += 1;
  }
  const newest = newestDeciding(events);
  const settled = newest.findLast((event) => event.act === "settled");
  const defined = newest.findLast((event) => event.act === "defined");
  const wasSettled = events.some((event) => event.act === "settled");
  const reopened = newest.some((event) => event.act === "reopened") || (wasSettled && !settled && newest.some(isTakenBack));
  const leadsDiffer = decidedApart(events).length > 0;
  const definitive = !leadsDiffer && defined && defined.score !== null ? { score: defined.score, rationale: defined.rationale } : null;
  return { definitive, settlement: !reopened && !leadsDiffer ? (settled ?? null) : null, reopened, leadsDiffer, queries };
}

/** Drawn by lot, and the same on every lead's desk: the answer's own name decides. */
export function isSampled(batch: string, candidate: string, question: string, share: number): boolean {
  if (share <= 0) return false;
  const lot = createHash("sha256").update(JSON.stringify([batch, candidate, question])).digest().readUInt32BE(0);
  return lot < share * 2 ** 32;
}

/** A mark of a set as moderation sees it. */
export function asMark({ person, revision, score, cannotScore, flags, watchReason }: CountedRow): ReceivedMark {
  return { assessor: person, setRevision: revision, score, cannotScore, flags, littleWatched: watchReason !== null };
}

function nameOf(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}
