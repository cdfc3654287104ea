import { useQuery, type QueryClient } from "@tanstack/react-query";
import type { Output } from "../../../src-shared/bridge/contract.ts";
import type { ReviewView } from "../../../src-shared/bridge/views.ts";
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

/** The recording of an answer whose view was read ahead: it can be got ready while the screen still changes. */
export function clipAhead(queryClient: QueryClient, answerId: number): Clip | null {
  const view = queryClient.getQueryData<Output<"review.view">>(bridgeQueryKey("review.view", { answerId }));
  return view ? clipOf(view) : null;
}
