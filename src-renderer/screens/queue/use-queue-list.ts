import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { QueueSelection, QueueView } from "../../../src-shared/bridge/queue.ts";
import { useBridge, useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { queuePageQuery } from "./queue-page-query.ts";

/** What is on screen: the selection, and how much it has. */
export interface QueueList {
  selection: QueueSelection;
  view: QueueView;
}

/**
 * The list for a selection. While another one is being fetched the last one stays, until there is something to show
 * in its place: nothing blinks. `row`: whose page is to be there when the list is first shown.
 */
export function useQueueList(wanted: QueueSelection, row: number): { list: QueueList | null; error: Error | null } {
  const [shown, setShown] = useState(wanted);
  const view = useBridgeQuery("queue.view", wanted);
  const page = useQuery(queuePageQuery(useBridge(), wanted, row));
  const shownView = useBridgeQuery("queue.view", shown);
  if (shown !== wanted && view.data && page.data) setShown(wanted);
  return { list: shownView.data ? { selection: shown, view: shownView.data } : null, error: view.error ?? page.error };
}
