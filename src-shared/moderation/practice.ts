import type { CampaignRules } from "../documents/campaign.ts";

/** One answer of the round of standardisation, as far as it decides whether live marking opens. */
export interface PractisedAnswer {
  candidate: string;
  /** Whether the assessor's own mark has all that it needs. */
  complete: boolean;
  /** Null where nothing is scored, or where it cannot be. */
  score: number | null;
  /** What leads agreed on in advance; null where nothing is known of it. */
  definitive: number | null;
  /** Whether the assessor has seen it: from then on their own mark stands. */
  shown: boolean;
}

/**
 * `none`: nothing is practised, so that nothing is closed. `to-mark`: own marks are missing. `awaiting`: every own mark is there, and no definitive
 * one is. `to-compare`: there are definitive marks that were not looked at. `outside`: further from them than the campaign allows. `within`: not so.
 * `opened`: a lead opened live marking all the same.
 */
export const practiceStates = ["none", "to-mark", "awaiting", "to-compare", "outside", "within", "opened"] as const;
export type PracticeState = (typeof practiceStates)[number];

export interface Practice {
  state: PracticeState;
  answers: number;
  marked: number;
  /** Marks that were held against a definitive one. */
  compared: number;
  /** Of those: with exactly the definitive score, and further from it than the tolerance (or without a score). */
  exact: number;
  beyond: number;
  /** The largest sum of distances of one candidate. */
  cumulative: number;
}

/**
 * How far an assessor is with the round of standardisation, and whether live marking may begin. Every answer has to be within the campaign's
 * tolerance of its definitive mark, and each candidate's distances together within its cumulative tolerance. `answers` leaves out candidates
 * whom the assessor knows, but for what was compared of them; `practised` says whether any candidate was allocated for practice, those included.
 */
export function practiceOf(answers: readonly PractisedAnswer[], practised: boolean, opened: boolean, rules: Pick<CampaignRules, "tolerance" | "cumulativeTolerance">): Practice {
  const compared = answers.filter((each) => each.shown && each.definitive !== null);
  const distances = compared.map((each) => (each.score === null ? null : Math.abs(each.score - each.definitive!)));
  const sums = new Map<string, number>();
  for (const [index, { candidate }] of compared.entries()) sums.set(candidate, (sums.get(candidate) ?? 0) + (distances[index] ?? 0));
  const figures = {
    answers: answers.length,
    marked: answers.filter((each) => each.complete).length,
    compared: compared.length,
    exact: distances.filter((each) => each === 0).length,
    beyond: distances.filter((each) => each === null || each > rules.tolerance).length,
    cumulative: Math.max(0, ...sums.values()),
  };
  return { state: stateOf(), ...figures };

  function stateOf(): PracticeState {
    if (opened) return "opened";
    if (!practised) return "none";
    if (figures.marked < answers.length) return "to-mark";
    const known = answers.filter((each) => each.definitive !== null).length;
    // Also where the assessor knows everybody whom they were to practise on: a lead has to say how they go on.
    if (known === 0) return "awaiting";
    if (compared.length < known) return "to-compare";
    return figures.beyond > 0 || figures.cumulative > rules.cumulativeTolerance ? "outside" : "within";
  }
}

/** Whether answers of the live round can be marked. */
export function isLiveOpen(state: PracticeState): boolean {
  return state === "none" || state === "within" || state === "opened";
}
