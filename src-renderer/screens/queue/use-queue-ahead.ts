import { useQueryClient } from "@tanstack/react-query";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { queuePageQuery } from "./queue-page-query.ts";
import { queuePlaceOf, selectionAt } from "./queue-place.ts";

/** For a button that opens the queue: what the screen begins with is read once somebody points at it or reaches it by key. */
export function useQueueAhead(batch: string): { onFocus: () => void; onPointerEnter: () => void } {
  const client = useBridge();
  const queryClient = useQueryClient();
  const read = () => {
    const place = queuePlaceOf(batch, undefined);
    const selection = selectionAt(batch, place);
    void queryClient.prefetchQuery(bridgeQuery(client, "queue.view", selection));
    void queryClient.prefetchQuery(queuePageQuery(client, selection, place.activeIndex));
  };
  return { onFocus: read, onPointerEnter: read };
}
