import type { CampaignDefinition } from "../documents/campaign.ts";
import type { InParts } from "../in-parts.ts";
import { pointsOf } from "./exact-points.ts";
import { compareNames, type Sums } from "./sums.ts";

/** What a lead said of candidates with the same total: the better first, and why. */
export interface Ranking {
  candidates: readonly string[];
  reason: string;
}

/** Who shares a place, and why they stand where they do. */
export interface Placed {
  /** More than one only where nothing tells them apart. */
  members: Sums[];
  /** By candidate, in sentences; of those only who have the same total as somebody. */
  reason: Map<string, string>;
  /** Where the campaign's rules did not tell them apart; `first`: of those whom a lead did. */
  tie: { candidates: string[]; reason: string | null; first: boolean } | null;
}

/** Candidates told apart at once, unless more have the same total. */
const CANDIDATES_AT_ONCE = 500;

/** The best first. Whoever passes comes before whoever does not. */
export function* tellApartInParts(complete: readonly Sums[], campaign: Pick<CampaignDefinition, "behaviours" | "rules">, rankings: readonly Ranking[]): InParts<Placed[]> {
  const steps = campaign.rules.tieBreak.map((id) => ({ name: campaign.behaviours.find((each) => each.id === id)?.name ?? id, at: campaign.behaviours.findIndex((each) => each.id === id) }));
  const meansCount = campaign.rules.passBy === "behaviour";
  const sumOf = (sums: Sums, at: number) => sums.behaviours[at]?.sum ?? 0;
  const answersOf = (sums: Sums, at: number) => sums.behaviours[at]?.answers ?? 0;
  const byName = complete.toSorted((a, b) => compareNames(a.candidate, b.candidate));
  yield;
  const newestFirst = rankings.map((each) => ({ place: new Map(each.candidates.map((candidate, at) => [candidate, at])), reason: each.reason })).reverse();

  const byTotal = [true, false].flatMap((passed) => partition(byName.filter((each) => each.passed === passed), (each) => each.total));
  const placed: Placed[] = [];
  let sincePause = 0;
  for (const equal of byTotal) {
    for (const each of placedAmong(equal)) placed.push(each);
    sincePause += equal.length;
    if (sincePause < CANDIDATES_AT_ONCE) continue;
    sincePause = 0;
    yield;
  }
  return placed;

  function placedAmong(equal: Sums[]): Placed[] {
    const reason = new Map<string, string>();
    const say = (to: readonly Sums[], sentence: (own: Sums) => string) => {
      for (const each of to) reason.set(each.candidate, [reason.get(each.candidate), sentence(each)].filter(Boolean).join(" "));
    };
    if (equal.length === 1) return [{ members: equal, reason, tie: null }];
    say(equal, (own) => `Same total as ${others(equal, own)} (${rounded(own.total)}).`);
    let groups = [equal];
    for (const { name, at } of steps)
      groups = groups.flatMap((group) => {
        const parts = partition(group, (each) => sumOf(each, at));
        // What the rules look at elsewhere, too; a mean only where it says the same as the sums that are compared.
        const asMean = meansCount && answersOf(group[0]!, at) > 0 && group.every((each) => answersOf(each, at) === answersOf(group[0]!, at));
        if (parts.length > 1)
          parts.forEach((part, index) => {
            const where = between(parts.slice(0, index).flat(), parts.slice(index + 1).flat());
            say(part, (own) => `${where} by ${name} (${asMean ? `mean ${rounded(sumOf(own, at) / answersOf(own, at))}` : `sum ${rounded(sumOf(own, at))}`}).`);
          });
        return parts;
      });
    return groups.flatMap((group): Placed[] => {
      if (group.length === 1) return [{ members: group, reason, tie: null }];
      const ranking = rankingOf(group, newestFirst);
      if (!ranking) {
        say(group, (own) => `Cannot be told apart from ${others(group, own)}: they share a place.`);
        return [{ members: group, reason, tie: { candidates: group.map((each) => each.candidate), reason: null, first: true } }];
      }
      const inOrder = group.toSorted((a, b) => ranking.place.get(a.candidate)! - ranking.place.get(b.candidate)!);
      inOrder.forEach((each, index) => say([each], () => `${between(inOrder.slice(0, index), inOrder.slice(index + 1))} as a lead decided: ${ranking.reason}`));
      const tie = { candidates: inOrder.map((each) => each.candidate), reason: ranking.reason };
      return inOrder.map((each, index) => ({ members: [each], reason, tie: { ...tie, first: index === 0 } }));
    });
  }
}

/** The newest that is about these candidates counts, and only where it leaves none of them out: else who joined later would have no place in it. */
function rankingOf<R extends { place: ReadonlyMap<string, number> }>(group: readonly Sums[], newestFirst: readonly R[]): R | undefined {
  const about = newestFirst.find(({ place }) => group.filter((each) => place.has(each.candidate)).length >= 2);
  return about && group.every((each) => about.place.has(each.candidate)) ? about : undefined;
}

/** The highest first; within a part as they were. */
function partition(group: readonly Sums[], of: (sums: Sums) => number): Sums[][] {
  const parts = new Map<number, Sums[]>();
  for (const each of group) {
    const part = parts.get(of(each));
    if (part) part.push(each);
    else parts.set(of(each), [each]);
  }
  return [...parts].sort(([one], [other]) => other - one).map(([, part]) => part);
}

/** As many as a sentence carries. */
const MOST_NAMES = 3;

function others(group: readonly Sums[], own: Sums): string {
  return group.length - 1 > MOST_NAMES ? `${group.length - 1} others` : names(group.filter((each) => each !== own));
}

function names(of: readonly Sums[]): string {
  if (of.length > MOST_NAMES) return `${of.length} others`;
  const all = of.map((each) => each.candidate);
  return all.length === 1 ? all[0]! : `${all.slice(0, -1).join(", ")} and ${all.at(-1)}`;
}

function between(better: readonly Sums[], worse: readonly Sums[]): string {
  const parts = [...(worse.length > 0 ? [`ahead of ${names(worse)}`] : []), ...(better.length > 0 ? [`behind ${names(better)}`] : [])].join(" and ");
  return parts.charAt(0).toUpperCase() + parts.slice(1);
}

/** For people; what is compared is never rounded. */
function rounded(parts: number): string {
  return String(Math.round(pointsOf(parts) * 100) / 100);
}
