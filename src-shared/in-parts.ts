/** Work that pauses now and then, so that whoever runs it can let others come first. */
export type InParts<T> = Generator<undefined, T, undefined>;

/** Does it in one piece. */
export function atOnce<T>(work: InParts<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}

/** Goes through a list, pausing after every `count` of it: few enough that whoever works in between does not notice. */
export function* eachInParts<T>(list: readonly T[], count: number, act: (each: T, index: number) => void): InParts<void> {
  for (const [index, each] of list.entries()) {
    if (index > 0 && index % count === 0) yield;
    act(each, index);
  }
}
