import type { QueueFilter, QueueSelection } from "../../../src-shared/bridge/queue.ts";
import type { RowPlace } from "../../components/row-grid/row-grid.tsx";

/** Where somebody is in the queue of a batch. */
export interface QueuePlace extends RowPlace {
  filter: QueueFilter;
  /** What `below` and `above` compare with; null for the pass mark. */
  score: number | null;
  search: string;
}

/** One place for each batch, for as long as the window is open: whoever comes back from an answer goes on where they were. */
const places = new Map<string, QueuePlace>();

/** The place as it was left. With a filter that the way here asks for, the beginning of that list. */
export function queuePlaceOf(batch: string, filter: QueueFilter | undefined): QueuePlace {
  const left = places.get(batch);
  if (left && filter === undefined) return left;
  const place: QueuePlace = { filter: filter ?? "all", score: left?.score ?? null, search: "", activeIndex: 0, scrollTop: 0, leftByRow: false };
  places.set(batch, place);
  return place;
}

/** What the queue shows of its batch at a place. */
export function selectionAt(batch: string, { filter, score, search }: Pick<QueuePlace, "filter" | "score" | "search">): QueueSelection {
  return { batch, filter, score, search };
}
