import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { QueueRow, QueueSelection } from "../../../src-shared/bridge/queue.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { queuePageQuery, ROWS_PER_PAGE } from "./queue-page-query.ts";

/**
 * The rows from `first` to `last`, fetched page by page as they come into view. One request after the other, always
 * for what is in view by then: whoever scrolls past thousands of rows does not wait for all of them.
 */
export function useQueueRows(selection: QueueSelection, first: number, last: number): (index: number) => QueueRow | undefined {
  const client = useBridge();
  const queryClient = useQueryClient();
  const wanted = pagesBetween(first, last);
  const [asked, setAsked] = useState(wanted);
  const results = useQueries({ queries: asked.map((page) => queuePageQuery(client, selection, page * ROWS_PER_PAGE)) });
  const busy = results.some((each) => each.isFetching);
  const behind = wanted.join() !== asked.join();
  useEffect(() => {
    if (!busy && behind) setAsked(pagesBetween(first, last));
  }, [busy, behind, first, last]);

  return (index) => {
    const page = Math.floor(index / ROWS_PER_PAGE);
    const data = results[asked.indexOf(page)]?.data ?? queryClient.getQueryData(queuePageQuery(client, selection, index).queryKey);
    return data?.rows[index % ROWS_PER_PAGE];
  };
}

function pagesBetween(first: number, last: number): number[] {
  const from = Math.floor(first / ROWS_PER_PAGE);
  return Array.from({ length: Math.floor(Math.max(first, last) / ROWS_PER_PAGE) - from + 1 }, (_, index) => from + index);
}
