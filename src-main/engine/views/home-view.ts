import type { BatchSummary, HomeView, SyncState } from "../../../src-shared/bridge/views.ts";
import { round } from "../../../src-shared/documents/allocation.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Desk } from "../desk.ts";
import { campaignOf, orderOf, stoppedOf, submittedAtOf } from "../marking/marking.ts";
import { firstToDo, liveClosedProblem, practiceView } from "../marking/practice.ts";
import { lastBackupAt } from "../store/backups.ts";
import type { Store } from "../store/store.ts";
import type { BatchRow } from "../store/work-store.ts";
import { asLeadsQuery } from "./leads-query.ts";

/** What the home screen shows. */
export function homeView(desk: Desk, sync: SyncState, backupProblem: Problem | null): HomeView {
  const batches = desk.store.work.batches().map((row) => batchSummary(desk, row));
  return {
    person: { id: desk.me.person, name: desk.me.name, role: desk.me.role },
    depot: desk.depot.where,
    batches,
    next: nextAnswer(desk, batches),
    sync,
    outbox: desk.store.outbox.sets(),
    forLead: desk.me.role === "lead" ? desk.store.media.forLead.totals() : null,
    queries: desk.store.queries.open().flatMap((query) => {
      const answer = desk.store.work.answer(query.answerId);
      return answer ? [{ ...asLeadsQuery(desk, query), answerId: answer.id, batch: answer.batch, candidate: answer.candidate, questionNumber: answer.questionNumber }] : [];
    }),
    recoveries: desk.store.drafts.recoveries(),
    laterLaptopAt: desk.store.drafts.laterLaptopAt(),
    restored: desk.store.restorations.unseen() ?? null,
    kept: { ...keptSafe(desk.store), backupProblem, protection: desk.dataKey.protection },
  };
}

/** What is kept on this laptop, and since when. */
export function keptSafe(store: Store): Omit<HomeView["kept"], "protection" | "backupProblem"> {
  const { recordings, bytes } = store.media.totalHere();
  return { ...store.marks.totals(), lastBackupAt: lastBackupAt(store.home), inDepotUpTo: store.drafts.safeUpTo(), allInDepot: store.drafts.waiting().length === 0, recordings, vaultBytes: bytes };
}

export function batchSummary({ store }: Pick<Desk, "store">, row: BatchRow): BatchSummary {
  const campaign = campaignOf({ store }, row.batch);
  const { secondsLeft, ...answers } = store.queue.summary(row.batch);
  const withdrawnCandidates = store.withdrawals.of(row.batch).length;
  const sets = store.outbox.setsOf(row.batch);
  const state = batchState({ store }, row.batch, answers);
  return {
    batch: row.batch,
    campaignTitle: campaign.title,
    rounds: store.queue.rounds(row.batch).map((each) => round.parse(each)),
    due: row.due,
    answers,
    withdrawnCandidates,
    recordings: { ...store.media.totalsOf(row.batch), removed: store.media.removalOf(row.batch) ?? null },
    secondsLeft,
    stopped: stoppedOf({ store }, row.batch),
    practice: practiceView({ store }, row.batch),
    next: state === "submitted" || state === "stopped" ? null : firstToDo({ store }, row.batch, orderOf({ store }, row.batch).order),
    state,
    lastSet: sets.at(-1) ?? null,
  };
}

/** How far a batch is. */
export function batchState({ store }: Pick<Desk, "store">, batch: string, { total, marked }: { total: number; marked: number }): BatchSummary["state"] {
  if (submittedAtOf({ store }, batch) !== null) return "submitted";
  if (stoppedOf({ store }, batch)) return "stopped";
  if (store.outbox.setsOf(batch).length > 0) return store.work.batch(batch)?.reopenedBecause == null ? "extended" : "reopened";
  const withdrawn = store.withdrawals.of(batch).length > 0;
  if (total === marked && (total > 0 || withdrawn) && !liveClosedProblem({ store }, batch)) return "complete";
  return marked > 0 || withdrawn || store.queue.started(batch) ? "marking" : "not-started";
}

/** The first answer that is not fully marked, in the order of work; one whose recording is here comes first. */
function nextAnswer(desk: Desk, batches: readonly BatchSummary[]): HomeView["next"] {
  let fallback: HomeView["next"] = null;
  for (const { batch, next: answerId } of batches) {
    const answer = answerId === null ? undefined : desk.store.work.answer(answerId);
    if (!answer) continue;
    const next = { answerId: answer.id, batch, candidate: answer.candidate, questionNumber: answer.questionNumber, toCompare: answer.markState === "marked" };
    if (desk.store.media.get(answer.recording)?.state === "here") return next;
    fallback ??= next;
  }
  return fallback;
}
