import { useEffect } from "react";
import type { ReviewView } from "../../src-shared/bridge/review.ts";
import type { HomeView } from "../../src-shared/bridge/views.ts";
import { useBridge, useBridgeQuery } from "../bridge/bridge-context.tsx";
import { dataSize } from "../format/size.ts";
import { timeLeft } from "../format/time.ts";
import { usePreferences } from "../preferences/use-preferences.ts";

/** An answer that is looked at while its recording is not here: it is fetched before all others. Says how far that is. */
export function useAwaitedRecording({ answerId, recording, withdrawal = null }: Pick<ReviewView, "answerId" | "recording"> & Partial<Pick<ReviewView, "withdrawal">>) {
  const client = useBridge();
  const { data: home } = useBridgeQuery("home.view", {});
  const [{ fetchingPaused }, setPreferences] = usePreferences();
  const isAwaited = recording.state !== "here" && recording.state !== "removed" && withdrawal === null;
  useEffect(() => {
    // A wish that is not heard, as while the window closes, is no fault: the recording comes in its turn.
    if (isAwaited) client.request("sync.fetch-now", { answerId }).catch(() => undefined);
  }, [client, answerId, isAwaited]);
  return {
    words: waitingWords(answerId, home, fetchingPaused),
    resume: fetchingPaused ? () => setPreferences({ fetchingPaused: false }) : undefined,
  };
}

function waitingWords(answerId: number, home: HomeView | undefined, fetchingPaused: boolean): string {
  if (fetchingPaused) return "Fetching is paused. When you resume it, this recording comes first and opens here by itself.";
  const sync = home?.sync;
  if (sync?.kind === "waiting" || sync?.kind === "stopped") return "The depot cannot give it at the moment. This recording is the first to be fetched when it can, and opens here by itself.";
  const wished = sync?.kind === "fetching" && sync.wished?.answerId === answerId ? sync.wished : null;
  if (sync?.kind !== "fetching" || wished === null) return "It is fetched before all others, and opens here by itself.";
  const seconds = sync.bytesPerSecond ? (wished.totalBytes - wished.doneBytes) / sync.bytesPerSecond : null;
  return `It is coming: ${dataSize(wished.doneBytes)} of ${dataSize(wished.totalBytes)}${seconds === null ? "" : `, ${timeLeft(seconds)} left`}. It opens here by itself.`;
}
