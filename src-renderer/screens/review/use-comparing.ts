import { useCallback, useRef } from "react";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { useSaveQueue } from "../../saving/save-context.tsx";

/** Comparing a practice answer with the leads' mark. `getReady` brings everything of the own mark to disk first. */
export function useComparing({ answerId, comparison, mark }: ReviewView, getReady: () => Promise<void>) {
  const queue = useSaveQueue();
  const { state, run } = useCommand("practice.compare");
  const asked = useRef<number | null>(null);
  // As it is on screen: what is still on its way to disk is there before the engine is asked.
  const canCompare = comparison?.state === "hidden" && mark.state === "marked";

  async function compare() {
    if (!canCompare || state.kind === "busy") return;
    await getReady();
    // What could not be saved would be lost: the message about it stands on the screen.
    if (queue.snapshot().unsaved.some((each) => each.input.answerId === answerId)) return;
    asked.current = answerId;
    await run({ answerId });
  }
  /** Once after this answer was compared here. */
  const takesFocus = useCallback(() => {
    const isHere = asked.current === answerId;
    asked.current = null;
    return isHere;
  }, [answerId]);
  return { state, compare, takesFocus, canCompare };
}
