import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { OutcomeSelection } from "../../../src-shared/bridge/lead/outcome.ts";
import type { BridgeClient } from "../../bridge/bridge-client.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { KEEP_PAGE_MS, ROWS_PER_PAGE } from "../../components/use-paged-rows.ts";

/** The page of rows that begins at `offset`. */
export function meritPageQuery(client: BridgeClient, selection: OutcomeSelection, offset: number) {
  return { ...bridgeQuery(client, "outcome.page", { ...selection, offset, limit: ROWS_PER_PAGE }), gcTime: KEEP_PAGE_MS };
}

/** What is on screen: the selection, and how much it has. The last one stays until there is something to show in its place. */
export function useMeritList(wanted: OutcomeSelection): { selection: OutcomeSelection; total: number } | null {
  const client = useBridge();
  const [shown, setShown] = useState(wanted);
  const next = useQuery(meritPageQuery(client, wanted, 0));
  const { data } = useQuery(meritPageQuery(client, shown, 0));
  if (shown !== wanted && next.data) setShown(wanted);
  return data ? { selection: shown, total: data.total } : null;
}
