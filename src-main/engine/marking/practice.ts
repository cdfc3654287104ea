import type { Comparison, PracticeView } from "../../../src-shared/bridge/practice.ts";
import { isLiveOpen, practiceOf } from "../../../src-shared/moderation/practice.ts";
import type { WorkOrder } from "../../../src-shared/marking/work-order.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Desk } from "../desk.ts";
import type { QueueStore } from "../store/queue-store.ts";
import type { AnswerRow } from "../store/work-store.ts";

/** How far the assessor is with the practice of a batch; null where nothing of it is allocated for practice. */
export function practiceView({ store }: Pick<Desk, "store">, batch: string): PracticeView | null {
  if (!store.practice.isPractised(batch)) return null;
  const { campaign, openedAt, openedBecause, liveSince } = store.work.batch(batch)!;
  const { tolerance, cumulativeTolerance } = store.work.campaign(campaign).rules;
  const opened = openedAt === null ? null : { at: openedAt, because: openedBecause ?? "" };
  const practice = practiceOf(store.practice.answers(batch), true, opened !== null, { tolerance, cumulativeTolerance });
  // Where leads sent no definitive mark there is nothing to hold marks against, and nothing is closed.
  return { ...practice, tolerance, cumulativeTolerance, opened, isLiveOpen: liveSince !== null || isLiveOpen(practice.state) || !store.practice.isDefined(batch) };
}

/**
 * Once live marking is open it stays open: nobody is shut out in the middle of their work by what leads say of practice later. Call it in the
 * transaction of whatever practice goes by, and with the answer that was marked, where one was.
 */
export function keepLiveOpen(desk: Pick<Desk, "store" | "now" | "me">, batch: string, marked?: Pick<AnswerRow, "round">): void {
  const row = desk.store.work.batch(batch);
  if (!row || row.liveSince !== null) return;
  const practice = practiceView(desk, batch);
  const hasBegun = marked?.round === "live" && (practice === null || practice.isLiveOpen);
  if (hasBegun || (practice !== null && isLiveOpen(practice.state))) setLiveSince(desk, batch, desk.now().toISOString());
}

/** Live marking has been open since then, as this desk or an earlier laptop of this person knows. */
export function setLiveSince({ store, now, me }: Pick<Desk, "store" | "now" | "me">, batch: string, since: string): void {
  if (store.work.batch(batch)?.liveSince !== null) return;
  store.work.setLiveSince(batch, since);
  store.audit.append({ at: now(), who: me.person, what: "live-opened", subject: batch, to: { since } });
}

/** Set while answers of the live round cannot be marked, nor anything of the batch be handed in. */
export function liveClosedProblem(desk: Pick<Desk, "store">, batch: string): Problem | undefined {
  const practice = practiceView(desk, batch);
  if (practice === null || practice.isLiveOpen) return undefined;
  return { kind: practice.state === "outside" ? "practice-outside" : "practice-first", batch };
}

const [PRACTICE, LIVE] = [0, 1];

/** The first thing to do in a batch: an answer to mark; while live marking is closed one of practice, or one to compare. Null where there is nothing now. */
export function firstToDo(desk: Pick<Desk, "store">, batch: string, order: WorkOrder): number | null {
  const { queue, practice } = desk.store;
  if (!liveClosedProblem(desk, batch)) return queue.firstToDo(batch, order, LIVE);
  return queue.firstToDo(batch, order, PRACTICE) ?? practice.toCompare(batch, order, 0);
}

/** What lies around an answer. From practice nothing leads on to live answers while those are closed. */
export function neighbours(desk: Pick<Desk, "store">, answer: AnswerRow, order: WorkOrder): ReturnType<QueueStore["neighbours"]> {
  const { queue, practice, work } = desk.store;
  if (!liveClosedProblem(desk, answer.batch)) return queue.neighbours(answer, order, LIVE);
  const around = queue.neighbours(answer, order, PRACTICE);
  const isLiveNext = around.next !== null && work.answer(around.next)?.round === "live";
  return { ...around, next: answer.round === "standardisation" && isLiveNext ? null : around.next, nextToDo: around.nextToDo ?? practice.toCompare(answer.batch, order, answer.id) };
}

/** What may be shown of a practice answer's definitive mark; null for live ones, but for those that were compared when they were practice. */
export function comparisonOf({ store }: Pick<Desk, "store">, answer: AnswerRow): Comparison | null {
  const shownAt = store.marks.get(answer.id)?.shownAt ?? null;
  if (answer.withdrawn || (answer.round === "live" && shownAt === null)) return null;
  const definitive = store.practice.definitive(answer.id);
  if (!definitive) return shownAt === null ? { state: "not-here" } : { state: "taken-back", at: shownAt };
  return shownAt === null ? { state: "hidden" } : { state: "shown", ...definitive, at: shownAt };
}
