/** One assessor marks one candidate. */
export interface Pair {
  candidate: string;
  assessor: string;
}

/** What a drawing starts from. */
export interface DrawingGround {
  candidates: readonly { candidate: string; answers: number }[];
  /** Who marks whom already: stays as it is, also of assessors who get no more. */
  kept: readonly Pair[];
  /** Who was to mark whom and does not, such as after a withdrawal: somebody else is to come in their place. */
  lost: readonly Pair[];
  /** Who else cannot mark whom. */
  barred: readonly Pair[];
}

/** Where everybody has several markers, pairs could be evened out for ever so little: after so many tries it is good enough. A number, not a time, so that every computer draws alike. */
const MOST_TRIES = 400_000;

export type Drawing = ReturnType<typeof startDrawing>;

/**
 * A drawing under way: who marks whom so far, how many each has, and how often any two mark a candidate together. Candidates and assessors
 * are in the order of their lots, which decides wherever evenness does not. Inside, everybody is their place in that order, so that tens of
 * thousands of candidates take a moment.
 */
export function startDrawing({ candidates, kept, lost, barred }: DrawingGround, assessors: readonly string[]) {
  const numberOf = new Map(candidates.map((each, index) => [each.candidate, index]));
  // Who gets no more comes after: they count for whom the others meet.
  const people = [...new Set([...assessors, ...kept.map((each) => each.assessor).sort()])];
  const placeOf = new Map(people.map((each, index) => [each, index]));
  const open = assessors.map((_, index) => index);
  const markers: number[][] = candidates.map(() => []);
  const barredFrom: Set<string>[] = candidates.map(() => new Set());
  const lostBy: Set<string>[] = candidates.map(() => new Set());
  const addedTo: Set<number>[] = people.map(() => new Set());
  const load = people.map(() => 0);
  const answers = people.map(() => 0);
  const together = new Uint32Array(people.length ** 2);
  /** The sum of the squares of how often each two meet: least where all pairs are even. */
  let unevenness = 0;
  let triesLeft = MOST_TRIES;

  const togetherOf = (one: number, other: number) => together[one * people.length + other]!;
  function meet(one: number, other: number, by: 1 | -1) {
    unevenness += 2 * by * togetherOf(one, other) + 1;
    together[one * people.length + other]! += by;
    together[other * people.length + one]! += by;
  }
  function put(candidate: number, assessor: number) {
    for (const other of markers[candidate]!) meet(assessor, other, 1);
    markers[candidate]!.push(assessor);
    load[assessor]! += 1;
    answers[assessor]! += candidates[candidate]!.answers;
  }
  function take(candidate: number, assessor: number) {
    markers[candidate]!.splice(markers[candidate]!.indexOf(assessor), 1);
    for (const other of markers[candidate]!) meet(assessor, other, -1);
    load[assessor]! -= 1;
    answers[assessor]! -= candidates[candidate]!.answers;
  }
  function add(candidate: number, assessor: number) {
    put(candidate, assessor);
    addedTo[assessor]!.add(candidate);
  }
  function move(candidate: number, from: number, to: number) {
    take(candidate, from);
    addedTo[from]!.delete(candidate);
    add(candidate, to);
  }
  const can = (candidate: number, assessor: number) => !markers[candidate]!.includes(assessor) && !barredFrom[candidate]!.has(people[assessor]!);
  /** How often this assessor marks together with those who mark a candidate, `without` one of them. */
  function met(candidate: number, assessor: number, without = assessor): number {
    let sum = 0;
    for (const each of markers[candidate]!) if (each !== assessor && each !== without) sum += togetherOf(each, assessor);
    return sum;
  }

  for (const { candidate, assessor } of [...barred, ...lost]) barredFrom[numberOf.get(candidate) ?? -1]?.add(assessor);
  for (const { candidate, assessor } of lost) lostBy[numberOf.get(candidate) ?? -1]?.add(assessor);
  for (const { candidate, assessor } of kept) {
    const number = numberOf.get(candidate);
    if (number !== undefined && !markers[number]!.includes(placeOf.get(assessor)!)) put(number, placeOf.get(assessor)!);
  }

  /** Swaps two assessors between two candidates where that makes the pairs more even. */
  function swapIfBetter(c1: number, a1: number, c2: number, a2: number): boolean {
    triesLeft -= 1;
    const before = unevenness;
    exchange(c1, a1, c2, a2);
    if (unevenness >= before) {
      exchange(c1, a2, c2, a1);
      return false;
    }
    addedTo[a1]!.delete(c1);
    addedTo[a2]!.delete(c2);
    addedTo[a1]!.add(c2);
    addedTo[a2]!.add(c1);
    return true;
  }
  function exchange(c1: number, a1: number, c2: number, a2: number) {
    take(c1, a1);
    take(c2, a2);
    put(c1, a2);
    put(c2, a1);
  }

  function swapAway(c1: number, a1: number): boolean {
    for (const a2 of open) {
      // Anything less would have to be made up for by the other candidate, which it hardly ever is.
      if (triesLeft <= 0) return false;
      if (a2 === a1 || !can(c1, a2) || met(c1, a2, a1) > met(c1, a1) - 2) continue;
      for (const c2 of addedTo[a2]!) if (can(c2, a1) && swapIfBetter(c1, a1, c2, a2)) return true;
    }
    return false;
  }

  /** Passes new candidates on, from one assessor to the next, until somebody who has too many has one less. False: it cannot be more even. */
  function relieve(): boolean {
    const least = Math.min(...open.map((each) => load[each]!));
    for (const from of open.filter((each) => load[each]! >= least + 2).sort((a, b) => load[b]! - load[a]!)) {
      const cameBy = new Map<number, { giver: number; candidate: number } | null>([[from, null]]);
      for (const giver of cameBy.keys()) {
        for (const taker of open) {
          if (cameBy.has(taker)) continue;
          const candidate = [...addedTo[giver]!].find((each) => can(each, taker));
          if (candidate === undefined) continue;
          cameBy.set(taker, { giver, candidate });
          if (load[taker]! > load[from]! - 2) continue;
          for (let to = taker, step = cameBy.get(to); step; to = step.giver, step = cameBy.get(to)) move(step.candidate, step.giver, to);
          return true;
        }
      }
    }
    return false;
  }

  return {
    markerCount: (candidate: string) => markers[numberOf.get(candidate)!]!.length,
    /** To how many this candidate was given, whether they still mark it or not. */
    givenTo(candidate: string): number {
      const number = numberOf.get(candidate)!;
      return new Set([...markers[number]!.map((each) => people[each]!), ...lostBy[number]!]).size;
    },
    /** Gives it to who has least, and of those to who has met its other assessors least. False: nobody can take it. */
    addBest(candidate: string): boolean {
      const number = numberOf.get(candidate)!;
      let best: number | undefined;
      for (const assessor of open) {
        if ((best !== undefined && load[assessor]! > load[best]!) || !can(number, assessor)) continue;
        const better = best === undefined || load[assessor]! - load[best]! || met(number, assessor) - met(number, best) || answers[assessor]! - answers[best]!;
        if (better === true || better < 0) best = assessor;
      }
      if (best !== undefined) add(number, best);
      return best !== undefined;
    },
    /** Makes the numbers of candidates as even as they can be. */
    evenLoads(): void {
      while (relieve());
    },
    /** Makes how often each two meet more even, as long as swapping two assessors does. Nobody gets more or fewer candidates. */
    evenPairs(): void {
      for (let isBetter = true; isBetter && triesLeft > 0; ) {
        isBetter = false;
        const least = Math.min(...open.map((one, index) => open.slice(index + 1).reduce((fewest, other) => Math.min(fewest, togetherOf(one, other)), Infinity)));
        for (const a1 of open)
          for (const c1 of [...addedTo[a1]!])
            if (markers[c1]!.some((each) => each !== a1 && togetherOf(each, a1) >= least + 2) && swapAway(c1, a1)) isBetter = true;
      }
    },
    added: (): Pair[] => open.flatMap((assessor) => [...addedTo[assessor]!].map((number) => ({ candidate: candidates[number]!.candidate, assessor: people[assessor]! }))),
  };
}
