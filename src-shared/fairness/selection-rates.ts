import { ratioInterval, shareInterval, type Count } from "./proportions.ts";

/** Whether one candidate was chosen, and which group they said to belong to; null where they did not say. */
export interface GroupedCandidate {
  group: string | null;
  chosen: boolean;
}

/**
 * One group. Of a suppressed one nothing but its name is told: with so few, numbers would speak of persons. `because`: it is small
 * itself, or its numbers would give away those of a small one as the rest of the whole.
 */
export type GroupRate =
  | { group: string; suppressed: "small" | "would-give-away" }
  | {
      group: string;
      suppressed: null;
      count: Count;
      /** Share of the group that was chosen, 0 to 1. */
      rate: number;
      rateCi95: [low: number, high: number];
      /** The rate over that of the group with the highest one; null for that group itself, and where nobody was chosen at all. */
      ratio: number | null;
      /** Above it is null where nothing bounds it. */
      ratioCi95: [low: number, high: number | null] | null;
      verdict: Verdict | null;
    };

/**
 * By the four-fifths rule (Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4 D). `below`: the whole interval lies
 * below four fifths; `may-be-below`: the ratio does, and the interval reaches over it; `not-below`: the ratio does not, and chance may still hide that it does.
 */
export type Verdict = "below" | "may-be-below" | "not-below";

export interface SelectionRates {
  /** In order of name. */
  groups: GroupRate[];
  /** With the highest rate of those shown: what the others are compared with. Null where fewer than two groups are shown. */
  highest: string | null;
  /** Who did not say, where telling gives nothing away; null where it would. */
  notSaid: number | null;
}

/** Fewer candidates than this are not shown: with so few, a rate speaks of persons. */
export const LEAST_IN_GROUP = 10;
const FOUR_FIFTHS = 0.8;

/** How groups fare against each other. Nobody is named, and no group of fewer than `least` is shown, nor can be worked out from those shown. */
export function selectionRates(candidates: readonly GroupedCandidate[], least = LEAST_IN_GROUP): SelectionRates {
  const counts = new Map<string | null, Count>();
  for (const { group, chosen } of candidates) {
    const count = counts.get(group) ?? { chosen: 0, of: 0 };
    counts.set(group, { chosen: count.chosen + Number(chosen), of: count.of + 1 });
  }
  const hidden = hiddenGroups(counts, least);
  const named = [...counts].flatMap(([group, count]) => (group === null ? [] : [{ group, count }])).sort((a, b) => (a.group < b.group ? -1 : a.group > b.group ? 1 : 0));
  const shown = named.filter(({ group }) => !hidden.has(group));
  // Of several with the same rate the largest: its rate is the one best known.
  const highest = shown.length < 2 ? undefined : [...shown].sort((a, b) => rateOf(b.count) - rateOf(a.count) || b.count.of - a.count.of)[0];
  return {
    groups: named.map(({ group, count }) => (hidden.has(group) ? { group, suppressed: count.of < least ? "small" : "would-give-away" } : shownGroup(group, count, highest))),
    highest: highest?.group ?? null,
    notSaid: hidden.has(null) ? null : (counts.get(null)?.of ?? 0),
  };
}

/**
 * Those that are small; and while all that is hidden together is fewer than `least`, or a single group, the smallest of the others too: the whole is known from the
 * outcome, and less what is shown it would tell.
 */
function hiddenGroups(counts: ReadonlyMap<string | null, Count>, least: number): Set<string | null> {
  const bySize = [...counts].sort(([, a], [, b]) => a.of - b.of);
  const hidden = new Set<string | null>(bySize.flatMap(([group, count]) => (count.of < least ? [group] : [])));
  if (hidden.size === 0) return hidden;
  for (const [group] of bySize) {
    const together = [...hidden].reduce((sum, each) => sum + counts.get(each)!.of, 0);
    if (hidden.size > 1 && together >= least) break;
    hidden.add(group);
  }
  return hidden;
}

function shownGroup(group: string, count: Count, highest: { group: string; count: Count } | undefined): GroupRate {
  const own = { group, suppressed: null, count, rate: rateOf(count), rateCi95: shareInterval(count) } as const;
  if (!highest || highest.group === group || highest.count.chosen === 0) return { ...own, ratio: null, ratioCi95: null, verdict: null };
  const ratio = rateOf(count) / rateOf(highest.count);
  const ratioCi95 = ratioInterval(count, highest.count);
  const isBelow = ratioCi95[1] !== null && ratioCi95[1] < FOUR_FIFTHS;
  return { ...own, ratio, ratioCi95, verdict: isBelow ? "below" : ratio < FOUR_FIFTHS ? "may-be-below" : "not-below" };
}

function rateOf({ chosen, of }: Count): number {
  return chosen / of;
}
