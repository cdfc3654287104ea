import type { QueuePage, QueueSelection, QueueView } from "../../../src-shared/bridge/queue.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { behaviourNames, campaignOf, orderOf, submittedAtOf } from "../marking/marking.ts";

/** How long the queue is and what the filters would show; the rows come by the page. */
export function queueView(desk: Desk, selection: QueueSelection): Result<QueueView, Problem> {
  const { batch } = selection;
  if (!desk.store.work.batch(batch)) return err({ kind: "batch-not-found", batch });
  const campaign = campaignOf(desk, batch);
  const score = selection.score ?? campaign.rules.passMark;
  const counts = desk.store.queue.counts(batch, score);
  return ok({
    batch,
    campaignTitle: campaign.title,
    ...orderOf(desk, batch),
    scale: [...campaign.scale].sort((a, b) => a.value - b.value),
    passMark: campaign.rules.passMark,
    total: selection.search === "" ? counts[selection.filter] : desk.store.queue.total({ ...selection, score }),
    counts,
    marked: counts.all - counts.unmarked - counts.incomplete,
    submittedAt: submittedAtOf(desk, batch),
  });
}

/** Some rows of the queue, in the order of work. */
export function queuePage(desk: Desk, { offset, limit, ...selection }: QueueSelection & { offset: number; limit: number }): Result<QueuePage, Problem> {
  const { batch } = selection;
  if (!desk.store.work.batch(batch)) return err({ kind: "batch-not-found", batch });
  const campaign = campaignOf(desk, batch);
  const behaviours = behaviourNames(campaign);
  const rows = desk.store.queue.page({ ...selection, score: selection.score ?? campaign.rules.passMark }, orderOf(desk, batch).order, offset, limit);
  return ok({
    rows: rows.map((row) => {
      const { answerId, candidate, questionNumber, durationSeconds, secondsAllowed, watchedShare, recordingHere, withdrawn, savedAt } = row;
      // A withdrawal hides the marks that were made.
      const mark = withdrawn
        ? ({ score: null, cannotScore: false, state: "unmarked", flags: 0 } as const)
        : { score: row.score, cannotScore: row.cannotScore !== null, state: row.state, flags: row.flags };
      const answer = { answerId, candidate, questionNumber, durationSeconds, secondsAllowed, watchedShare, recordingHere, withdrawn, savedAt };
      return { ...answer, behaviour: behaviours.get(row.question) ?? "", ...mark };
    }),
  });
}
