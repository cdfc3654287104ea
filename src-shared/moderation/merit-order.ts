import type { OutcomeCandidate, OutcomePlace } from "../documents/outcome.ts";
import { atOnce, eachInParts, type InParts } from "../in-parts.ts";
import { pointsOf } from "./exact-points.ts";
import { compareNames, countingOf, type CandidateFinals, type CountingRules, type Sums } from "./sums.ts";
import { tellApartInParts, type Ranking } from "./ties.ts";

/** Candidates whom the campaign's rules do not tell apart. */
export interface Tie {
  /** As they stand: in the lead's order where there is one, by reference where there is none. */
  candidates: string[];
  /** The place that they share, or that the first of them has. */
  rank: number;
  total: number;
  passed: boolean;
  /** Why a lead put them in this order; null where nobody did, and they share a place. */
  reason: string | null;
  /** There are places for some of them and not for all: a lead has to say who is first. */
  acrossLastPlace: boolean;
}

export interface Merit {
  /** In order of merit, who is incomplete last. */
  candidates: OutcomeCandidate[];
  /** In order of merit. */
  ties: Tie[];
}

/** Candidates gone through at once. */
const CANDIDATES_AT_ONCE = 500;

/**
 * Totals, who passes, and the order of merit: those who pass before those who do not, then by total, then by the behaviours that the campaign
 * names, then as a lead ranked them; who still cannot be told apart shares a place. `rankings` are in the order in which leads gave them. A tie
 * across the last place is given no place by chance: until a lead breaks it, all of it is on the reserve list.
 */
export function* orderOfMeritInParts(finals: readonly CandidateFinals[], campaign: CountingRules, rankings: readonly Ranking[]): InParts<Merit> {
  const { sumsOf } = countingOf(campaign);
  const sums: Sums[] = [];
  yield* eachInParts(finals, CANDIDATES_AT_ONCE, (each) => sums.push(sumsOf(each)));
  const placed = yield* tellApartInParts(sums.filter((each) => each.complete), campaign, rankings);
  const { places } = campaign.rules;
  const candidates: OutcomeCandidate[] = [];
  const ties: Tie[] = [];
  yield* eachInParts(placed, CANDIDATES_AT_ONCE, ({ members, reason, tie }) => {
    const rank = candidates.length + 1;
    const last = candidates.length + members.length;
    const [first] = members;
    const acrossLastPlace = first!.passed && places !== null && members.length > 1 && rank <= places && places < last;
    for (const member of members) candidates.push(told(member, placeOf(member.passed, places, last), rank, reason.get(member.candidate) ?? null));
    if (tie && tie.first) ties.push({ candidates: tie.candidates, rank, total: pointsOf(first!.total), passed: first!.passed, reason: tie.reason, acrossLastPlace });
  });
  const incomplete = sums.filter((each) => !each.complete).sort((a, b) => compareNames(a.candidate, b.candidate));
  yield* eachInParts(incomplete, CANDIDATES_AT_ONCE, (each) => candidates.push(told(each, "incomplete", null, null)));
  return { candidates, ties };
}

/** The same in one piece. */
export function orderOfMerit(...asked: Parameters<typeof orderOfMeritInParts>): Merit {
  return atOnce(orderOfMeritInParts(...asked));
}

/** `last`: the place that whoever is worst among those sharing this one would have. */
function placeOf(passed: boolean, places: number | null, last: number): OutcomePlace {
  if (!passed) return "not-passed";
  if (places === null) return "passed";
  return last <= places ? "offer" : "reserve";
}

function told({ candidate, behaviours, total, passed }: Sums, place: OutcomePlace, rank: number | null, tieReason: string | null): OutcomeCandidate {
  return {
    candidate,
    behaviours: behaviours.map((each) => ({
      behaviour: each.behaviour,
      total: pointsOf(each.sum),
      mean: each.answers === 0 || each.missing > 0 ? null : pointsOf(each.sum / each.answers),
      passed: each.passed,
    })),
    total: pointsOf(total),
    passed,
    place,
    rank,
    tieReason,
  };
}
