import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "./depot.ts";
import { createFolderDepot } from "./folder-depot.ts";
import type { DepotCredentials, Network } from "./network.ts";

/** Opens the depot that an address names: `file:///…` or a path. Reaches for nothing yet. `writer` is the one desk that writes, if one does. */
export function openDepot(url: string, _network: Network, _credentials: DepotCredentials | null, writer: string | null = null): Result<Depot, Problem> {
  const folder = folderOf(url);
  return folder === undefined ? err({ kind: "depot-unsupported", url }) : ok(createFolderDepot(folder, writer));
}

/** The form in which an address is written into enrolments: independent of the folder that a command ran in. */
export function absoluteDepotUrl(url: string): string {
  return folderOf(url) ?? url;
}

function folderOf(url: string): string | undefined {
  if (url.trim() === "") return undefined;
  if (/^file:/i.test(url)) {
    try {
      return fileURLToPath(url);
    } catch {
      return undefined;
    }
  }
  // Two letters or more before "://" make an address; `C:\…` is a path.
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(url) ? undefined : path.resolve(url);
}
