import type { InParts } from "../../../../src-shared/in-parts.ts";
import { breathe } from "../../drafts/read-draft.ts";

/** Does work in its parts, and lets whatever else waits come first in between. */
export async function inBreaths<T>(work: InParts<T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await breathe();
  }
}

/** Work that ends without a result as soon as what it rests on holds no more. */
export function* whileItHolds<T>(work: InParts<T>, holds: () => boolean): InParts<T | undefined> {
  while (holds()) {
    const step = work.next();
    if (step.done) return step.value;
    yield;
  }
  return undefined;
}
