import type { Stretch } from "./drift.ts";
import type { Estimate } from "./estimate.ts";
import type { Severity } from "./severity.ts";
import type { TimePerAnswer } from "./time-per-answer.ts";
import type { UseOfScale } from "./use-of-scale.ts";

/** All that is known of how one assessor marks. */
export interface AssessorQuality {
  assessor: string;
  /** All marks with a score. */
  marks: number;
  /** Those of answers that others marked too. */
  shared: number;
  severity: Severity;
  scale: Omit<UseOfScale, "assessor">;
  /** By how many points the deviation from the others changes over a hundred marks. */
  drift: Estimate;
  byMarks: Stretch[];
  byDay: Stretch[];
  /** How far the marks lie from definitive ones; null where none of the answers has one. */
  definitive: { answers: number; exact: number; difference: Estimate } | null;
  time: TimePerAnswer;
}
