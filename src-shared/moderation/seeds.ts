import type { Pair } from "./drawing.ts";
import { inLotOrder, type Lot } from "./lots.ts";

export interface SeedsAsked {
  /** Candidates all of whose answers have a definitive mark, and on whom nobody practises. */
  candidates: readonly { candidate: string; answers: number }[];
  /** Who gets seeds. */
  assessors: readonly string[];
  /** How many answers with definitive marks each is to have among their live ones, at least. */
  wanted: number;
  /** Who marks whom already. */
  kept: readonly Pair[];
  /** Who cannot mark whom. */
  barred: readonly Pair[];
  lot: Lot;
}

export interface SeedsDrawn {
  added: Pair[];
  /** How many answers of seeds each of the assessors has, those of before included. */
  answers: Map<string, number>;
}

/**
 * Draws which seeds are hidden among whose answers: each assessor gets seed candidates until they have as many answers of them as are wanted, or there
 * are no more. Who was given to fewest is given next, so that all are used alike and none becomes known; the lots decide what that leaves open, and the
 * order in which anything is given decides nothing.
 */
export function drawSeeds({ candidates, assessors, wanted, kept, barred, lot }: SeedsAsked): SeedsDrawn {
  const seeds = inLotOrder(candidates, (each) => lot(`candidate ${each.candidate}`));
  const people = inLotOrder([...new Set(assessors)], (each) => lot(`assessor ${each}`));
  const size = new Map(seeds.map((each) => [each.candidate, each.answers]));
  const taken = new Map(people.map((person) => [person, new Set<string>()]));
  const used = new Map(seeds.map((each) => [each.candidate, 0]));
  const answers = new Map(people.map((person) => [person, 0]));
  const added: Pair[] = [];

  function give({ candidate, assessor }: Pair) {
    used.set(candidate, used.get(candidate)! + 1);
    if (!taken.has(assessor)) return;
    taken.get(assessor)!.add(candidate);
    answers.set(assessor, answers.get(assessor)! + size.get(candidate)!);
  }
  for (const pair of kept) if (size.has(pair.candidate) && !taken.get(pair.assessor)?.has(pair.candidate)) give(pair);
  for (const { candidate, assessor } of barred) taken.get(assessor)?.add(candidate);

  let lacking = people;
  while (lacking.length > 0) {
    lacking = lacking.filter((assessor) => {
      if (answers.get(assessor)! >= wanted) return false;
      const free = seeds.filter((each) => !taken.get(assessor)!.has(each.candidate));
      const least = Math.min(...free.map((each) => used.get(each.candidate)!));
      const [next] = inLotOrder(free.filter((each) => used.get(each.candidate) === least), (each) => lot(`seed ${assessor} ${each.candidate}`));
      if (!next) return false;
      const pair = { candidate: next.candidate, assessor };
      added.push(pair);
      give(pair);
      return true;
    });
  }
  return { added, answers };
}
