import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { assertNever } from "../../../src-shared/result.ts";
import { plural } from "../../format/time.ts";
import { duration } from "./duration.ts";

export type FindingView = QualityView["findings"][number];

/** What stands out, in one sentence. Rounded to what matters in a talk with the assessor. */
export function findingWords(finding: FindingView): string {
  switch (finding.kind) {
    case "severity":
      return `${finding.assessor} marks ${points(finding.value)} ${finding.value < 0 ? "below" : "above"} the others (${span(finding.ci95)}).`;
    case "definitive":
      return `${finding.assessor} marks ${points(finding.value)} ${finding.value < 0 ? "below" : "above"} the definitive marks of ${plural(finding.answers, "seed")} (${span(finding.ci95)}).`;
    case "drift":
      return `${finding.assessor} has grown ${finding.value < 0 ? "stricter" : "more lenient"}: by ${points(finding.value)} in a hundred marks (${span(finding.ci95)}).`;
    case "one-score":
      return `${finding.assessor} gives ${finding.score} to ${whole(finding.share)} of the answers; the others to ${whole(finding.others)}.`;
    case "quick":
      return `${finding.assessor} takes ${duration(finding.seconds)} for an answer; most others take ${duration(finding.others)}.`;
    case "pair": {
      const [high, low] = finding.meanDifference > 0 ? [finding.first, finding.second] : [finding.second, finding.first];
      return `${high} marks ${points(finding.meanDifference)} above ${low} on the ${plural(finding.answers, "answer")} that both marked, more than either differs from the rest.`;
    }
    default:
      return assertNever(finding);
  }
}

/** Of whom it tells, for where to look. */
export function assessorOf(finding: FindingView): string {
  return finding.kind === "pair" ? finding.first : finding.assessor;
}

function points(value: number): string {
  const text = rounded(Math.abs(value), 1);
  return `${text} ${text === "1.0" ? "point" : "points"}`;
}

/** Without signs, since the sentence says which way it goes; an end beyond nought keeps its own. */
function span([low, high]: readonly [number, number]): string {
  const [near, far] = high <= 0 ? [-high, -low] : [low, high];
  return `${rounded(near, 1)} to ${rounded(far, 1)}`;
}

function whole(share: number): string {
  return `${Math.round(100 * share)}\u00a0%`;
}
