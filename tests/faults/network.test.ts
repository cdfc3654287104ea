import { createHash } from "node:crypto";
import { readdir, readFile, rm } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { LOOK_EVERY_MS } from "../../src-main/engine/depot/stall-watch.ts";
import { TEMPORARY_PREFIX } from "../../src-main/engine/files/durable-files.ts";
import { startEngine } from "../../src-main/engine/start-engine.ts";
import { TICK_MS } from "../../src-main/engine/sync/pace.ts";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import type { SyncState } from "../../src-shared/bridge/views.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import type { Input, RequestName } from "../../src-shared/bridge/contract.ts";
import { must, temporaryFolder } from "../engine/support/panel.ts";
import { depotIn, timelessNetwork, type TimelessNetwork } from "../engine/support/store-depot.ts";
import { MARKS } from "../engine/support/store-room.ts";
import { createPackingRoom, SOFTWARE } from "../fixtures/packing-room.ts";
import { busy, PORTAL, startFaultProxy, type Asked, type Fault } from "../support/fault-proxy.ts";
import { createBucket, hasObjectStore, objectStore } from "../support/object-store.ts";

/**
 * A whole desk in front of a real store, through a way on which one thing goes wrong: enrolling, synchronising, marking with
 * drafts, submitting and delivering, each while it goes wrong, and again when the way is whole.
 */

const BATCH = "b-1";
const DAY_MS = 86_400_000;

const isMedia = ({ url }: Asked) => url.includes("/media/");
const isWhole = (asked: Asked) => isMedia(asked) && asked.headers.range === undefined;
const isRest = (asked: Asked) => isMedia(asked) && asked.headers.range !== undefined;
const isPut = ({ method }: Asked) => method === "PUT";
const isGet = ({ method }: Asked) => method === "GET";

interface Trouble {
  /** Which requests meet what. */
  meets: [Fault | ((network: TimelessNetwork) => Fault), ((asked: Asked) => boolean)?][];
  /** What the desk says while it lasts; `null`: nothing, since it gets by. */
  says: RegExp | null;
  /** How far this computer's clock is off, in milliseconds. */
  clockOff?: number;
}

const UNREACHABLE = /cannot be reached.*safe and marking goes on/;
const PORTAL_SENTENCE = /Something on this network answers in place of the depot/;

const troubles: [string, Trouble][] = [
  ["a connection that is cut in the middle of each recording", { meets: [[{ kind: "answer-cut", afterBytes: 3_000 }, isMedia]], says: null }],
  ["a connection that is cut in the middle of whatever comes", { meets: [[{ kind: "answer-cut", afterBytes: 100 }, isGet]], says: UNREACHABLE }],
  ["a connection that is cut in the middle of whatever goes", { meets: [[{ kind: "request-cut", afterBytes: 100 }, isPut]], says: UNREACHABLE }],
  ["connections that are reset", { meets: [[{ kind: "reset" }]], says: UNREACHABLE }],
  ["a connection that is very slow", { meets: [[slowly]], says: null }],
  ["a connection that stands still before the answer", { meets: [[{ kind: "stall", afterBytes: null }]], says: UNREACHABLE }],
  ["a connection that stands still in the middle", { meets: [[{ kind: "stall", afterBytes: 100 }, isGet]], says: UNREACHABLE }],
  ["a storm of 500", { meets: [[busy(500)]], says: /cannot serve at the moment \(500\)/ }],
  ["a storm of 503 that asks for patience", { meets: [[busy(503, { "retry-after": "2" })]], says: /cannot serve at the moment \(503\)/ }],
  ["answers that are shorter than they say", { meets: [[{ kind: "length", by: 10 }, isGet]], says: UNREACHABLE }],
  ["the whole of a recording in place of its rest", { meets: [[{ kind: "answer-cut", afterBytes: 3_000 }, isWhole], [{ kind: "whole-for-part" }, isRest]], says: null }],
  ["another ETag on the rest of a recording", { meets: [[{ kind: "answer-cut", afterBytes: 3_000 }, isWhole], [{ kind: "headers", headers: { etag: '"another"' } }, isRest]], says: null }],
  ["another file as the rest of a recording", { meets: [[{ kind: "answer-cut", afterBytes: 3_000 }, isWhole], [{ kind: "flipped", atByte: 1_000 }, isRest]], says: UNREACHABLE }],
  ["a bit of each recording that changes on its way", { meets: [[{ kind: "flipped", atByte: 5_000 }, isMedia]], says: /is damaged \(its content is not what was packed\)/ }],
  ["recordings that are longer than their headers say", { meets: [[{ kind: "length", by: -10 }, isMedia]], says: /is damaged \(its length in the depot is wrong\)/ }],
  ["the page of a portal", { meets: [[PORTAL]], says: PORTAL_SENTENCE }],
  ["a redirection to a portal", { meets: [[{ kind: "instead", status: 302, headers: { location: "http://sign-in.example/" } }]], says: PORTAL_SENTENCE }],
  ["answers that are lost after the store did what was asked", { meets: [[{ kind: "answer-lost" }, isPut]], says: null }],
  ["a clock of this computer that is a day ahead of the store's", { meets: [], says: null, clockOff: DAY_MS }],
  ["a clock of this computer that is a day behind the store's", { meets: [], says: null, clockOff: -DAY_MS }],
  ["answers that are dated a day off", { meets: [[{ kind: "headers", headers: { date: new Date(0).toUTCString() } }]], says: null }],
];

/** Some bytes, and then nothing for almost as long as a connection is waited for, again and again. */
function slowly(network: TimelessNetwork): Fault {
  let pausing: Promise<void> | undefined;
  const pause = async () => {
    // Until what was sent has arrived.
    for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    network.look();
    pausing = undefined;
  };
  return { kind: "slow", bytesAtOnce: 1_000, pause: () => (pausing ??= pause()) };
}

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((each) => each.isFile()).map((each) => path.join(each.parentPath, each.name));
}

/** A published batch and an enrolment for it: made once, when the first test needs it, and copied into each test's own bucket. */
let publishing: ReturnType<typeof publish> | undefined;
async function publish() {
  const room = await createPackingRoom();
  must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
  const { enrolment } = await room.invite("a-1");
  const objects = await Promise.all((await room.keys()).map(async (key) => ({ key, bytes: must(await room.depot.read(key, 1e7)) })));
  return { leadKey: room.leadKey, enrolment, objects };
}

/** A new desk behind a way that breaks when told; it is not enrolled yet. */
async function newDesk(clockOff = 0) {
  const [{ leadKey, enrolment, objects }, bucket, store] = [await (publishing ??= publish()), await createBucket(), await objectStore()];
  const depot = await depotIn(bucket, "keeper");
  await Promise.all(objects.map(async ({ key, bytes }) => must(await depot.create(key, bytes))));
  const proxy = await startFaultProxy(store.endpoint);
  onTestFinished(() => proxy.close());
  const url = bucket.url().replace(encodeURIComponent(store.endpoint), encodeURIComponent(proxy.endpoint));
  const file = Buffer.from(JSON.stringify({ ...enrolment, depot: { url, credentials: store.users.keeper } }));
  // Waits between tries are over at once; only what watches for movement waits until it is told.
  const network = timelessNetwork({ random: () => 0.4, now: () => new Date(Date.now() + clockOff) }, [LOOK_EVERY_MS, TICK_MS]);
  const home = await temporaryFolder();
  const engine = await startEngine({ home, ...network, depotCredentials: null, keyStore: null, software: SOFTWARE, demoAssets: null, log: () => undefined, byItself: false });
  onTestFinished(() => engine.close());
  /** Lets time pass where all stands still. */
  const whole = <T>(outcome: Promise<T>) => network.standStill(outcome, proxy.standsStill);
  const ask = async <N extends RequestName>(name: N, input: Input<N>) => must(await whole(engine.request(name, input)));

  return {
    ...{ depot, proxy, home, ask },
    begin({ meets }: Trouble, times = Infinity) {
      for (const [fault, when = () => true] of meets) proxy.fault(typeof fault === "function" ? fault(network) : fault, { times, when });
    },
    enrol: async () => must(await whole(engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } }))),
    sync: (): Promise<SyncState> => ask("sync.now", {}),
    mark: async () => must(await engine.importMarks(MARKS)),
    /** The way is whole: the next look, which comes by itself, finds everything in step. */
    async whenItIsOver() {
      proxy.allWell();
      expect(await ask("sync.now", {})).toMatchObject({ kind: "idle" });
      expect((await ask("home.view", {})).batches).toMatchObject([{ batch: BATCH, recordings: { total: 3, here: 3 } }]);
    },
    /** All is here and whole, exactly one set is there, as it was sealed, and nothing is left behind. */
    async end({ key, sha256 }: { key: string; sha256: string }) {
      expect((await ask("home.view", {})).outbox).toMatchObject([{ key, delivery: { kind: "delivered" } }]);
      expect(must(await depot.list("sets/"))).toEqual([key]);
      expect(createHash("sha256").update(must(await depot.read(key, 1e7))).digest("hex")).toBe(sha256);
      await engine.close();
      expect(must(await verifyHome(home, null, () => undefined))).toMatchObject({ ok: true, problems: [], leftovers: [], outbox: { waiting: 0 }, recordings: { checked: 4, opened: 4 } });
      expect((await filesUnder(home)).filter((file) => path.basename(file).startsWith(TEMPORARY_PREFIX) || file.includes("/partial/"))).toEqual([]);
      expect(must(await verifyDepot(depot, leadKey, () => undefined))).toMatchObject({ ok: true, problems: [] });
    },
  };
}

/** Only what was verified has a name in the vault by which it is played. */
async function expectVerifiedOnly(home: string) {
  for (const file of await filesUnder(path.join(home, "vault"))) {
    if (path.basename(path.dirname(file)) === "partial") continue;
    expect(createHash("sha256").update(await readFile(file)).digest("hex")).toBe(path.basename(file));
  }
}

function expectSaid(state: SyncState, sentence: RegExp) {
  if (state.kind !== "waiting" && state.kind !== "stopped") throw new Error(`It ended as ${state.kind}.`);
  expect(describeProblem(state.problem)).toMatch(sentence);
  // It looks again by itself.
  expect(Date.parse(state.retryAt)).not.toBeNaN();
}

describe.skipIf(!hasObjectStore)("a whole desk with", () => {
  test.each(troubles)("%s, for as long as it lasts", async (_name, trouble) => {
    const desk = await newDesk(trouble.clockOff);
    // Whether recordings alone meet it, so that marks and sets go their way all the same.
    const onlyRecordings = trouble.meets.every(([, when]) => when && [isMedia, isWhole, isRest].includes(when));
    async function whileItLasts(says: RegExp | null) {
      const state = await desk.sync();
      await expectVerifiedOnly(desk.home);
      if (says) expectSaid(state, says);
      else expect(state).toMatchObject({ kind: "idle" });
    }

    desk.begin(trouble);
    await desk.enrol();
    await whileItLasts(trouble.says);
    await desk.whenItIsOver();

    desk.begin(trouble);
    await desk.mark();
    await whileItLasts(onlyRecordings ? null : trouble.says);
    await desk.whenItIsOver();
    expect(must(await desk.depot.list("drafts/"))).toHaveLength(1);

    desk.begin(trouble);
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    await whileItLasts(onlyRecordings ? null : trouble.says);
    await desk.whenItIsOver();
    await desk.end(set);
  });

  test("each of these for a moment, one after the other", async () => {
    const desk = await newDesk();
    await desk.enrol();
    await desk.sync();
    await desk.mark();
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    for (const [name, trouble] of troubles) {
      // Everything is to come again.
      await rm(path.join(desk.home, "vault"), { recursive: true });
      desk.begin(trouble, 1);
      const state = await desk.sync();
      await expectVerifiedOnly(desk.home);
      if (state.kind !== "idle") expectSaid(state, trouble.says ?? expect.unreachable(`${name}: ${state.kind}`));
      await desk.whenItIsOver();
    }
    await desk.end(set);
  });
});
