import { questionOf, type CampaignDefinition, type Indicator } from "../../../src-shared/documents/campaign.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { OutcomeAnswer, OutcomeCandidate, OutcomeDocument } from "../../../src-shared/documents/outcome.ts";
import { grouped } from "../../../src-shared/grouped.ts";
import type { EventRow } from "../store/decision-store.ts";
import type { OutcomeRow } from "../store/outcome-store.ts";
import type { ReceivedMarkRow, ReceivedSetRow } from "../store/received-store.ts";
import type { createReportStore, ReportAnswerRow } from "../store/report-store.ts";
import type { Store } from "../store/store.ts";
import { trailOf } from "./audit-trail.ts";
import type { AnswerRecord, CandidateRecord, MarkRecord, ModerationRecord, QueryRecord } from "./record-model.ts";

interface Batch {
  batch: string;
  campaign: CampaignDefinition;
  /** The published one that counts, where any was. */
  outcome: OutcomeDocument | undefined;
  /** The order of merit: the published one, or today's. */
  merit: readonly OutcomeCandidate[];
  published: readonly OutcomeRow[];
}

/** Prepares what all candidates of a batch share, and reads one candidate after the other. */
export function candidateReader(store: Store, reports: ReturnType<typeof createReportStore>, { batch, campaign, outcome, merit, published: revisions }: Batch): (candidate: { candidate: string; packed: boolean }) => CandidateRecord {
  const places = new Map(merit.map((each) => [each.candidate, each]));
  const decided = grouped(outcome?.answers ?? [], (each) => each.candidate);
  const allocated = grouped(store.lead.allocated(batch), (each) => each.candidate);
  const withdrawn = grouped(store.received.withdrawals(batch), (each) => each.candidate);
  const replies = new Map(store.received.replies(batch).map((each) => [`${each.query} ${each.person}`, each]));
  const sets = new Map(store.received.sets(batch).map((each) => [setName(each.person, each.revision, each.submittedAt), each]));
  const indicators = new Map(campaign.behaviours.flatMap(({ positive, negative }) => [...positive.map((each) => told(each, true)), ...negative.map((each) => told(each, false))]));

  function markOf({ person, revision, submittedAt, indicators: ticked, ...mark }: ReceivedMarkRow): MarkRecord {
    const set: ReceivedSetRow | undefined = sets.get(setName(person, revision, submittedAt));
    return {
      ...mark,
      ...{ person, revision, submittedAt, setReason: set?.reason ?? null, setKey: set?.key ?? "" },
      // An indicator that the campaign's newest revision has no more is called by its id.
      indicators: ticked.map(({ indicator, atSeconds }) => ({ atSeconds, ...(indicators.get(indicator) ?? { text: indicator, positive: true }) })),
    };
  }

  function answerOf(row: ReportAnswerRow, events: readonly EventRow[], published: OutcomeAnswer | undefined): AnswerRecord {
    const { question, behaviour } = questionOf(campaign, row);
    const marks = store.received.marksOf(row.id).map(markOf);
    const moderation = events.flatMap((each) => moderationOf(batch, each));
    const stands = published ?? standingNow(row, moderation);
    const definition = row.state === "defined" ? moderation.findLast((each) => each.act === "defined") : undefined;
    const since = outcome?.publishedAt;
    return {
      ...{ number: row.number, question, inBatch: row.packed, durationSeconds: row.durationSeconds, secondsAllowed: row.secondsAllowed, state: row.state, reasons: row.reasons },
      behaviour,
      ...{ final: stands.final, basis: stands.basis, reason: stands.reason, decidedBy: stands.decidedBy, decidedAt: stands.decidedAt },
      definitive: definition?.score == null ? null : { score: definition.score, rationale: definition.rationale, by: definition.by, at: definition.at },
      marks,
      queries: events.flatMap(({ lead, event }) => (event.act === "asked" ? [queryOf(lead, event)] : [])),
      moderation,
      changedSince: since !== undefined && (events.some(({ event }) => event.at > since) || marks.some((mark) => mark.submittedAt > since)),
    };
  }

  function queryOf(by: string, { id, at, person, text, query }: Extract<ModerationEvent, { act: "asked" }>): QueryRecord {
    const reply = replies.get(`${id} ${person}`);
    return { by, at, person, text, key: query, reply: reply ? { text: reply.text, at: reply.at } : null };
  }

  return ({ candidate, packed }) => {
    const events = grouped(store.decisions.of(batch, [candidate]), ({ event }) => (event.act === "ranked" ? "" : event.question));
    const published = new Map(decided.get(candidate)?.map((each) => [each.question, each]));
    const allocatedTo = (allocated.get(candidate) ?? []).map(({ person, round, due }) => ({ person, round, due }));
    const record = {
      candidate,
      outcome: places.get(candidate) ?? null,
      practice: allocatedTo.length > 0 && allocatedTo.every((each) => each.round === "standardisation"),
      inBatch: packed,
      allocatedTo,
      withdrawals: (withdrawn.get(candidate) ?? []).map(({ person, note, at }) => ({ person, note, at })),
      answers: reports.answers(batch, candidate).map((row) => answerOf(row, events.get(row.question) ?? [], published.get(row.question))),
    };
    return { ...record, trail: trailOf(record, revisions) };
  };
}

/** While nothing is published: what the marks or the last settlement say today. */
function standingNow(row: ReportAnswerRow, moderation: readonly ModerationRecord[]): Pick<AnswerRecord, "final" | "basis" | "reason" | "decidedBy" | "decidedAt"> {
  const act = row.state === "settled" ? "settled" : row.state === "defined" ? "defined" : undefined;
  const decision = moderation.findLast((each) => each.act === act);
  const reason = decision?.act === "settled" ? decision.reason : decision?.act === "defined" ? decision.rationale : "";
  return { final: row.final, basis: row.basis, reason, decidedBy: decision?.by ?? null, decidedAt: decision?.at ?? null };
}

function moderationOf(batch: string, { lead, number, event }: EventRow): ModerationRecord[] {
  const base = { by: lead, at: event.at, documentKey: number === null ? null : depotKey.decisions(batch, lead, number) };
  switch (event.act) {
    case "settled":
      return [{ ...base, act: "settled", final: event.final, basis: event.basis, reason: event.reason }];
    case "reopened":
      return [{ ...base, act: "reopened", reason: event.reason }];
    case "noted":
      return [{ ...base, act: "noted", text: event.text }];
    case "defined":
      return [{ ...base, act: "defined", score: event.score, rationale: event.rationale }];
    case "asked":
    case "ranked":
      return [];
  }
}

function told({ id, text }: Indicator, positive: boolean) {
  return [id, { text, positive }] as const;
}

/** Two sets of one person can have one revision, where two laptops handed in. */
function setName(person: string, revision: number, submittedAt: string): string {
  return JSON.stringify([person, revision, submittedAt]);
}
