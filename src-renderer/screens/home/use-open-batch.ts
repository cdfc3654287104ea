import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { useGo } from "../../route.ts";

/** Opens a batch where there is something to do in it; where nothing is left, on its check page. */
export function useOpenBatch(home: HomeView): (batch: string) => void {
  const go = useGo();
  return (batch) => {
    const next = home.batches.find((each) => each.batch === batch)?.next ?? null;
    go(next === null ? { screen: "check", batch } : { screen: "review", answerId: next });
  };
}
