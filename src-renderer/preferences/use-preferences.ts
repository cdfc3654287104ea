import { useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Output } from "../../src-shared/bridge/contract.ts";
import { DEFAULT_PREFERENCES, type Preferences } from "../../src-shared/bridge/preferences.ts";
import type { BridgeClient } from "../bridge/bridge-client.ts";
import { useBridge, useBridgeQuery } from "../bridge/bridge-context.tsx";
import { bridgeQueryKey } from "../bridge/bridge-queries.ts";

/** What the assessor has chosen, and a way to change it: on screen at once, on disk a moment later. */
export function usePreferences(): [Preferences, (change: Partial<Preferences>) => void] {
  const client = useBridge();
  const queryClient = useQueryClient();
  const { data: desk } = useBridgeQuery("desk.state", {});
  const change = useMemo(() => (chosen: Partial<Preferences>) => changePreferences(client, queryClient, chosen), [client, queryClient]);
  return [desk?.kind === "ready" ? desk.preferences : DEFAULT_PREFERENCES, change];
}

function changePreferences(client: BridgeClient, queryClient: QueryClient, chosen: Partial<Preferences>): void {
  const queryKey = bridgeQueryKey("desk.state", {});
  // What is being fetched does not know of the change yet, and must not undo it on screen.
  void queryClient.cancelQueries({ queryKey });
  queryClient.setQueryData<Output<"desk.state">>(queryKey, (desk) => (desk?.kind === "ready" ? { ...desk, preferences: { ...desk.preferences, ...chosen } } : desk));
  client.request("preferences.set", chosen).then(
    // Whatever else the cancelled answer would have told.
    (answer) => void (answer.ok && queryClient.invalidateQueries({ queryKey })),
    // A preference that cannot be kept is no reason to interrupt anybody: it holds until the window is closed.
    (fault: unknown) => console.error(fault),
  );
}
