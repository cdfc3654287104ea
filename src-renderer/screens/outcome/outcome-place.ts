import type { OutcomeFilter } from "../../../src-shared/bridge/lead/outcome.ts";

/** Where somebody is in the order of merit of a batch. */
export interface OutcomePlaceOnScreen {
  filter: OutcomeFilter;
  search: string;
  /** The row that the keys move, counted from 0. */
  activeIndex: number;
  scrollTop: number;
}

/** One for each batch, for as long as the window is open: whoever comes back from an answer goes on where they were. */
const places = new Map<string, OutcomePlaceOnScreen>();

export function outcomePlaceOf(batch: string): OutcomePlaceOnScreen {
  const place = places.get(batch) ?? { filter: "all", search: "", activeIndex: 0, scrollTop: 0 };
  places.set(batch, place);
  return place;
}
