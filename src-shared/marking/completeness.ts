import { z } from "zod";

/** What is open about a mark: nothing given yet, the written evidence, or nothing any more. */
export const markState = z.enum(["unmarked", "evidence-missing", "marked"]);
export type MarkState = z.infer<typeof markState>;

/**
 * Whether a mark is complete. A score needs written evidence where the campaign asks for it: the evidence text, or
 * at least one time-coded note. "Cannot be scored" carries its own reason.
 */
export function markStateOf(
  mark: { score: number | null; cannotScore: string | null; evidence: string; noteCount: number },
  rules: { evidenceRequired: boolean },
  /** The campaign's points: a score that a later revision dropped is none. */
  scale?: readonly { value: number }[],
): MarkState {
  if (mark.cannotScore !== null) return "marked";
  if (mark.score === null || scale?.some((point) => point.value === mark.score) === false) return "unmarked";
  const hasEvidence = mark.evidence.trim() !== "" || mark.noteCount > 0;
  return rules.evidenceRequired && !hasEvidence ? "evidence-missing" : "marked";
}
