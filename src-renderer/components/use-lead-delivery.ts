import { useQuery } from "@tanstack/react-query";
import type { LeadDelivery } from "../../src-shared/bridge/lead/delivery.ts";
import type { HomeView } from "../../src-shared/bridge/views.ts";
import { useBridge } from "../bridge/bridge-context.tsx";
import { bridgeQuery } from "../bridge/bridge-queries.ts";

/** What goes out from a lead's desk; null on an assessor's, and until it is known. */
export function useLeadDelivery(home: HomeView | undefined): LeadDelivery | null {
  const { data } = useQuery({ ...bridgeQuery(useBridge(), "lead.delivery", {}), enabled: home?.person.role === "lead" });
  return data ?? null;
}
