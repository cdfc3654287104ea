import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, type Result } from "../../src-shared/result.ts";
import type { Depot } from "../engine/depot/depot.ts";
import type { DepotCredentials } from "../engine/depot/network.ts";
import { isS3, openDepot } from "../engine/depot/open-depot.ts";
import type { CommandContext } from "./command.ts";

/** What `--depot` takes, and where a store's credentials come from: the same for every command. */
export const DEPOT_HELP = "The depot: a folder's path, its file:// address, or s3://bucket/prefix?endpoint=https://…&region=….";
export const CREDENTIALS_HELP = "A store is asked with the variables AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, where there is one, AWS_SESSION_TOKEN.";

/**
 * Opens the depot that a lead's command names, and looks whether it is there. To a desk an absent depot is one that
 * will come back; here the address is more likely mistyped. Asked before anything is done, so that it is true that
 * nothing was. To `publish` takes a depot that keeps what was written first; to `read` changes nothing.
 */
export async function openLeadDepot(url: string, purpose: "publish" | "read", context: CommandContext): Promise<Result<Depot, Problem>> {
  const depot = openDepot(url, context, credentialsIn(context.env));
  if (!depot.ok) return depot;
  const looked = purpose === "publish" ? await depot.value.prepare() : await depot.value.list("invitations/");
  if (looked.ok) return depot;
  const { where } = depot.value;
  if (looked.error.kind !== "depot-unreachable" && looked.error.kind !== "no-network") return looked;
  return err({ kind: isS3(where) ? "depot-not-reached" : "depot-not-found", where });
}

/** What the usual variables of object stores hold; `null` where they hold nothing. */
export function credentialsIn(env: CommandContext["env"]): DepotCredentials | null {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } = env;
  return accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey, sessionToken: sessionToken || undefined } : null;
}
