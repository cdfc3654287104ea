import type { CheckView } from "../../../src-shared/bridge/views.ts";
import { DECLARATION } from "../../../src-shared/documents/moderation-set.ts";
import { markStateOf } from "../../../src-shared/marking/completeness.ts";
import { watchedShare } from "../../../src-shared/marking/watched.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { campaignOf } from "../marking/marking.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { batchSummary } from "./home-view.ts";

/** What an assessor sees before handing a batch in, and of the sets handed in already. */
export function checkView(desk: Desk, batch: string): Result<CheckView, Problem> {
  const { work, marks, outbox } = desk.store;
  const row = work.batch(batch);
  if (!row) return err({ kind: "batch-not-found", batch });
  const campaign = campaignOf(desk, batch);
  const answers = work.answersOf(batch);
  const outlines = marks.outlinesOf(batch);
  const behaviourNames = new Map(campaign.questions.map((question) => [question.id, campaign.behaviours.find((each) => each.id === question.behaviour)!.name]));
  const named = (answer: AnswerRow) => ({
    answerId: answer.id,
    candidate: answer.candidate,
    questionNumber: answer.questionNumber,
    behaviour: behaviourNames.get(answer.question)!,
  });
  const { minimumWatchedShare } = campaign.rules;
  return ok({
    batch,
    campaignTitle: campaign.title,
    total: answers.length,
    marked: answers.filter((answer) => markStateOf(outlines.get(answer.id)!, campaign.rules, campaign.scale) === "marked").length,
    missing: answers.flatMap((answer) => {
      const what = markStateOf(outlines.get(answer.id)!, campaign.rules, campaign.scale);
      return what === "marked" ? [] : [{ ...named(answer), what }];
    }),
    flagged: answers.flatMap((answer) => (outlines.get(answer.id)!.flagCount === 0 ? [] : [{ ...named(answer), flags: marks.flagsOf(answer.id) }])),
    cannotScore: answers.flatMap((answer) => {
      const { cannotScore } = outlines.get(answer.id)!;
      return cannotScore === null ? [] : [{ ...named(answer), reason: cannotScore }];
    }),
    littleWatched: answers.flatMap((answer) => {
      if (outlines.get(answer.id)!.score === null) return [];
      const share = watchedShare(marks.watchedOf(answer.id), answer.durationSeconds);
      return share < minimumWatchedShare ? [{ ...named(answer), watchedShare: share }] : [];
    }),
    distribution: [...campaign.scale]
      .sort((a, b) => a.value - b.value)
      .map(({ value, label }) => ({ value, label, count: [...outlines.values()].filter((each) => each.score === value).length })),
    minimumWatchedShare,
    declaration: DECLARATION,
    state: batchSummary(desk, row).state,
    reopenedBecause: row.reopenedBecause,
    sets: outbox.setsOf(batch),
  });
}
