import { z } from "zod";

/**
 * What is open about a mark: nothing given yet, the written evidence, the reason why it was scored with less watched
 * than the campaign asks for, or nothing any more.
 */
export const markState = z.enum(["unmarked", "evidence-missing", "watch-reason-missing", "marked"]);
export type MarkState = z.infer<typeof markState>;

/** Recordings end a little before their last frame is reported, and nobody should have to explain that. */
export const FULLY_WATCHED_SHARE = 0.97;
/** An answer that uses less than this share of the time allowed is a short one. */
export const SHORT_ANSWER_SHARE = 1 / 3;

export interface MarkFacts {
  score: number | null;
  cannotScore: string | null;
  evidence: string;
  noteCount: number;
  /** From 0 to 1. */
  watchedShare: number;
  /** Why it was scored with less watched than the campaign asks for; empty where none was given. */
  watchReason: string;
}

/**
 * Whether a mark is complete. A score needs written evidence where the campaign asks for it: the evidence text, or
 * at least one time-coded note. It needs a reason where less was watched than the campaign asks for.
 * "Cannot be scored" carries its own reason.
 */
export function markStateOf(
  mark: MarkFacts,
  rules: { evidenceRequired: boolean; minimumWatchedShare: number },
  /** The campaign's points: a score that a later revision dropped is none. */
  scale?: readonly { value: number }[],
): MarkState {
  if (mark.cannotScore !== null) return "marked";
  if (mark.score === null || scale?.some((point) => point.value === mark.score) === false) return "unmarked";
  const hasEvidence = mark.evidence.trim() !== "" || mark.noteCount > 0;
  if (rules.evidenceRequired && !hasEvidence) return "evidence-missing";
  return needsWatchReason(mark.watchedShare, rules) && mark.watchReason.trim() === "" ? "watch-reason-missing" : "marked";
}

/** Whether a score asks for a reason because too little was watched. */
export function needsWatchReason(share: number, rules: { minimumWatchedShare: number }): boolean {
  return share < leastWatchedShare(rules);
}

/** The share from which on nothing has to be explained. */
export function leastWatchedShare({ minimumWatchedShare }: { minimumWatchedShare: number }): number {
  return Math.min(minimumWatchedShare, FULLY_WATCHED_SHARE);
}
