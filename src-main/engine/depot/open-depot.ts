import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "./depot.ts";
import { createFolderDepot } from "./folder-depot.ts";
import type { DepotCredentials, Network } from "./network.ts";
import { readS3Address, s3Name } from "./s3-address.ts";

/** Opens the depot that an address names: `s3://bucket/prefix?endpoint=…`, `file:///…` or a path. Reaches for nothing yet. `writer` is the one desk that writes, if one does. */
export function openDepot(url: string, network: Network, credentials: DepotCredentials | null, writer: string | null = null): Result<Depot, Problem> {
  if (isS3(url)) {
    const address = readS3Address(url);
    if (!address.ok) return err({ kind: "depot-address-wrong", reason: address.error });
    return ok(loadedWhenAsked(s3Name(address.value), async () => (await import("./s3-depot.ts")).createS3Depot(address.value, credentials, network)));
  }
  const folder = folderOf(url);
  return folder === undefined ? err({ kind: "depot-unsupported", url }) : ok(createFolderDepot(folder, writer));
}

/** The form in which an address is written into enrolments: independent of the folder that a command ran in. */
export function absoluteDepotUrl(url: string): string {
  return folderOf(url) ?? url;
}

/** Whether an address is a store's, which asks for credentials. */
export function isS3(url: string): boolean {
  return /^s3:/i.test(url);
}

/** A desk opens without what only its first request needs. */
function loadedWhenAsked(where: string, load: () => Promise<Depot>): Depot {
  let loading: Promise<Depot> | undefined;
  const depot = () => (loading ??= load());
  return {
    where,
    prepare: async () => (await depot()).prepare(),
    tidy: async (prefixes) => (await depot()).tidy(prefixes),
    list: async (prefix) => (await depot()).list(prefix),
    folders: async (prefix) => (await depot()).folders(prefix),
    read: async (key, maxBytes) => (await depot()).read(key, maxBytes),
    open: async (key, fromByte, signal) => (await depot()).open(key, fromByte, signal),
    create: async (key, bytes) => (await depot()).create(key, bytes),
    createFromFile: async (key, file, onBytes) => (await depot()).createFromFile(key, file, onBytes),
  };
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
