import type { BoardAssessor, BoardBatch, BoardBatchView, BoardPractice } from "../../../src-shared/bridge/lead/board.ts";
import { assertNever } from "../../../src-shared/result.ts";
import type { Tone } from "../../format/sync-words.ts";
import { points } from "../../format/points.ts";
import { number, plural, shortTime } from "../../format/time.ts";

/** What a batch needs next: a title, why, and what its button says; no button where there is nothing to do. */
export interface NextWords {
  title: string;
  why: string;
  action: string | null;
}

export function nextWords(batch: BoardBatch): NextWords {
  const { answers, assessors } = batch;
  switch (batch.next) {
    case "define":
      return { title: `${plural(batch.practice!.missing, "practice answer")} of ${batch.batch} ${batch.practice!.missing === 1 ? "has" : "have"} no definitive mark`, why: "Assessors practise on them, and wait for what leads agreed on.", action: "Record definitive marks" };
    case "send":
      return { title: `${plural(batch.practice!.unsent.marks, "definitive mark")} of ${batch.batch} ${batch.practice!.unsent.marks === 1 ? "is" : "are"} not with ${plural(batch.practice!.unsent.people, "assessor")} yet`, why: "They are sealed for who practises, and shown once an assessor's own mark stands.", action: "Send the definitive marks" };
    case "practice":
      return { title: `${plural(batch.practice!.waiting, "assessor")} of ${batch.batch} ${batch.practice!.waiting === 1 ? "waits" : "wait"} for you after practice`, why: "Their marks are further from the definitive ones than the campaign allows, or they have none to compare with. Open live marking with a reason, or stop their marking.", action: "Show who waits" };
    case "allocate":
      return assessors.total === 0
        ? { title: `Nobody marks ${batch.batch} yet`, why: `${plural(batch.candidates, "candidate")} with ${plural(answers.total, "answer")} wait to be allocated.`, action: "Allocate candidates" }
        : { title: `${plural(batch.candidatesInNeed, "candidate")} of ${batch.batch} ${batch.candidatesInNeed === 1 ? "needs" : "need"} an assessor`, why: "Nobody marks them, or one assessor is missing after a withdrawal or a stop.", action: "Allocate candidates" };
    case "settle":
      return { title: `${plural(answers.toSettle, "answer")} of ${batch.batch} ${answers.toSettle === 1 ? "is" : "are"} to be settled`, why: `${number(answers.marked)} of ${plural(answers.total, "answer")} have all their marks.`, action: "Settle answers" };
    case "overdue":
      return { title: `${plural(assessors.overdue, "assessor")} of ${batch.batch} ${assessors.overdue === 1 ? "is" : "are"} late`, why: "Give them another day, or pass their candidates on.", action: "Show who is late" };
    case "publish":
      return { title: `Everything of ${batch.batch} is settled`, why: "Look at the order of merit, and publish the outcome.", action: "Go to the outcome" };
    case "wait":
      return { title: `The assessors of ${batch.batch} are at work`, why: `${number(answers.marked)} of ${plural(answers.total, "answer")} have all their marks. There is nothing that you have to do.`, action: null };
    case "done":
      return { title: `The outcome of ${batch.batch} is published`, why: batch.outcome ? `Revision ${batch.outcome.revision}. Whatever changes since can be published with a reason.` : "", action: null };
    default:
      return assertNever(batch.next);
  }
}

/** In a word or two, for the table of all batches. */
export function nextTag(batch: BoardBatch): { tone: Tone; text: string } {
  switch (batch.next) {
    case "define":
      return { tone: "waiting", text: "practice to define" };
    case "send":
      return { tone: "waiting", text: "practice to send" };
    case "practice":
      return { tone: "waiting", text: `${number(batch.practice!.waiting)} after practice` };
    case "allocate":
      return { tone: "waiting", text: "to allocate" };
    case "settle":
      return { tone: "waiting", text: `${number(batch.answers.toSettle)} to settle` };
    case "overdue":
      return { tone: "bad", text: `${number(batch.assessors.overdue)} late` };
    case "publish":
      return { tone: "good", text: "ready to publish" };
    case "wait":
      return { tone: "busy", text: "being marked" };
    case "done":
      return { tone: "quiet", text: "published" };
    default:
      return assertNever(batch.next);
  }
}

export function assessorTag({ state, overdue }: BoardAssessor): { tone: Tone; text: string } {
  if (overdue) return { tone: "bad", text: "late" };
  switch (state) {
    case "not-started":
      return { tone: "quiet", text: "not started" };
    case "marking":
      return { tone: "busy", text: "marking" };
    case "handed-in":
      return { tone: "good", text: "handed in" };
    case "stopped":
      return { tone: "waiting", text: "stopped" };
    default:
      return assertNever(state);
  }
}

/** Up to when something is known of an assessor's work. */
export function asOfWords({ asOf }: BoardAssessor, now: Date): string {
  if (!asOf) return "nothing received yet";
  return asOf.from === "set" ? `handed in ${shortTime(asOf.at, now)}` : `so far, ${shortTime(asOf.at, now)}`;
}

/** Which assessors are shown. */
export const assessorFilters = {
  all: { label: "Everybody", holds: () => true },
  late: { label: "Late", holds: (each: BoardAssessor) => each.overdue },
  working: { label: "At work", holds: (each: BoardAssessor) => each.state === "marking" || each.state === "not-started" },
  "handed-in": { label: "Handed in", holds: (each: BoardAssessor) => each.state === "handed-in" },
  practice: { label: "Waiting after practice", holds: (each: BoardAssessor) => practiceWaits(each) },
  stopped: { label: "Stopped", holds: (each: BoardAssessor) => each.state === "stopped" },
} as const;
export type AssessorFilter = keyof typeof assessorFilters;

/** Whether live marking opens only by a lead. */
function practiceWaits({ practice, stopped }: BoardAssessor): boolean {
  return practice !== null && stopped === null && !practice.isLiveOpen && (practice.state === "outside" || practice.state === "awaiting");
}

/** Where somebody stands in the round of standardisation: a tag, and the figures. */
export function practiceWords({ state, answers, marked, compared, beyond, furthest, cumulative, tolerance, cumulativeTolerance, opened }: BoardPractice): { tone: Tone; text: string; figures: string } {
  const within = `${number(compared - beyond)} of ${number(compared)} within ${points(tolerance)}`;
  const figures = [compared === 0 ? "" : within, furthest > 0 ? `furthest ${points(furthest)}` : "", cumulative > cumulativeTolerance ? `a candidate's together ${points(cumulative)} of ${points(cumulativeTolerance)}` : ""].filter(Boolean).join("; ");
  switch (state) {
    case "none":
      return { tone: "quiet", text: "no practice", figures };
    case "to-mark":
      return { tone: "busy", text: "practising", figures: `${number(marked)} of ${plural(answers, "answer")} marked` };
    case "awaiting":
      return answers === 0 ? { tone: "waiting", text: "knows all of practice", figures: "nothing is left to practise on" } : { tone: "waiting", text: "awaits definitive marks", figures: `all ${number(answers)} marked` };
    case "to-compare":
      return { tone: "busy", text: "comparing", figures: figures === "" ? "nothing compared yet" : figures };
    case "outside":
      return { tone: "bad", text: "outside tolerance", figures };
    case "within":
      return { tone: "good", text: "within tolerance", figures };
    case "opened":
      return { tone: "good", text: "opened by a lead", figures: opened && figures !== "" ? figures : "without comparison" };
    default:
      return assertNever(state);
  }
}

/** “a-morgan, A. Morgan”; the id alone where the name is not known. */
export function personWords({ person, name }: { person: string; name: string }): string {
  return name === "" ? person : `${name} (${person})`;
}

/** Said of what was just decided on the board. */
export function sealedWords(decided: string): string {
  return `${decided} It is sealed here, and goes to the depot by itself.`;
}

/** The revision of somebody's allocation as it is shown: a change is decided on that. */
export function revisionsOf({ assessors }: BoardBatchView, people: readonly string[]): { person: string; revision: number }[] {
  return people.map((person) => ({ person, revision: assessors.find((each) => each.person === person)?.revision ?? 0 }));
}
