import { useState } from "react";
import type { ModerationSelection } from "../../../src-shared/bridge/lead/moderation.ts";

/** One for each batch, for as long as the window is open: whoever comes back from another screen finds the list as it was. */
const left = new Map<string, ModerationSelection>();

/** What assessors practise on. */
export const PRACTICE_LIST = { filter: "practice", order: "candidate" } as const satisfies Omit<ModerationSelection, "batch">;

/** Has the work list of a batch begin with this selection, when it is opened next. */
export function chooseSelection(batch: string, selection: Omit<ModerationSelection, "batch">): void {
  left.set(batch, { batch, ...selection });
}

/** Which list the lead works through. */
export function useSelection(batch: string): [ModerationSelection, (change: Partial<ModerationSelection>) => void] {
  const [selection, setSelection] = useState<ModerationSelection>(() => left.get(batch) ?? { batch, filter: "to-settle", order: "gap" });
  return [
    selection,
    (change) => {
      const next = { ...selection, ...change };
      left.set(batch, next);
      setSelection(next);
    },
  ];
}
