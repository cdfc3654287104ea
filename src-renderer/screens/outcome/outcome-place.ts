import type { OutcomeFilter } from "../../../src-shared/bridge/lead/outcome.ts";
import type { RowPlace } from "../../components/row-grid/row-grid.tsx";

/** Where somebody is in the order of merit of a batch. */
export interface OutcomePlaceOnScreen extends RowPlace {
  filter: OutcomeFilter;
  search: string;
}

/** One for each batch, for as long as the window is open: whoever comes back from an answer goes on where they were. */
const places = new Map<string, OutcomePlaceOnScreen>();

export function outcomePlaceOf(batch: string): OutcomePlaceOnScreen {
  const place = places.get(batch) ?? { filter: "all", search: "", activeIndex: 0, scrollTop: 0, leftByRow: false };
  places.set(batch, place);
  return place;
}
