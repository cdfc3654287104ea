import { useQueryClient } from "@tanstack/react-query";
import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { useGo } from "../../route.ts";

/** Opens a batch where there is something to do in it; where nothing is left, on its check page. */
export function useOpenBatch(home: HomeView): (batch: string) => Promise<void> {
  const client = useBridge();
  const queryClient = useQueryClient();
  const go = useGo();
  return async (batch) => {
    if (home.next?.batch === batch) return go({ screen: "review", answerId: home.next.answerId });
    const check = await queryClient.fetchQuery(bridgeQuery(client, "check.view", { batch })).catch(() => null);
    const first = check?.missing[0];
    go(first ? { screen: "review", answerId: first.answerId } : { screen: "check", batch });
  };
}
