import type { Output } from "../../../src-shared/bridge/contract.ts";
import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { moderationEvent, type CountedMark, type ModerationAct } from "../../../src-shared/documents/decisions.ts";
import { isDeciding, newestDeciding } from "../../../src-shared/moderation/apart.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { subjectOf } from "../marking/marking.ts";
import type { LeadAnswerRow } from "../store/lead-store.ts";
import { keepStanding } from "./keep-standing.ts";

/** What moderation needs of a desk. */
export type LeadRooms = Pick<Desk, "store" | "me" | "now">;

export function answerOf({ store }: LeadRooms, answerId: number): Result<LeadAnswerRow, Problem> {
  const answer = store.lead.answer(answerId);
  return answer?.packed ? ok(answer) : err({ kind: "moderated-answer-not-found" });
}

/** The campaign of a batch as a lead sees it. @throws Error when the batch is not there. */
export function leadCampaign({ store }: Pick<Desk, "store">, batch: string): CampaignDefinition {
  const row = store.lead.batch(batch);
  if (!row) throw new Error(`The batch ${batch} is not in the store.`);
  return store.work.campaign(row.campaign);
}

/** The marks of an answer that count, as a decision names them. */
export function countedMarks({ store }: Pick<Desk, "store">, answer: Pick<LeadAnswerRow, "id">): CountedMark[] {
  return store.received.countedOf(answer.id, "live").map(({ person, revision, score, cannotScore, flags }) => ({ assessor: person, setRevision: revision, score, cannotScore, flags }));
}

/** Assessors to whom an answer can be sent back: their mark counts, and they may still change it. */
export function whoCanBeAsked({ store }: Pick<Desk, "store">, answer: LeadAnswerRow): Set<string> {
  const stopped = store.lead.stopped(answer.batch);
  const allocated = new Set(store.lead.allocatedOf(answer.batch, [answer.candidate]).map((each) => each.person));
  const marked = countedMarks({ store }, answer).map((mark) => mark.assessor);
  return new Set(marked.filter((person) => allocated.has(person) && !stopped.has(person)));
}

/** An act on one answer. */
export type AnswerAct = Exclude<ModerationAct, { act: "ranked" }>;

export type Saved = Result<Output<"moderation.settle">, Problem>;

/** One transaction: the act, if it may be. One that was asked for before is done already. */
export function act(desk: LeadRooms, id: string, answerId: number, decide: (answer: LeadAnswerRow) => Result<AnswerAct, Problem>): Saved {
  return desk.store.transaction(() => {
    if (desk.store.decisions.has(id)) return ok({ savedAt: desk.now().toISOString() });
    const answer = answerOf(desk, answerId);
    if (!answer.ok) return answer;
    const decided = decide(answer.value);
    return decided.ok ? ok({ savedAt: keepAct(desk, answer.value, id, decided.value) }) : decided;
  });
}

/**
 * Keeps what the lead did to an answer: the event, its line in the audit log, where the answer stands now. Call it in a transaction.
 * All leads' events count in the order of their moments, so that this one's lies after all that is known here of the answer, whatever
 * this laptop's clock says.
 * @returns its moment
 */
export function keepAct(desk: LeadRooms, answer: LeadAnswerRow, id: string, act: AnswerAct): string {
  const at = addAct(desk, answer, id, act);
  keepStanding(desk.store, answer.batch, [answer.candidate]);
  return at;
}

/** When something is done that rests on what was done at a moment before: after it, whatever this laptop's clock says. */
export function momentAfter(before: string | undefined, clock: Date): string {
  return new Date(Math.max(clock.getTime(), before === undefined ? 0 : Date.parse(before) + 1)).toISOString();
}

/** The same without looking where the answer stands now: for many at once. */
export function addAct({ store, me, now }: LeadRooms, answer: LeadAnswerRow, id: string, act: AnswerAct): string {
  const known = store.decisions.ofAnswer(answer.batch, answer.candidate, answer.question).map((row) => row.event);
  const clock = now();
  const at = momentAfter(known.at(-1)?.at, clock);
  const after = isDeciding(act) ? newestDeciding(known).map((each) => each.id) : undefined;
  const event = moderationEvent.parse({ id, at, ...act, after });
  store.decisions.add(answer.batch, me.person, event, null);
  store.audit.append({ at: clock, who: me.person, what: "moderation", subject: subjectOf(answer), from: { state: answer.state, final: answer.final, basis: answer.basis }, to: event });
  return at;
}
