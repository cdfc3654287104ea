import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { Depot } from "../engine/depot/depot.ts";
import type { DepotCredentials } from "../engine/depot/network.ts";
import { openDepot } from "../engine/depot/open-depot.ts";
import type { CommandContext } from "./command.ts";

/**
 * Opens the depot that a lead's command names, and looks whether it is there. To a desk an absent depot is one that
 * will come back; here the path is more likely mistyped. Asked before anything is done, so that it is true that nothing was.
 */
export async function openLeadDepot(url: string, context: CommandContext): Promise<Result<Depot, Problem>> {
  const depot = openDepot(url, context, credentialsIn(context.env));
  if (!depot.ok) return depot;
  const listed = await depot.value.list("invitations/");
  if (!listed.ok) return err(listed.error.kind === "depot-unreachable" ? { kind: "depot-not-found", where: depot.value.where } : listed.error);
  return ok(depot.value);
}

/** What the usual variables of object stores hold; `null` where they hold nothing. */
export function credentialsIn(env: CommandContext["env"]): DepotCredentials | null {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined } : null;
}
