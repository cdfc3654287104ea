import type { QueueFilter, QueueRow } from "../../../src-shared/bridge/queue.ts";
import { assertNever } from "../../../src-shared/result.ts";
import type { Tone } from "../../format/sync-words.ts";

/** How a filter is called beside its count. `score`: what `below` and `above` compare with. */
export function filterLabel(filter: QueueFilter, score: number): string {
  switch (filter) {
    case "all":
      return "All answers";
    case "unmarked":
      return "Unmarked";
    case "incomplete":
      return "Incomplete";
    case "flagged":
      return "Flagged";
    case "cannot-score":
      return "Cannot be scored";
    case "below":
      return `Scored below ${score}`;
    case "above":
      return `Scored above ${score}`;
    case "short":
      return "Short";
    case "not-watched":
      return "Not fully watched";
    case "withdrawn":
      return "Withdrawn";
    default:
      return assertNever(filter);
  }
}

/** What stands where the rows would, when there are none: what that means, in a sentence and a bit. */
export function emptyWords(filter: QueueFilter, score: number): { title: string; text: string } {
  switch (filter) {
    case "all":
      return { title: "This batch has no answers", text: "As soon as your team lead allocates candidates of it to you, they appear here." };
    case "unmarked":
      return { title: "Nothing is unmarked", text: "Every answer has a score, or a reason why it has none." };
    case "incomplete":
      return { title: "Nothing is incomplete", text: "Every score has its evidence, and a reason where too little was watched." };
    case "flagged":
      return { title: "Nothing is flagged", text: "Flags that you raise on an answer show here, and go to your team lead with your marks." };
    case "cannot-score":
      return { title: "Every answer could be scored", text: "Answers of which you say that they cannot be scored show here with your reason." };
    case "below":
      return { title: `No score is below ${score}`, text: "You can choose another score to compare with." };
    case "above":
      return { title: `No score is above ${score}`, text: "You can choose another score to compare with." };
    case "short":
      return { title: "No answer is short", text: "Answers that use less than a third of the time allowed show here." };
    case "not-watched":
      return { title: "Everything is fully watched", text: "Recordings that you played only in part, or not yet, show here." };
    case "withdrawn":
      return { title: "You withdrew from no candidate", text: "Where you know a candidate, say so on one of the answers: you then mark none of them." };
    default:
      return assertNever(filter);
  }
}

/** What is open about an answer, in a few words. */
export function rowState(row: QueueRow): { tone: Tone; text: string } {
  if (row.withdrawn) return { tone: "quiet", text: "withdrawn" };
  if (row.cannotScore) return { tone: "good", text: "cannot be scored" };
  switch (row.state) {
    case "unmarked":
      return { tone: "quiet", text: "unmarked" };
    case "evidence-missing":
      return { tone: "waiting", text: "evidence missing" };
    case "watch-reason-missing":
      return { tone: "waiting", text: "say why little watched" };
    case "marked":
      return { tone: "good", text: "marked" };
    default:
      return assertNever(row.state);
  }
}
