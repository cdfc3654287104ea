import type { Basis } from "../documents/decisions.ts";
import type { StandingState } from "./standing.ts";

/** What screens and exports call the ways in which a final score comes about. */
export const basisWords: Record<Basis, string> = {
  agreed: "Agreed",
  combined: "By the campaign's rule",
  adjudicated: "A lead's decision",
  single: "The one mark stands",
};

/** Where moderation of an answer stands. */
export const stateWords: Record<StandingState, string> = {
  unallocated: "Nobody marks it",
  waiting: "Marks still to come",
  asked: "Sent back",
  "to-settle": "To settle",
  agreed: "Agreed",
  settled: "Settled",
  defined: "Agreed in advance",
};

/** In the middle of a sentence. */
export function midSentence(words: string): string {
  return words.charAt(0).toLowerCase() + words.slice(1);
}
