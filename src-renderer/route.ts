import { createContext, useContext } from "react";
import type { QueueFilter } from "../src-shared/bridge/queue.ts";

/**
 * Where the user is. Only within the window: there are no addresses to share. The queue opens with `filter`, and
 * without one as it was left. A lead's home is the board; `own` is their own marking, where they mark too.
 */
export type Route = AssessorRoute | LeadRoute;

type AssessorRoute = { screen: "home"; own?: true } | { screen: "review"; answerId: number } | { screen: "queue"; batch: string; filter?: QueueFilter } | { screen: "check"; batch: string };

/** A lead's screens. The board without a batch shows all of them, and one batch `opens` with a dialog or part of its assessors shown; moderating without an answer begins with the first to settle. */
export type LeadRoute = { screen: "board"; batch?: string; opens?: BoardOpening } | { screen: "moderate"; batch: string; answerId?: number } | { screen: "quality"; batch: string } | { screen: "outcome"; batch: string };

/** What the board of one batch shows at first: who shall mark it, who is late, or who waits for a lead after practice. */
export type BoardOpening = "allocate" | "late" | "practice";

export const RouteContext = createContext<(to: Route) => void>(() => undefined);

/** Takes the user somewhere else. */
export function useGo(): (to: Route) => void {
  return useContext(RouteContext);
}
