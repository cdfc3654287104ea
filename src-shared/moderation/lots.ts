/** A lot that depends on the seed of a draw and the name alone, and that nobody can choose: lots are compared as texts. */
export type Lot = (name: string) => string;

export function inLotOrder<T>(things: readonly T[], lotOf: (thing: T) => string): T[] {
  const lots = new Map(things.map((thing) => [thing, lotOf(thing)]));
  return [...lots.keys()].sort((a, b) => (lots.get(a)! < lots.get(b)! ? -1 : 1));
}

/**
 * Puts what somebody gets among what they have: each at the place that its lot has among the others' lots, whatever order those stand in. Nothing tells
 * then from its place why it came.
 */
export function placeAmong<T>(kept: readonly T[], gained: readonly T[], lotOf: (thing: T) => string): T[] {
  const lots = kept.map(lotOf).sort();
  const placed = inLotOrder(gained, lotOf).map((each) => ({ each, place: lots.filter((lot) => lot < lotOf(each)).length }));
  return [...kept.flatMap((each, index) => [...placed.filter(({ place }) => place === index).map((one) => one.each), each]), ...placed.filter(({ place }) => place === kept.length).map((one) => one.each)];
}
