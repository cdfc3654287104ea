import { MOST_LISTED, type CheckView } from "../../../src-shared/bridge/check.ts";
import type { QueueFilter } from "../../../src-shared/bridge/queue.ts";
import { leastWatchedShare } from "../../../src-shared/marking/completeness.ts";
import { DECLARATION } from "../../../src-shared/documents/moderation-set.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { behaviourNames, campaignOf, orderOf, stoppedOf } from "../marking/marking.ts";
import { practiceView } from "../marking/practice.ts";
import type { ListedAnswer } from "../store/queue-store.ts";
import { batchState } from "./home-view.ts";

/** What an assessor sees before handing a batch in, and of the sets handed in already. */
export function checkView(desk: Desk, batch: string): Result<CheckView, Problem> {
  const { work, queue, marks, outbox, withdrawals } = desk.store;
  const row = work.batch(batch);
  if (!row) return err({ kind: "batch-not-found", batch });
  const campaign = campaignOf(desk, batch);
  const behaviours = behaviourNames(campaign);
  const named = ({ answerId, candidate, question, questionNumber }: Pick<ListedAnswer, "answerId" | "candidate" | "question" | "questionNumber">) => ({ answerId, candidate, questionNumber, behaviour: behaviours.get(question)! });
  const counts = queue.counts(batch, campaign.rules.passMark);
  const first = (filter: QueueFilter) => queue.page({ batch, filter, score: campaign.rules.passMark, search: "" }, "candidate", 0, MOST_LISTED);
  const missing = queue.toDo(batch, orderOf(desk, batch).order, MOST_LISTED);
  const littleWatched = queue.littleWatched(batch, leastWatchedShare(campaign.rules), MOST_LISTED);
  const { total, marked } = queue.summary(batch);
  const distribution = queue.distribution(batch);
  const queries = desk.store.queries.open(batch);
  const withoutReply = queries.flatMap(({ answerId, reply }) => {
    const answer = reply.trim() === "" ? work.answer(answerId) : undefined;
    // What is not marked is missing already.
    return answer?.markState === "marked" ? [{ ...named({ ...answer, answerId }), what: "reply-missing" as const }] : [];
  });
  return ok({
    batch,
    campaignTitle: campaign.title,
    total,
    marked,
    missing: [...withoutReply, ...missing.flatMap((answer) => (answer.state === "marked" ? [] : [{ ...named(answer), what: answer.state }]))],
    flagged: first("flagged").map((answer) => ({ ...named(answer), flags: marks.flagsOf(answer.answerId) })),
    cannotScore: first("cannot-score").map((answer) => ({ ...named(answer), reason: answer.cannotScore ?? "" })),
    littleWatched: littleWatched.answers.map((answer) => ({ ...named(answer), watchedShare: answer.watchedShare, reason: answer.watchReason })),
    totals: { missing: total - marked + withoutReply.length, flagged: counts.flagged, cannotScore: counts["cannot-score"], littleWatched: littleWatched.total },
    withdrawals: withdrawals.of(batch),
    distribution: [...campaign.scale].sort((a, b) => a.value - b.value).map(({ value, label }) => ({ value, label, count: distribution.get(value) ?? 0 })),
    minimumWatchedShare: campaign.rules.minimumWatchedShare,
    declaration: DECLARATION,
    state: batchState(desk, batch, { total, marked }),
    stopped: stoppedOf(desk, batch),
    practice: practiceView(desk, batch),
    reopenedBecause: row.reopenedBecause,
    asked: new Set(queries.map((each) => each.answerId)).size,
    sets: outbox.setsOf(batch),
  });
}
