import { rm } from "node:fs/promises";
import path from "node:path";
import type { Depot } from "../../../src-main/engine/depot/depot.ts";
import { openDesk, type Desk } from "../../../src-main/engine/desk.ts";
import { openDataKey } from "../../../src-main/engine/keys/data-key.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import { err } from "../../../src-shared/result.ts";
import { must, network, SOFTWARE } from "./panel.ts";

/** A desk's own rooms without its engine, which must be closed; `depot` stands in for the way to the depot. */
export async function deskBehind(home: string, depot: (real: Depot) => Depot, now = () => new Date()): Promise<Desk & { end(): void }> {
  const store = must(openStore(home, now()));
  const dataKey = must(await openDataKey(home, null, null));
  const desk = must(openDesk(store, dataKey, store.enrolment.get()!, { ...network, now, depotCredentials: null, software: SOFTWARE, log: () => undefined }));
  return { ...desk, depot: depot(desk.depot), end: () => store.close() };
}

const away = (depot: Depot) => err({ kind: "depot-unreachable" as const, where: depot.where });

/** The way breaks at creating: before anything got there, or after, when only the answer is lost. As often as `times` says. */
export function breaksAtCreating(when: "before" | "after", times: number, only: (key: string) => boolean = () => true) {
  let left = times;
  return (real: Depot): Depot => ({
    ...real,
    async create(key, bytes) {
      if (left === 0 || !only(key)) return real.create(key, bytes);
      left -= 1;
      if (when === "after") await real.create(key, bytes);
      return away(real);
    },
  });
}

/** The way breaks when what was written is read back. */
export function breaksAtReadingBack(times: number) {
  let left = times;
  let created = false;
  return (real: Depot): Depot => ({
    ...real,
    async create(key, bytes) {
      created = true;
      return real.create(key, bytes);
    },
    async read(key, maxBytes) {
      if (!created || left === 0) return real.read(key, maxBytes);
      left -= 1;
      return away(real);
    },
  });
}

/** A store that does not keep what was written first. */
export function overwrites(folder: string) {
  return (real: Depot): Depot => ({
    ...real,
    async create(key, bytes) {
      await rm(path.join(folder, key), { force: true });
      return real.create(key, bytes);
    },
  });
}

/** Notes what is asked of a depot: `read sets/…`, `create sets/…`. */
export function watched(asked: string[]) {
  return (real: Depot): Depot => ({
    ...real,
    list: (prefix) => (asked.push(`list ${prefix}`), real.list(prefix)),
    folders: (prefix) => (asked.push(`folders ${prefix}`), real.folders(prefix)),
    read: (key, maxBytes) => (asked.push(`read ${key}`), real.read(key, maxBytes)),
    create: (key, bytes) => (asked.push(`create ${key}`), real.create(key, bytes)),
  });
}

/** Refuses to take these keys, for as long as it is told so. */
export function refuses(refused: { keys: RegExp | null }) {
  return (real: Depot): Depot => ({
    ...real,
    create: async (key, bytes) => (refused.keys?.test(key) ? err({ kind: "depot-denied", where: real.where }) : real.create(key, bytes)),
  });
}
