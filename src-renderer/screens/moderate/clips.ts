import { useQuery, type QueryClient } from "@tanstack/react-query";
import type { ModerationView } from "../../../src-shared/bridge/lead/moderation.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery, bridgeQueryKey } from "../../bridge/bridge-queries.ts";
import type { Clip } from "../../player/clip.ts";

/** What the player is to play: nothing while the recording is not here, or is damaged. */
export function clipOf({ answerId, recording, captions }: ModerationView): Clip | null {
  return recording.state === "here" ? { answerId, type: recording.type, sizeBytes: recording.bytes, cues: captions } : null;
}

/** The recording that comes next, kept in step with the engine: it may be fetched, or found damaged, at any moment. */
export function useNextClip(answerId: number | null): Clip | null {
  const client = useBridge();
  const { data: view } = useQuery({ ...bridgeQuery(client, "moderation.view", { answerId: answerId ?? 0 }), enabled: answerId !== null });
  return answerId !== null && view ? clipOf(view) : null;
}

/** An answer that was read ahead. */
export function viewAhead(queryClient: QueryClient, answerId: number): ModerationView | undefined {
  return queryClient.getQueryData<ModerationView>(bridgeQueryKey("moderation.view", { answerId }));
}
