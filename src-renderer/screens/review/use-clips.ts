import { useQuery, type QueryClient } from "@tanstack/react-query";
import type { Output } from "../../../src-shared/bridge/contract.ts";
import type { ReviewView } from "../../../src-shared/bridge/review.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery, bridgeQueryKey } from "../../bridge/bridge-queries.ts";
import type { Clip } from "../../player/clip.ts";

/** What the player is to play: nothing while the recording is not here, or is damaged. */
export function clipOf({ answerId, recording, captions, withdrawal }: ReviewView): Clip | null {
  if (recording.state !== "here" || withdrawal) return null;
  return { answerId, type: recording.type, sizeBytes: recording.bytes, cues: captions };
}

/** The recording that comes next, kept in step with the engine: it may be fetched, or found damaged, at any moment. */
export function useNextClip(answerId: number | null): Clip | null {
  const client = useBridge();
  const { data: view } = useQuery({ ...bridgeQuery(client, "review.view", { answerId: answerId ?? 0 }), enabled: answerId !== null });
  return answerId !== null && view ? clipOf(view) : null;
}

/** An answer that was read ahead: it is known while the screen still changes to it. */
export function viewAhead(queryClient: QueryClient, answerId: number): ReviewView | undefined {
  return queryClient.getQueryData<Output<"review.view">>(bridgeQueryKey("review.view", { answerId }));
}

/** Its recording, to be got ready meanwhile. */
export function clipAhead(queryClient: QueryClient, answerId: number): Clip | null {
  const view = viewAhead(queryClient, answerId);
  return view ? clipOf(view) : null;
}
