import type { PracticeView } from "../../src-shared/bridge/practice.ts";
import { assertNever } from "../../src-shared/result.ts";
import { points } from "./points.ts";
import { plural } from "./time.ts";

/** "Practice: 3 of 6 compared"; before that, how many are marked. */
export function practiceProgress({ answers, marked, compared }: PracticeView): string {
  return `Practice: ${compared === 0 && marked < answers ? `${marked} of ${answers} marked` : `${compared} of ${answers} compared`}`;
}

/** "Within 1 of the leads’ marks on 4 of 5." */
export function practiceResult({ tolerance, compared, beyond }: PracticeView): string {
  return `${tolerance === 0 ? "The same as the leads’ marks" : `Within ${points(tolerance)} of the leads’ marks`} on ${compared - beyond} of ${compared}.`;
}

/** "You gave 4, the leads 5: 1 apart". */
export function distanceWords(own: number | null, definitive: number): string {
  if (own === null) return `You gave no score, the leads gave ${points(definitive)}`;
  if (own === definitive) return `You and the leads both gave ${points(own)}`;
  return `You gave ${points(own)}, the leads ${points(definitive)}: ${points(Math.abs(own - definitive))} apart`;
}

/** Why live marking is closed, and what opens it. Empty while it is open. */
export function closedWords({ state, answers, marked, compared, beyond, tolerance, cumulative, cumulativeTolerance }: PracticeView): string {
  switch (state) {
    case "to-mark":
      return `It opens when your practice answers are marked and compared with the leads’ marks: ${marked} of ${plural(answers, "answer")} ${marked === 1 ? "is" : "are"} marked.`;
    case "to-compare":
      return `It opens when your practice answers are compared with the leads’ marks: ${compared} of ${answers} ${compared === 1 ? "is" : "are"}.`;
    case "awaiting":
      return answers === 0
        ? "You withdrew from everybody whom you were to practise on. Speak to your team lead, who can open live marking for you."
        : "Your practice answers are marked. The leads’ marks of them come with a later synchronising; then you compare yours with them.";
    case "outside": {
      const why = beyond > 0 ? `${plural(beyond, "mark")} lay further than ${points(tolerance)} from the leads’` : `one candidate’s marks lay ${points(cumulative)} from the leads’ in all, and ${points(cumulativeTolerance)} are allowed`;
      return `In practice ${why}. Your marks are safe, and your team lead sees them after the next synchronising; speak to them, and they open live marking.`;
    }
    case "none":
    case "within":
    case "opened":
      return "";
    default:
      return assertNever(state);
  }
}
