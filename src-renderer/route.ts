import { createContext, useContext } from "react";

/** Where the user is. Only within the window: there are no addresses to share. */
export type Route = { screen: "home" } | { screen: "review"; answerId: number } | { screen: "check"; batch: string };

export const RouteContext = createContext<(to: Route) => void>(() => undefined);

/** Takes the user somewhere else. */
export function useGo(): (to: Route) => void {
  return useContext(RouteContext);
}
