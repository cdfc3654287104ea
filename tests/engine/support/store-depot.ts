import dns from "node:dns";
import type { Depot } from "../../../src-main/engine/depot/depot.ts";
import type { Network } from "../../../src-main/engine/depot/network.ts";
import { openDepot } from "../../../src-main/engine/depot/open-depot.ts";
import { LOOK_EVERY_MS } from "../../../src-main/engine/depot/stall-watch.ts";
import { createBucket, objectStore, type Bucket, type StoreUser } from "../../support/object-store.ts";
import { must, network } from "./panel.ts";

/** Names under localhost are this computer (RFC 6761), which not every resolver knows. */
const lookup = dns.lookup;
dns.lookup = ((name: string, ...rest: unknown[]) => (lookup as (...all: unknown[]) => void)(name.endsWith(".localhost") ? "127.0.0.1" : name, ...rest)) as typeof lookup;

/** A depot in a bucket of its own, in the real store, as its keeper sees it. */
export async function storeDepot(prefix = "", style: "path" | "virtual-host" = "path"): Promise<Depot> {
  return depotIn(await createBucket(), "keeper", { prefix, style });
}

/** A depot in this bucket, as one of the users sees it; `endpoint` where something stands in front of the store. */
export async function depotIn(
  bucket: Bucket,
  user: StoreUser,
  { prefix = "", style = "path", surroundings = network, endpoint }: { prefix?: string; style?: "path" | "virtual-host"; surroundings?: Network; endpoint?: string } = {},
): Promise<Depot> {
  const store = await objectStore();
  const url = bucket.url(prefix, style);
  return must(openDepot(endpoint === undefined ? url : url.replace(encodeURIComponent(store.endpoint), encodeURIComponent(endpoint)), surroundings, store.users[user]));
}

export interface TimelessNetwork extends Network {
  /** What was waited for between tries, in milliseconds. */
  waited: number[];
  /** Lets as much time pass as there is between two looks at whether something moves. */
  look(): void;
  /** Lets time pass until this is settled; only while `when` says so, where it is given. */
  standStill<T>(outcome: Promise<T>, when?: () => boolean): Promise<T>;
}

/**
 * A network whose time passes only when told: nothing waits between tries, and a connection is given up when `standStill`
 * says so. `watches` are the waits, in milliseconds, by which something is watched.
 */
export function timelessNetwork(changes: Partial<Network> = {}, watches: readonly number[] = [LOOK_EVERY_MS]): TimelessNetwork {
  const waited: number[] = [];
  let looks: (() => void)[] = [];
  const look = () => {
    const due = looks;
    looks = [];
    for (const each of due) each();
  };
  return {
    ...network,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted) return reject(signal.reason as Error);
        signal?.addEventListener("abort", () => reject(signal.reason as Error));
        if (watches.includes(ms)) return void looks.push(resolve);
        waited.push(ms);
        setImmediate(resolve);
      }),
    ...changes,
    waited,
    look,
    async standStill(outcome, when = () => true) {
      let settled = false;
      const end = () => void (settled = true);
      outcome.then(end, end);
      while (!settled) {
        if (when()) look();
        await new Promise((resolve) => setImmediate(resolve));
      }
      return outcome;
    },
  };
}
