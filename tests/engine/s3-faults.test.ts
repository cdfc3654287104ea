import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DepotReadError, type Depot } from "../../src-main/engine/depot/depot.ts";
import { type Network } from "../../src-main/engine/depot/network.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { busy, PORTAL, startFaultProxy, type Asked, type FaultProxy } from "../support/fault-proxy.ts";
import { createBucket, hasObjectStore, objectStore, type Bucket } from "../support/object-store.ts";
import { must, temporaryFolder } from "./support/panel.ts";
import { depotIn, timelessNetwork } from "./support/store-depot.ts";

const KEY = "people/a/1.json";
const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));
const isPut = ({ method }: Asked) => method === "PUT";
const isObject = ({ method, url }: Asked) => method === "GET" && !url.includes("list-type");

/** A depot in a real store behind a proxy at which things go wrong. */
async function behindProxy(changes: Partial<Network> = {}): Promise<{ depot: Depot; direct: Depot; proxy: FaultProxy; bucket: Bucket; network: ReturnType<typeof timelessNetwork> }> {
  const [bucket, store] = [await createBucket(), await objectStore()];
  const proxy = await startFaultProxy(store.endpoint);
  onTestFinished(() => proxy.close());
  const network = timelessNetwork(changes);
  return { bucket, proxy, network, direct: await depotIn(bucket, "keeper"), depot: await depotIn(bucket, "keeper", { surroundings: network, endpoint: proxy.endpoint }) };
}

/** Reads a stream to where it ends or breaks. */
async function readOut(bytes: AsyncIterable<Uint8Array>): Promise<{ bytes: Buffer; problem: Problem | undefined }> {
  const parts: Uint8Array[] = [];
  try {
    for await (const part of bytes) parts.push(part);
    return { bytes: Buffer.concat(parts), problem: undefined };
  } catch (error) {
    if (!(error instanceof DepotReadError)) throw error;
    return { bytes: Buffer.concat(parts), problem: error.problem };
  }
}

describe.skipIf(!hasObjectStore)("a store on a bad network", () => {
  test("that is busy is asked again, a little later each time, and then left alone for a while", async () => {
    const { depot, direct, proxy, network } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault(busy(503), { times: 3 });
    expect(must(await depot.read(KEY, 400_000))).toEqual(CONTENT);
    expect(network.waited).toEqual([250, 500, 1000]);
    proxy.fault(busy(500), { times: 4 });
    expect(await depot.read(KEY, 400_000)).toMatchObject({ error: { kind: "depot-busy", status: 500 } });
    expect(proxy.asked).toHaveLength(8);
  });

  test("that asks for patience gets it, but not for ever", async () => {
    const { depot, direct, proxy, network } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault(busy(429, { "retry-after": "3" }));
    proxy.fault(busy(503, { "retry-after": "3600" }));
    proxy.fault(busy(503, { date: "Sun, 22 Nov 2026 08:00:00 GMT", "retry-after": "Sun, 22 Nov 2026 08:00:07 GMT" }));
    must(await depot.read(KEY, 400_000));
    expect(network.waited).toEqual([3000, 20_000, 7000]);
  });

  test("that refuses is not asked again, and what is missing is missing", async () => {
    const { bucket, direct, proxy } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    const stranger = await depotIn(bucket, "lead", { endpoint: proxy.endpoint });
    expect(await stranger.read(KEY, 400_000)).toMatchObject({ error: { kind: "depot-denied" } });
    expect(await stranger.list("people/")).toMatchObject({ error: { kind: "depot-denied" } });
    expect(await stranger.create("people/b/1.json", CONTENT)).toMatchObject({ error: { kind: "depot-denied" } });
    // One to be refused, one to learn whether it only looks so because it is missing.
    expect(proxy.asked.map(({ method, url }) => [method, url.includes("list-type")])).toEqual([["GET", false], ["GET", true], ["GET", true], ["PUT", false]]);
    const keeper = await depotIn(bucket, "keeper", { endpoint: proxy.endpoint });
    expect(await keeper.read("people/c/1.json", 10)).toMatchObject({ error: { kind: "depot-missing" } });
    expect(proxy.asked).toHaveLength(5);
  });

  test("whose connection is reset, or cut in the middle, is asked again", async () => {
    const { depot, direct, proxy } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault({ kind: "reset" });
    proxy.fault({ kind: "answer-cut", afterBytes: 100_000 });
    expect(must(await depot.read(KEY, 400_000))).toEqual(CONTENT);
  });

  test("a listing whose end is missing is no shorter list, wherever it is cut", async () => {
    const { depot, direct, proxy } = await behindProxy();
    const keys = Array.from({ length: 6 }, (_, i) => `people/p-${i}/1.json`);
    for (const key of keys) must(await direct.create(key, Buffer.from("x")));
    for (let afterBytes = 50; afterBytes < 1500; afterBytes += 50) {
      proxy.fault({ kind: "answer-cut", afterBytes });
      expect(must(await depot.list("people/"))).toEqual(keys);
    }
  });

  test("a stream that is cut says so, and goes on from where it stopped", async () => {
    const { depot, direct, proxy } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault({ kind: "answer-cut", afterBytes: 200_000 });
    const first = await readOut(must(await depot.open(KEY, 0)).bytes);
    expect(first.problem).toMatchObject({ kind: "depot-unreachable" });
    expect(first.bytes).toEqual(CONTENT.subarray(0, first.bytes.length));
    const rest = await readOut(must(await depot.open(KEY, first.bytes.length)).bytes);
    expect(rest).toEqual({ bytes: CONTENT.subarray(first.bytes.length), problem: undefined });
  });

  test("an answer that was lost after the store had written is found out by looking", async () => {
    const { depot, direct, proxy } = await behindProxy();
    proxy.fault({ kind: "answer-lost" }, { when: isPut });
    expect(must(await depot.create(KEY, CONTENT))).toBe("created");
    expect(must(await direct.read(KEY, 400_000))).toEqual(CONTENT);
    // Every answer lost, until nobody waits for one any more.
    proxy.fault({ kind: "answer-lost" }, { when: isPut, times: 4 });
    expect(must(await depot.create("people/b/1.json", CONTENT))).toBe("created");
    expect(must(await direct.read("people/b/1.json", 400_000))).toEqual(CONTENT);
  });

  test("an answer that was lost where somebody else was earlier is no success, and what they wrote stays", async () => {
    const { depot, direct, proxy } = await behindProxy();
    must(await direct.create(KEY, Buffer.from("earlier")));
    proxy.fault({ kind: "answer-lost" }, { when: isPut });
    expect(must(await depot.create(KEY, CONTENT))).toBe("already-exists");
    expect(must(await direct.read(KEY, 100)).toString()).toBe("earlier");
  });

  test("an upload that never got through is told as such, and nothing lies there", async () => {
    const { depot, direct, proxy } = await behindProxy();
    proxy.fault({ kind: "request-cut", afterBytes: 1000 }, { when: isPut, times: 9 });
    expect(await depot.create(KEY, CONTENT)).toMatchObject({ error: { kind: "depot-unreachable" } });
    expect(must(await direct.list("people/"))).toEqual([]);
  });

  test("a file that has to begin again goes whole, and its progress never runs backwards", async () => {
    const { depot, direct, proxy } = await behindProxy();
    const file = path.join(await temporaryFolder(), "file");
    const content = Buffer.alloc(3_000_000, 7);
    await writeFile(file, content);
    proxy.fault({ kind: "request-cut", afterBytes: 1_000_000 }, { when: isPut });
    const told: number[] = [];
    expect(must(await depot.createFromFile("batches/b/media/x", file, (bytes) => told.push(bytes)))).toBe("created");
    expect(told.every((bytes) => bytes > 0)).toBe(true);
    expect(told.length).toBeGreaterThan(10);
    expect(told.reduce((sum, bytes) => sum + bytes, 0)).toBe(content.length);
    expect(must(await direct.read("batches/b/media/x", 4_000_000))).toEqual(content);
  });

  test("two who write at the same moment: the store asks one to come again", async () => {
    const { depot, proxy, network } = await behindProxy();
    proxy.fault({ kind: "instead", status: 409, headers: { "x-amz-request-id": "1" }, body: "<Error><Code>ConditionalRequestConflict</Code></Error>" }, { when: isPut });
    expect(must(await depot.create(KEY, CONTENT))).toBe("created");
    expect(network.waited).toHaveLength(1);
  });

  test.each([
    ["a sign-in page", PORTAL, "network-portal"],
    ["a redirection to one", { kind: "instead", status: 302, headers: { location: "http://sign-in.example/" } }, "network-portal"],
    ["an answer that no store gives", { kind: "instead", status: 200, headers: { "content-type": "application/json" }, body: "{}" }, "network-portal"],
    ["a page that says there is nothing", { kind: "instead", status: 404, headers: { "content-type": "text/html" }, body: "<h1>Not found</h1>" }, "network-portal"],
    ["another region's store", { kind: "instead", status: 400, body: "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-west-1</Region></Error>" }, "depot-address-wrong"],
    ["a full store", { kind: "instead", status: 403, body: "<Error><Code>QuotaExceeded</Code></Error>" }, "disk-full"],
  ] as const)("%s is taken for what it is, whatever is asked", async (_name, fault, kind) => {
    const { depot, direct, proxy } = await behindProxy();
    proxy.fault(fault, { times: 99 });
    for (const asked of [depot.list("people/"), depot.read(KEY, 10), depot.open(KEY, 5), depot.create(KEY, CONTENT), depot.prepare()]) expect(await asked).toMatchObject({ ok: false, error: { kind } });
    expect(must(await direct.list("people/"))).toEqual([]);
  });

  test("the whole object where a part was asked for is passed over to the part; another part is refused", async () => {
    const { depot, direct, proxy } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault({ kind: "whole-for-part" });
    const object = must(await depot.open(KEY, 70_000));
    expect(object.sizeBytes).toBe(CONTENT.length);
    expect(await readOut(object.bytes)).toEqual({ bytes: CONTENT.subarray(70_000), problem: undefined });
    proxy.fault({ kind: "headers", headers: { "content-range": `bytes 0-${CONTENT.length - 1}/${CONTENT.length}` } });
    expect(await depot.open(KEY, 70_000)).toMatchObject({ error: { kind: "depot-busy" } });
  });

  test("an answer that is shorter than it says is none", async () => {
    const { depot, direct, proxy } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault({ kind: "headers", headers: { "content-length": CONTENT.length + 10 } }, { times: 9, when: isObject });
    expect(await depot.read(KEY, 400_000)).toMatchObject({ error: { kind: "depot-unreachable" } });
  });

  test("a connection that stands still is given up, before the answer and in its midst", async () => {
    const { depot, direct, proxy, network } = await behindProxy();
    must(await direct.create(KEY, CONTENT));
    proxy.fault({ kind: "stall", afterBytes: null });
    expect(await network.standStill(depot.read(KEY, 400_000))).toMatchObject({ error: { kind: "depot-unreachable" } });
    proxy.fault({ kind: "stall", afterBytes: 100_000 });
    const bytes = must(await depot.open(KEY, 0)).bytes[Symbol.asyncIterator]();
    expect((await bytes.next()).done).toBe(false);
    const rest = (async () => {
      while (!(await bytes.next()).done);
    })();
    await expect(network.standStill(rest)).rejects.toThrow(DepotReadError);
  });

  test("a laptop whose clock is a day off works; its requests alone carry the store's time", async () => {
    const offBy = 86_400_000;
    const { depot, proxy } = await behindProxy({ now: () => new Date(Date.now() + offBy) });
    expect(must(await depot.create(KEY, CONTENT))).toBe("created");
    expect(must(await depot.list("people/"))).toEqual([KEY]);
    // Refused once, signed anew, and right from then on: two to put and prove, one to list.
    expect(proxy.asked.map(({ method }) => method)).toEqual(["PUT", "PUT", "PUT", "GET"]);
  });

  test("a clock that the store goes on refusing is said to be wrong", async () => {
    const { depot, proxy } = await behindProxy();
    proxy.fault({ kind: "instead", status: 403, body: "<Error><Code>RequestTimeTooSkewed</Code></Error>" }, { times: 9 });
    expect(await depot.list("people/")).toMatchObject({ error: { kind: "clock-wrong" } });
  });

  test("keys under names that no depot can have are passed over, and every other comes as it is", async () => {
    const { bucket, depot } = await behindProxy();
    for (const key of ["people/", "people/.hidden", "people//x", "people/a%5Cb"]) await bucket.request("keeper", "PUT", key, { body: "x" });
    const odd = ["people/a b+c.json", "people/ä&<é>.json", "people/100%.json", "people/12.json"];
    for (const key of odd) must(await depot.create(key, Buffer.from(key)));
    expect(must(await depot.list("people/")).sort()).toEqual([...odd].sort());
    for (const key of odd) expect(must(await depot.read(key, 100)).toString()).toBe(key);
  });
});
