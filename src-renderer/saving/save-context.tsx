import type { QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useState, useSyncExternalStore, type ReactNode } from "react";
import type { Output } from "../../src-shared/bridge/contract.ts";
import type { ReviewView } from "../../src-shared/bridge/review.ts";
import type { BridgeClient } from "../bridge/bridge-client.ts";
import { useBridgeQuery } from "../bridge/bridge-context.tsx";
import { bridgeQueryKey } from "../bridge/bridge-queries.ts";
import type { ModerationView } from "../../src-shared/bridge/lead/moderation.ts";
import { withLeadWrites, type LeadWrite } from "./lead-write.ts";
import { withWrites, type MarkWrite } from "./mark-write.ts";
import { createSaveQueue, type SaveQueue, type SaveSnapshot } from "./save-queue.ts";
import { createScoreHistory, type ScoreHistory } from "./score-history.ts";
import { isLeadWrite, isMarkWrite, isQuiet } from "./write.ts";

const SaveContext = createContext<SaveQueue | null>(null);
const ScoreHistoryContext = createContext<ScoreHistory | null>(null);

/** The one queue of this window. It outlives every screen, so leaving an answer never drops what was typed in it. */
export function createSaving(client: BridgeClient, queryClient: QueryClient): SaveQueue {
  return createSaveQueue({
    send: (write) => client.request(write.name, write.input),
    onSaved: (write, savedAt) => (isLeadWrite(write) ? keepInModeration(queryClient, write, savedAt) : keepInView(queryClient, write, savedAt)),
    onFault: (fault) => console.error(fault),
  });
}

function keepInView(queryClient: QueryClient, write: MarkWrite, savedAt: string) {
  const queryKey = bridgeQueryKey("review.view", { answerId: write.input.answerId });
  // A fetch that began before this commit would bring the older value back.
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Output<"review.view">>(queryKey, (view) => {
    if (!view) return view;
    const changed = withWrites(view, [write], new Date(savedAt));
    return isQuiet(write) ? changed : { ...changed, mark: { ...changed.mark, savedAt } };
  });
  void queryClient.invalidateQueries({ queryKey });
}

/** The same of what a lead types. */
function keepInModeration(queryClient: QueryClient, write: LeadWrite, savedAt: string) {
  const queryKey = bridgeQueryKey("moderation.view", { answerId: write.input.answerId });
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Output<"moderation.view">>(queryKey, (view) => view && { ...withLeadWrites(view, [write]), savedAt });
  void queryClient.invalidateQueries({ queryKey });
}

/** Gives the screens the queue, and sends what waits when the window is hidden or closed. */
export function SaveProvider({ queue, children }: { queue: SaveQueue; children: ReactNode }) {
  const [history] = useState(createScoreHistory);
  useEffect(() => {
    const flush = () => void queue.flush();
    const flushIfHidden = () => void (document.visibilityState === "hidden" && flush());
    document.addEventListener("visibilitychange", flushIfHidden);
    window.addEventListener("pagehide", flush);
    window.addEventListener("blur", flush);
    return () => {
      document.removeEventListener("visibilitychange", flushIfHidden);
      window.removeEventListener("pagehide", flush);
      window.removeEventListener("blur", flush);
    };
  }, [queue]);
  return (
    <SaveContext value={queue}>
      <ScoreHistoryContext value={history}>{children}</ScoreHistoryContext>
    </SaveContext>
  );
}

/** The scores that were changed in this window; it outlives the screens, as the queue does. */
export function useScoreHistory(): ScoreHistory {
  const history = useContext(ScoreHistoryContext);
  if (!history) throw new Error("useScoreHistory needs a SaveProvider above it");
  return history;
}

export function useSaveQueue(): SaveQueue {
  const queue = useContext(SaveContext);
  if (!queue) throw new Error("useSaveQueue needs a SaveProvider above it");
  return queue;
}

export function useSaveSnapshot(): SaveSnapshot {
  const queue = useSaveQueue();
  return useSyncExternalStore(queue.subscribe, queue.snapshot);
}

/** The review of one answer, with everything in it that is on its way to disk. */
export function useReviewView(answerId: number): { view: ReviewView | undefined; error: Error | null } {
  const { data, error } = useBridgeQuery("review.view", { answerId });
  const { unsaved } = useSaveSnapshot();
  return { view: data && withWrites(data, unsaved.filter(isMarkWrite), new Date()), error };
}

/** One answer as the lead sees it, with everything of theirs that is on its way to disk. */
export function useModerationView(answerId: number): { view: ModerationView | undefined; error: Error | null } {
  const { data, error } = useBridgeQuery("moderation.view", { answerId });
  const { unsaved } = useSaveSnapshot();
  return { view: data && withLeadWrites(data, unsaved.filter(isLeadWrite)), error };
}
