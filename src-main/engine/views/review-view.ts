import type { Mark, ReviewView } from "../../../src-shared/bridge/review.ts";
import { questionOf } from "../../../src-shared/documents/campaign.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { behaviourNames, campaignOf, orderOf, closedAtOf, stoppedOf } from "../marking/marking.ts";
import { comparisonOf, neighbours, practiceView } from "../marking/practice.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { isInVault } from "../vault/vault.ts";
import { asLeadsQuery } from "./leads-query.ts";
import { captionsOf } from "./recording-view.ts";

/** Everything that the review screen shows of one answer. */
export async function reviewView(desk: Desk, answerId: number): Promise<Result<ReviewView, Problem>> {
  const { work, marks, media, queue } = desk.store;
  const asked = work.answer(answerId);
  if (!asked) return err({ kind: "answer-not-found" });
  const isHere = media.get(asked.recording)?.state === "here" && (await isInVault(desk.store.home, media.get(asked.recording)!));
  const captionsHere = isHere ? await captionsOf(desk, asked) : [];

  // From here on all is of one moment: while files were read, something may have been marked, withdrawn or fetched.
  const answer = work.answer(answerId);
  if (!answer) return err({ kind: "answer-not-found" });
  const { state: recordingState, removed } = media.get(answer.recording)!;
  const isSame = answer.recording === asked.recording;
  const captions = isSame && !answer.withdrawn ? captionsHere : [];
  const campaign = campaignOf(desk, answer.batch);
  const { question, behaviour } = questionOf(campaign, answer);
  const behaviours = behaviourNames(campaign);
  const { order, orderIsFixed } = orderOf(desk, answer.batch);
  const around = neighbours(desk, answer, order);
  const { total, marked } = queue.summary(answer.batch);
  return ok({
    answerId,
    batch: answer.batch,
    campaignTitle: campaign.title,
    candidate: answer.candidate,
    round: answer.round,
    question: { ...question, number: answer.questionNumber },
    behaviour,
    scale: [...campaign.scale].sort((a, b) => a.value - b.value),
    rules: {
      passMark: campaign.rules.passMark,
      evidenceRequired: campaign.rules.evidenceRequired,
      minimumWatchedShare: campaign.rules.minimumWatchedShare,
    },
    secondsAllowed: answer.secondsAllowed,
    adjusted: answer.secondsAllowed > question.answerSeconds,
    recording: {
      state: removed ? "removed" : recordingState === "damaged" ? "damaged" : isHere && isSame && recordingState === "here" ? "here" : "not-here",
      removed,
      type: answer.type,
      durationSeconds: answer.durationSeconds,
      width: answer.width,
      height: answer.height,
      bytes: answer.bytes,
    },
    captions,
    mark: answer.withdrawn ? NOTHING_MARKED : markOf(desk, answer),
    withdrawal: desk.store.withdrawals.get(answer.batch, answer.candidate) ?? null,
    order,
    orderIsFixed,
    strip: work.answersOfCandidate(answer.batch, answer.candidate).map((each) => {
      const mark = each.withdrawn ? undefined : marks.get(each.id);
      return {
        answerId: each.id,
        questionNumber: each.questionNumber,
        behaviour: behaviours.get(each.question)!,
        score: mark?.score ?? null,
        cannotScore: mark?.cannotScore != null,
        state: each.withdrawn ? "unmarked" : each.markState,
        flagged: !each.withdrawn && each.flagCount > 0,
      };
    }),
    previous: around.previous,
    next: around.next,
    nextUnmarked: around.nextToDo,
    position: { index: around.index, total, marked },
    ofQuestion: queue.ofQuestion(answer),
    queries: answer.withdrawn ? [] : desk.store.queries.open(answer.batch).flatMap((query) => (query.answerId === answerId ? [asLeadsQuery(desk, query)] : [])),
    submittedAt: closedAtOf(desk, answer),
    stopped: stoppedOf(desk, answer.batch),
    practice: practiceView(desk, answer.batch),
    comparison: comparisonOf(desk, answer),
  });
}

const NOTHING_MARKED: Mark = { score: null, cannotScore: null, evidence: "", notes: [], indicators: [], flags: [], watched: [], watchReason: "", state: "unmarked", savedAt: null };

function markOf({ store: { marks } }: Desk, { id, markState }: AnswerRow): Mark {
  const mark = marks.get(id);
  return {
    score: mark?.score ?? null,
    cannotScore: mark?.cannotScore ?? null,
    evidence: mark?.evidence ?? "",
    notes: marks.notesOf(id),
    indicators: marks.indicatorsOf(id),
    flags: marks.flagsOf(id),
    watched: marks.watchedOf(id),
    watchReason: mark?.watchReason ?? "",
    state: markState,
    savedAt: mark?.savedAt ?? null,
  };
}
