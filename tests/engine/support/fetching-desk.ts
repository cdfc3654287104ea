import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, onTestFinished } from "vitest";
import type { SyncState } from "../../../src-shared/bridge/views.ts";
import type { Depot, DepotObject } from "../../../src-main/engine/depot/depot.ts";
import { openDesk, type Desk } from "../../../src-main/engine/desk.ts";
import { enrol } from "../../../src-main/engine/enrolment/enrol.ts";
import { openStore } from "../../../src-main/engine/store/open-store.ts";
import type { SyncChange } from "../../../src-main/engine/sync/synchronise-once.ts";
import { createSynchroniser, type Synchroniser } from "../../../src-main/engine/sync/synchronise.ts";
import { createPackingRoom, recordings, type PackingRoom } from "../../fixtures/packing-room.ts";
import { createManualTime, type ManualTime } from "../../support/manual-time.ts";
import { must, network, SOFTWARE } from "./panel.ts";
import { eventually } from "../../support/eventually.ts";

export const BATCH = "b-1";

/** A desk whose depot is a real folder seen through the outside world's faults, and whose time moves only when told. */
export interface FetchingDesk {
  room: PackingRoom;
  desk: Desk;
  time: ManualTime;
  sync: Synchroniser;
  states: SyncState[];
  changes: SyncChange[];
  /** Closes it and starts it again on the same folder, with the same depot. */
  restart(): Promise<void>;
  /** Begins a try; resolves when recordings are coming. */
  begin(): Promise<void>;
  /** `now()` with as much time as it takes. */
  syncNow(): Promise<SyncState>;
}

export interface FetchingOptions {
  /** Puts faults between the desk and the folder. */
  faults?: (depot: Depot) => Depot;
  /** What the disk has to give to recordings. */
  space?: () => number;
  byItself?: boolean;
  /** Rows of the candidates' table; eight candidates with one answer each unless said otherwise. */
  candidates?: string[];
  allocation?: string[];
}

export async function createFetchingDesk(options: FetchingOptions = {}): Promise<FetchingDesk> {
  const room = await createPackingRoom();
  const names = Array.from({ length: 8 }, (_, index) => `K-${index + 1}`);
  // Each its own file, so that each is a recording of its own.
  for (const name of names) await copyFile(path.join(recordings, "good.mp4"), path.join(room.media, `${name}.mp4`));
  await room.candidates(...(options.candidates ?? names.map((name) => `${name},q1,${name}.mp4,,`)));
  await room.allocation(...(options.allocation ?? names.map((name) => `a-1,${name},live,2026-12-01`)));
  must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
  const { enrolment } = await room.invite("a-1");
  const home = path.join(room.folder, "home");
  await mkdir(home, { recursive: true });
  const time = createManualTime();
  const deps = { ...network, now: time.now, software: SOFTWARE, log: () => undefined, depotCredentials: null };
  let store = must(openStore(home, time.now()));
  const dataKey = must(await enrol(store, { file: Buffer.from(JSON.stringify(enrolment)), filePassphrase: null, protection: { kind: "key-file" } }, deps));
  const states: SyncState[] = [];
  const changes: SyncChange[] = [];

  function open(): Pick<FetchingDesk, "desk" | "sync"> {
    const opened = must(openDesk(store, dataKey, store.enrolment.get()!, deps));
    const desk: Desk = { ...opened, depot: options.faults?.(opened.depot) ?? opened.depot };
    const sync = createSynchroniser(desk, {
      wait: time.wait,
      random: () => 0.5,
      byItself: options.byItself ?? false,
      onState: (state) => states.push(state),
      onChanged: (what) => changes.push(what),
      ...(options.space && { spaceForRecordings: async () => options.space!() }),
    });
    return { desk, sync };
  }

  const fetching: FetchingDesk = {
    ...{ room, time, states, changes },
    ...open(),
    async restart() {
      await fetching.sync.stop();
      store.close();
      store = must(openStore(home, time.now()));
      Object.assign(fetching, open());
    },
    async begin() {
      void fetching.sync.now();
      await eventually(() => expect(fetching.sync.state().kind).toBe("fetching"));
    },
    async syncNow() {
      const ended = fetching.sync.now();
      let isOver = false;
      void ended.finally(() => (isOver = true));
      // Modules that are loaded first take real time, however much of this one passes.
      for (let seconds = 0; !isOver && seconds < 20_000; seconds += 1) await time.pass(1_000);
      return ended;
    },
  };
  onTestFinished(async () => {
    await fetching.sync.stop();
    store.close();
  });
  return fetching;
}

/** The same depot, but recordings are opened as `open` says. */
export function withRecordings(depot: Depot, open: (key: string, fromByte: number, original: () => ReturnType<Depot["open"]>) => ReturnType<Depot["open"]>): Depot {
  return { ...depot, open: (key, fromByte, signal) => open(key, fromByte, () => depot.open(key, fromByte, signal)) };
}

/** What comes of a recording, as `change` says. */
export function changed(opened: Awaited<ReturnType<Depot["open"]>>, change: (object: DepotObject) => DepotObject): Awaited<ReturnType<Depot["open"]>> {
  return opened.ok ? { ok: true, value: change(opened.value) } : opened;
}

/** The bytes in small pieces, each as soon as `let` allows it. */
export async function* inPieces(bytes: AsyncIterable<Uint8Array>, size: number, before: () => Promise<void> = () => Promise.resolve()): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes)
    for (let at = 0; at < piece.length; at += size) {
      await before();
      yield piece.subarray(at, at + size);
    }
}

export async function writeTable(room: PackingRoom, rows: readonly string[]) {
  await writeFile(path.join(room.folder, "allocation.csv"), ["assessor,candidate,round,due", ...rows].join("\n"));
}

const mediaFiles = async (folder: string) => (await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])).filter((each) => each.isFile());
export const inVault = async ({ desk }: FetchingDesk) => (await mediaFiles(path.join(desk.store.home, "vault"))).filter((each) => path.basename(each.parentPath) !== "partial").length;
export const partials = async ({ desk }: FetchingDesk) => (await mediaFiles(path.join(desk.store.home, "vault/partial"))).map((each) => each.name);
/** The candidate whose recording a key names. */
export const candidateOf = ({ desk }: FetchingDesk, key: string) => desk.store.work.answer(desk.store.media.answerWith(path.basename(key))!)!.candidate;
export const answerOf = ({ desk }: FetchingDesk, candidate: string) => desk.store.work.findAnswer(BATCH, candidate, "q1")!.id;

/** A gate: what comes to it waits until it is opened. */
export function createGate() {
  let open = false;
  const waiting = new Set<() => void>();
  return {
    pass: () => (open ? Promise.resolve() : new Promise<void>((resolve) => void waiting.add(resolve))),
    open() {
      open = true;
      for (const go of waiting) go();
    },
  };
}

/** Every recording stands still at the gate once it was opened; writes down in which order they were asked for, and from which byte. */
export function gated() {
  const gate = createGate();
  const asked: { key: string; fromByte: number }[] = [];
  const faults = (depot: Depot) =>
    withRecordings(depot, async (key, fromByte, original) => {
      asked.push({ key, fromByte });
      return changed(await original(), (object) => ({ ...object, bytes: inPieces(object.bytes, 1_000, gate.pass) }));
    });
  return { gate, asked, faults };
}

/** The documents are here, and so many bytes of the first recording. */
export async function leavePartial(fetching: FetchingDesk, bytes: number) {
  fetching.desk.store.preferences.change({ fetchingPaused: true });
  await fetching.syncNow();
  const { recording } = fetching.desk.store.work.answer(answerOf(fetching, "K-1"))!;
  const whole = await readFile(path.join(fetching.room.depotFolder, "batches", BATCH, "media", recording));
  const partial = path.join(fetching.desk.store.home, "vault/partial", recording);
  await mkdir(path.dirname(partial), { recursive: true });
  await writeFile(partial, whole.subarray(0, bytes));
  fetching.desk.store.preferences.change({ fetchingPaused: false });
}
