import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { Depot } from "../engine/depot/depot.ts";
import { openDepot } from "../engine/depot/open-depot.ts";

/**
 * Opens the depot that a lead's command names, and looks whether it is there. To a desk an absent depot is one that
 * will come back; here the path is more likely mistyped. Asked before anything is done, so that it is true that nothing was.
 */
export async function openLeadDepot(url: string): Promise<Result<Depot, Problem>> {
  const depot = openDepot(url);
  if (!depot.ok) return depot;
  const listed = await depot.value.list("invitations/");
  if (!listed.ok) return err(listed.error.kind === "depot-unreachable" ? { kind: "depot-not-found", where: depot.value.where } : listed.error);
  return ok(depot.value);
}
