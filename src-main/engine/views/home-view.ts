import type { BatchSummary, HomeView, SyncState } from "../../../src-shared/bridge/views.ts";
import { markStateOf } from "../../../src-shared/marking/completeness.ts";
import type { Desk } from "../desk.ts";
import { campaignOf, submittedAtOf } from "../marking/marking.ts";
import { lastBackupAt } from "../store/open-database.ts";
import type { Store } from "../store/store.ts";
import type { BatchRow } from "../store/work-store.ts";

/** What the home screen shows. */
export function homeView(desk: Desk, sync: SyncState): HomeView {
  const batches = desk.store.work.batches().map((row) => batchSummary(desk, row));
  return {
    person: { id: desk.me.person, name: desk.me.name, role: desk.me.role },
    depot: desk.depot.where,
    batches,
    next: nextAnswer(desk, batches),
    sync,
    outbox: desk.store.outbox.sets(),
    kept: { ...keptSafe(desk.store), protection: desk.dataKey.protection },
  };
}

/** What is kept on this laptop, and since when. */
export function keptSafe(store: Store): Omit<HomeView["kept"], "protection"> {
  const { recordings, bytes } = store.media.totalHere();
  return { ...store.marks.totals(), lastBackupAt: lastBackupAt(store.home), recordings, vaultBytes: bytes };
}

export function batchSummary(desk: Pick<Desk, "store">, row: BatchRow): BatchSummary {
  const campaign = campaignOf(desk, row.batch);
  const answers = desk.store.work.answersOf(row.batch);
  const outlines = desk.store.marks.outlinesOf(row.batch);
  const states = answers.map((answer) => markStateOf(outlines.get(answer.id)!, campaign.rules, campaign.scale));
  const marked = states.filter((state) => state === "marked").length;
  const recordings = answers.map((answer) => desk.store.media.get(answer.recording)!);
  const here = recordings.filter((media) => media.state === "here");
  const started = [...outlines.values()].some((each) => each.score !== null || each.cannotScore !== null || each.evidence !== "" || each.noteCount > 0 || each.flagCount > 0);
  const sets = desk.store.outbox.setsOf(row.batch);
  return {
    batch: row.batch,
    campaignTitle: campaign.title,
    rounds: [...new Set(answers.map((answer) => answer.round))],
    due: row.due,
    answers: { total: answers.length, marked, flagged: [...outlines.values()].filter((each) => each.flagCount > 0).length },
    recordings: { total: recordings.length, here: here.length, totalBytes: sealedBytes(recordings), hereBytes: sealedBytes(here) },
    secondsLeft: answers.reduce((sum, answer, index) => sum + (states[index] === "marked" ? 0 : answer.durationSeconds), 0),
    state: stateOf(desk, row, { total: answers.length, marked, started, submitted: sets.length > 0 }),
    lastSet: sets.at(-1) ?? null,
  };
}

function stateOf(desk: Pick<Desk, "store">, row: BatchRow, work: { total: number; marked: number; started: boolean; submitted: boolean }): BatchSummary["state"] {
  if (submittedAtOf(desk, row.batch) !== null) return "submitted";
  if (work.submitted) return "reopened";
  if (work.total > 0 && work.marked === work.total) return "complete";
  return work.started ? "marking" : "not-started";
}

function sealedBytes(media: readonly { sealedBytes: number }[]): number {
  return media.reduce((sum, each) => sum + each.sealedBytes, 0);
}

/** The first answer that is not fully marked, in the order of work; one whose recording is here comes first. */
function nextAnswer(desk: Desk, batches: readonly BatchSummary[]): HomeView["next"] {
  let fallback: HomeView["next"] = null;
  for (const { batch, state } of batches) {
    if (state === "submitted") continue;
    const { rules, scale } = campaignOf(desk, batch);
    const outlines = desk.store.marks.outlinesOf(batch);
    for (const answer of desk.store.work.answersOf(batch)) {
      if (markStateOf(outlines.get(answer.id)!, rules, scale) === "marked") continue;
      const next = { answerId: answer.id, batch, candidate: answer.candidate, questionNumber: answer.questionNumber };
      if (desk.store.media.get(answer.recording)?.state === "here") return next;
      fallback ??= next;
    }
  }
  return fallback;
}
