import dns from "node:dns";
import type { Depot } from "../../../src-main/engine/depot/depot.ts";
import type { Network } from "../../../src-main/engine/depot/network.ts";
import { openDepot } from "../../../src-main/engine/depot/open-depot.ts";
import { createBucket, objectStore, type Bucket, type StoreUser } from "../../support/object-store.ts";
import { must, network } from "./panel.ts";

/** Names under localhost are this computer (RFC 6761), which not every resolver knows. */
const lookup = dns.lookup;
dns.lookup = ((name: string, ...rest: unknown[]) => (lookup as (...all: unknown[]) => void)(name.endsWith(".localhost") ? "127.0.0.1" : name, ...rest)) as typeof lookup;

/** A depot in a bucket of its own, in the real store, as its keeper sees it. */
export async function storeDepot(prefix = "", style: "path" | "virtual-host" = "path"): Promise<Depot> {
  return depotIn(await createBucket(), "keeper", { prefix, style });
}

/** A depot in this bucket, as one of the users sees it. */
export async function depotIn(bucket: Bucket, user: StoreUser, { prefix = "", style = "path", surroundings = network }: { prefix?: string; style?: "path" | "virtual-host"; surroundings?: Network } = {}): Promise<Depot> {
  const { users } = await objectStore();
  return must(openDepot(bucket.url(prefix, style), surroundings, users[user]));
}
