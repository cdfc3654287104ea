import type { AskedQuery, HandedInMark, Marker, ModerationStep, ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { questionOf } from "../../../src-shared/documents/campaign.ts";
import type { ModerationEvent } from "../../../src-shared/documents/decisions.ts";
import { BREAK_SECONDS } from "../../../src-shared/agreement/time-per-answer.ts";
import { decidedApart } from "../../../src-shared/moderation/apart.ts";
import { combine } from "../../../src-shared/moderation/standing.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { EventRow } from "../store/decision-store.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { recordingOf } from "../views/recording-view.ts";
import { answerOf, countedMarks, leadCampaign, whoCanBeAsked } from "./acts.ts";
import { nameOf } from "./people.ts";
import { decided } from "./keep-standing.ts";

/** Everything that the moderation screen shows of one answer. */
export async function moderationView(desk: Desk, answerId: number): Promise<Result<ModerationView, Problem>> {
  const asked = answerOf(desk, answerId);
  if (!asked.ok) return asked;
  const shown = await recordingOf(desk, asked.value);

  // From here on all is of one moment: while files were read, something may have come in or been decided.
  const now = answerOf(desk, answerId);
  if (!now.ok) return now;
  const answer = now.value;
  const { store, me } = desk;
  const campaign = leadCampaign(desk, answer.batch);
  const { question, behaviour } = questionOf(campaign, answer);
  const events = store.decisions.ofAnswer(answer.batch, answer.candidate, answer.question);
  const apart = new Set(decidedApart(events.map(({ event }) => event)).map((each) => each.id));
  const counted = countedMarks(desk, answer);
  const draft = store.decisions.draft(answerId);
  const notes = newestNotes(events);
  const noteDraft = store.decisions.note(answerId);
  const ownMoments = [draft?.savedAt, noteDraft?.savedAt, events.findLast(({ lead }) => lead === me.person)?.event.at].flatMap((at) => at ?? []);
  const outcome = store.outcomes.of(answer.batch).at(-1);
  return ok({
    answerId,
    batch: answer.batch,
    candidate: answer.candidate,
    question: { ...question, number: answer.questionNumber },
    behaviour,
    scale: [...campaign.scale].sort((a, b) => a.value - b.value),
    rules: campaign.rules,
    secondsAllowed: answer.secondsAllowed,
    adjusted: answer.secondsAllowed > question.answerSeconds,
    ...(answer.recording === asked.value.recording ? shown : { ...shown, recording: { ...shown.recording, state: "not-here" as const }, captions: [] }),
    state: answer.state,
    reasons: answer.reasons,
    practice: store.workList.isPractice(answerId),
    final: answer.final,
    basis: answer.basis,
    markers: markersOf(desk, answer, events),
    counted,
    ruleSays: counted.every((mark) => mark.score !== null) ? combine(counted, campaign.rules) : null,
    definitive: decided(events.map(({ event }) => event), () => "replied").definitive,
    definable: answer.state !== "settled" && counted.length === 0,
    note: noteDraft?.text ?? notes.get(me.person)?.text ?? "",
    othersNotes: [...notes].flatMap(([lead, { at, text }]) => (lead === me.person || text === "" ? [] : [{ by: nameOf(store, lead), at, text }])),
    history: events.flatMap((row) => stepOf(desk, row) ?? []).reverse(),
    decidedApart: events.flatMap((row) => (apart.has(row.event.id) ? (stepOf(desk, row) ?? []) : [])),
    undoable: isOwnSettlement(desk, events.findLast(({ event }) => event.act !== "noted")),
    draft: draft ? { final: draft.final, noScore: draft.noScore, basis: draft.basis, reason: draft.reason } : null,
    savedAt: ownMoments.sort().at(-1) ?? null,
    published: outcome ? { revision: outcome.revision, at: outcome.publishedAt } : null,
  });
}

/** Whoever marks it, was to mark it, or did: by their ids, so that each keeps their place from answer to answer. */
function markersOf(desk: Desk, answer: LeadAnswerRow, events: readonly EventRow[]): Marker[] {
  const { store } = desk;
  const { batch, candidate } = answer;
  const allocated = new Set(store.lead.allocatedOf(batch, [candidate]).map((each) => each.person));
  const askable = whoCanBeAsked(desk, answer);
  const stopped = store.lead.stopped(batch);
  const withdrawals = new Map(store.received.withdrawals(batch).flatMap((each) => (each.candidate === candidate ? [[each.person, { note: each.note }]] : [])));
  const reasons = new Map(store.received.sets(batch).map((set) => [`${set.person} ${set.revision}`, set.reason]));
  const replies = new Map(store.received.replies(batch).map(({ query, person, text, at }) => [`${query} ${person}`, { text, at }]));
  const marks = new Map<string, HandedInMark[]>();
  for (const { person, revision, round: _, ...mark } of store.received.marksOf(answer.id)) {
    const own = marks.get(person) ?? [];
    marks.set(person, [...own, { ...mark, setRevision: revision, setReason: reasons.get(`${person} ${revision}`) ?? null }]);
  }
  const queriesTo = (person: string): AskedQuery[] =>
    events.flatMap(({ lead, event }) => (event.act === "asked" && event.person === person ? [{ key: event.query, by: nameOf(store, lead), at: event.at, text: event.text, reply: replies.get(`${event.id} ${person}`) ?? null }] : []));
  return [...new Set([...allocated, ...marks.keys()])].sort().map((person): Marker => {
    const own = marks.get(person) ?? [];
    const newest = own.find((mark) => mark.counts);
    const withdrawal = withdrawals.get(person) ?? null;
    return {
      person,
      name: nameOf(store, person),
      standing: withdrawal ? "withdrew" : newest ? "marked" : !allocated.has(person) ? "not-allocated" : stopped.has(person) ? "stopped" : "awaited",
      withdrawal,
      marks: own,
      secondsSpent: newest ? secondsSpent(newest.markedAt, store.received.markedBefore(batch, person, newest.markedAt)) : null,
      queries: queriesTo(person),
      canBeAsked: askable.has(person),
    };
  });
}

function isOwnSettlement({ me }: Desk, last: EventRow | undefined): boolean {
  return last?.event.act === "settled" && last.lead === me.person;
}

/** From one mark to the next; a longer break says nothing of the answer, and neither do marks that a table brought at once. */
function secondsSpent(at: string, before: string | undefined): number | null {
  const seconds = before === undefined ? null : (Date.parse(at) - Date.parse(before)) / 1000;
  return seconds !== null && seconds >= 1 && seconds <= BREAK_SECONDS ? seconds : null;
}

function newestNotes(events: readonly EventRow[]): Map<string, { at: string; text: string }> {
  return new Map(events.flatMap(({ lead, event }) => (event.act === "noted" ? [[lead, { at: event.at, text: event.text }] as const] : [])));
}

function stepOf(desk: Desk, { lead, event }: EventRow): ModerationStep | undefined {
  const told = wordsOf(desk, event);
  return told && { id: event.id, by: nameOf(desk.store, lead), at: event.at, final: null, basis: null, to: null, ...told };
}

function wordsOf(desk: Desk, event: ModerationEvent): (Pick<ModerationStep, "act" | "words"> & Partial<ModerationStep>) | undefined {
  switch (event.act) {
    case "settled":
      return { act: "settled", final: event.final, basis: event.basis, words: event.reason };
    case "reopened":
      return { act: "reopened", words: event.reason };
    case "asked":
      return { act: "asked", words: event.text, to: nameOf(desk.store, event.person) };
    case "defined":
      return { act: "defined", final: event.score, words: event.rationale };
    case "noted":
    case "ranked":
      return undefined;
  }
}
