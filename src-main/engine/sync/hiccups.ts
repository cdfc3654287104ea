/** After so many broken transfers with nothing new arriving in between, the depot counts as away; a single file is left for later. */
const MOST_HICCUPS = 3;
const FIRST_REST_MS = 1_000;

/** What a broken transfer means: try again after a rest, leave this file for later and rest, or the depot is away. */
export type Hiccup = "rest" | "file-stuck" | "depot-away";

/** Counts transfers that broke on the way, of each file and of all, since something new arrived. */
export function createHiccups() {
  /** How much of each file has ever come. */
  const furthest = new Map<string, number>();
  const broken = new Map<string, number>();
  const files = new Set<string>();
  let inARow = 0;
  return {
    /** A file is here up to `length` bytes. What only comes again, since it had to start over, is nothing new. */
    came(object: string, length: number): void {
      if (length <= (furthest.get(object) ?? 0)) return;
      furthest.set(object, length);
      broken.delete(object);
      files.clear();
      inARow = 0;
    },
    broke(object: string): Hiccup {
      inARow += 1;
      files.add(object);
      const times = (broken.get(object) ?? 0) + 1;
      broken.set(object, times);
      if (inARow >= MOST_HICCUPS && files.size > 1) return "depot-away";
      if (times < MOST_HICCUPS) return "rest";
      broken.delete(object);
      return "file-stuck";
    },
    /** Full jitter: `random` is from 0 up to 1. */
    restMs: (random: number) => random * FIRST_REST_MS * 2 ** Math.min(MOST_HICCUPS, inARow),
  };
}
