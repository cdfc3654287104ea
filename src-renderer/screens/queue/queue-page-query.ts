import type { QueueSelection } from "../../../src-shared/bridge/queue.ts";
import type { BridgeClient } from "../../bridge/bridge-client.ts";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { KEEP_PAGE_MS, ROWS_PER_PAGE } from "../../components/use-paged-rows.ts";

/** The page of rows that `row` lies in. */
export function queuePageQuery(client: BridgeClient, selection: QueueSelection, row: number) {
  const offset = Math.floor(row / ROWS_PER_PAGE) * ROWS_PER_PAGE;
  // Only two filters ask for a score; another one must not make the same rows be fetched twice.
  const score = comparesScore(selection) ? selection.score : null;
  return { ...bridgeQuery(client, "queue.page", { ...selection, score, offset, limit: ROWS_PER_PAGE }), gcTime: KEEP_PAGE_MS };
}

export function comparesScore({ filter }: Pick<QueueSelection, "filter">): boolean {
  return filter === "below" || filter === "above";
}
