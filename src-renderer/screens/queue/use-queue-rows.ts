import type { QueueRow, QueueSelection } from "../../../src-shared/bridge/queue.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { usePagedRows } from "../../components/use-paged-rows.ts";
import { queuePageQuery } from "./queue-page-query.ts";

/** The rows from `first` to `last`, as they come into view. */
export function useQueueRows(selection: QueueSelection, first: number, last: number): (index: number) => QueueRow | undefined {
  const client = useBridge();
  return usePagedRows((offset) => queuePageQuery(client, selection, offset), first, last);
}
