import type { Cue, ReviewView } from "../../../src-shared/bridge/views.ts";
import { markStateOf } from "../../../src-shared/marking/completeness.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { secretName, type Desk } from "../desk.ts";
import { campaignOf, submittedAtOf } from "../marking/marking.ts";
import type { AnswerRow } from "../store/work-store.ts";
import { readCaptions } from "../vault/captions.ts";
import { isInVault, readFromVault } from "../vault/vault.ts";

/** Everything that the review screen shows of one answer. */
export async function reviewView(desk: Desk, answerId: number): Promise<Result<ReviewView, Problem>> {
  const { work, marks, media } = desk.store;
  const answer = work.answer(answerId);
  if (!answer) return err({ kind: "answer-not-found" });
  const recordingRow = media.get(answer.recording)!;
  const isHere = recordingRow.state === "here" && (await isInVault(desk.store.home, recordingRow));
  const captions = isHere ? await captionsOf(desk, answer) : [];

  const campaign = campaignOf(desk, answer.batch);
  const question = campaign.questions.find((each) => each.id === answer.question)!;
  const answers = work.answersOf(answer.batch);
  const outlines = marks.outlinesOf(answer.batch);
  const stateOf = (id: number) => markStateOf(outlines.get(id)!, campaign.rules, campaign.scale);
  const index = answers.findIndex((each) => each.id === answerId);
  const mark = marks.get(answerId);
  // From here on and then from the beginning: what is left behind is met again.
  const unmarked = [...answers.slice(index + 1), ...answers.slice(0, index)].find((each) => stateOf(each.id) !== "marked");
  const behaviourOf = (questionId: string) => {
    const asked = campaign.questions.find((each) => each.id === questionId)!;
    return campaign.behaviours.find((each) => each.id === asked.behaviour)!;
  };
  return ok({
    answerId,
    batch: answer.batch,
    campaignTitle: campaign.title,
    candidate: answer.candidate,
    round: answer.round,
    question: { ...question, number: answer.questionNumber },
    behaviour: behaviourOf(answer.question),
    scale: [...campaign.scale].sort((a, b) => a.value - b.value),
    rules: {
      passMark: campaign.rules.passMark,
      evidenceRequired: campaign.rules.evidenceRequired,
      minimumWatchedShare: campaign.rules.minimumWatchedShare,
    },
    secondsAllowed: answer.secondsAllowed,
    adjusted: answer.secondsAllowed > question.answerSeconds,
    recording: {
      state: isHere ? "here" : recordingRow.state === "damaged" ? "damaged" : "not-here",
      type: answer.type,
      durationSeconds: answer.durationSeconds,
      width: answer.width,
      height: answer.height,
      bytes: answer.bytes,
    },
    captions,
    mark: {
      score: mark?.score ?? null,
      cannotScore: mark?.cannotScore ?? null,
      evidence: mark?.evidence ?? "",
      notes: marks.notesOf(answerId),
      indicators: marks.indicatorsOf(answerId),
      flags: marks.flagsOf(answerId),
      watched: marks.watchedOf(answerId),
      state: stateOf(answerId),
      savedAt: mark?.savedAt ?? null,
    },
    strip: answers
      .filter((each) => each.candidate === answer.candidate)
      .map((each) => {
        const outline = outlines.get(each.id)!;
        return {
          answerId: each.id,
          questionNumber: each.questionNumber,
          behaviour: behaviourOf(each.question).name,
          score: outline.score,
          cannotScore: outline.cannotScore !== null,
          state: stateOf(each.id),
          flagged: outline.flagCount > 0,
        };
      }),
    previous: answers[index - 1]?.id ?? null,
    next: answers[index + 1]?.id ?? null,
    nextUnmarked: unmarked?.id ?? null,
    position: { index, total: answers.length, marked: answers.filter((each) => stateOf(each.id) === "marked").length },
    submittedAt: submittedAtOf(desk, answer.batch),
  });
}

async function captionsOf(desk: Desk, answer: AnswerRow): Promise<Cue[]> {
  const row = answer.captions === null ? undefined : desk.store.media.get(answer.captions);
  if (row?.state !== "here") return [];
  const text = await readFromVault(desk.store.home, row.object, desk.dataKey.unwrap(secretName.mediaKey(row.object), row.wrappedKey));
  return (text && readCaptions(text.toString("utf8"))) ?? [];
}
