import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { DepotReadError, type Depot } from "../../src-main/engine/depot/depot.ts";
import { endedBy, type Network } from "../../src-main/engine/depot/network.ts";
import { openDepot } from "../../src-main/engine/depot/open-depot.ts";
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

/** A store that this test plays. */
async function playedStore(fetch: Network["fetch"], changes: Partial<Network> = {}): Promise<Depot> {
  return must(openDepot("s3://bucket/panel?endpoint=https://store.example", timelessNetwork({ fetch, ...changes }), { accessKeyId: "id", secretAccessKey: "secret" }));
}

const STORE = { etag: '"x"', "x-amz-request-id": "1" };

describe("a store that is not as it should be", () => {
  test("that lets a second writer overwrite the first is found out with the first object, and when a depot is set up", async () => {
    const overwriting = async () => new Response(null, { status: 200, headers: STORE });
    expect(await (await playedStore(overwriting)).create(KEY, CONTENT)).toMatchObject({ error: { kind: "depot-overwrites", where: "s3://bucket/panel (store.example)" } });
    expect(await (await playedStore(overwriting)).prepare()).toMatchObject({ error: { kind: "depot-overwrites" } });
  });

  test("that was found to overwrite is sent nothing more", async () => {
    let asked = 0;
    const depot = await playedStore(async () => ((asked += 1), new Response(null, { status: 200, headers: STORE })));
    await depot.create(KEY, CONTENT);
    expect(asked).toBe(2);
    expect(await depot.create("people/b/1.json", CONTENT)).toMatchObject({ error: { kind: "depot-overwrites" } });
    expect(asked).toBe(2);
  });

  test("whose answer is too long, or is never looked at, holds no connection", async () => {
    let open = 0;
    const body = () => new ReadableStream<Uint8Array>({ start: () => void (open += 1), pull: (queue) => queue.enqueue(Buffer.alloc(100)), cancel: () => void (open -= 1) }, { highWaterMark: 0 });
    const depot = await playedStore(async () => new Response(body(), { headers: { ...STORE, "content-length": "1000" } }));
    expect(await depot.read(KEY, 100)).toMatchObject({ error: { kind: "document-damaged" } });
    expect(open).toBe(0);
    const ending = new AbortController();
    must(await depot.open(KEY, 0, ending.signal));
    ending.abort();
    expect(open).toBe(0);
  });

  test("to which a set goes slowly gets all of it, however long that takes", async () => {
    const looks: (() => void)[] = [];
    let came = 0;
    const fetch: Network["fetch"] = async (_, init) => {
      if (init?.method !== "PUT" || !(init.body instanceof Blob)) return new Response(null, { status: 404, headers: STORE });
      for await (const piece of init.body.stream()) {
        came += piece.length;
        // Twenty seconds.
        for (let passed = 0; passed < 2; passed += 1) {
          for (const look of looks.splice(0)) look();
          await new Promise((resolve) => setImmediate(resolve));
        }
        init.signal?.throwIfAborted();
      }
      return new Response("<Error><Code>PreconditionFailed</Code></Error>", { status: 412, headers: STORE });
    };
    const wait: Network["wait"] = (_, signal) => new Promise((resolve, reject) => (looks.push(resolve), signal?.addEventListener("abort", () => reject(signal.reason as Error))));
    const depot = await playedStore(fetch, { wait });
    expect(must(await depot.create(KEY, Buffer.alloc(2_000_000)))).toBe("already-exists");
    expect(came).toBe(2_000_000);
  });

  test("that never answers keeps no desk from closing, and that is no fault of the network", async () => {
    const end = new AbortController();
    let asked = () => {};
    const isAsked = new Promise<void>((resolve) => (asked = resolve));
    const silent: Network["fetch"] = (_, init) => new Promise((_resolve, reject) => (asked(), init?.signal?.addEventListener("abort", () => reject(init.signal!.reason as Error))));
    const depot = must(openDepot("s3://bucket/panel?endpoint=https://store.example", endedBy(timelessNetwork({ fetch: silent }), end.signal), { accessKeyId: "id", secretAccessKey: "secret" }));
    const outcome = expect(depot.create(KEY, CONTENT)).rejects.toThrow("The desk closes.");
    await isAsked;
    end.abort();
    await outcome;
  });

  test("that sends more than it said is not read into memory", async () => {
    let sent = 0;
    const endless = async () => new Response(new ReadableStream<Uint8Array>({ pull: (queue) => (sent++, queue.enqueue(Buffer.alloc(1000))) }), { headers: { ...STORE, "content-length": "10" } });
    expect(await (await playedStore(endless)).read(KEY, 100)).toMatchObject({ error: { kind: "depot-unreachable" } });
    expect(await (await playedStore(endless)).list("people/")).toMatchObject({ error: { kind: "depot-unreachable" } });
    expect(sent).toBeLessThan(3 * 8 * 1100);
  });

  test("that ends before all it said has come is not believed, whether the fetch notices or not", async () => {
    const short = async () => new Response("12345", { headers: { ...STORE, "content-length": "10" } });
    expect(await (await playedStore(short)).read(KEY, 100)).toMatchObject({ error: { kind: "depot-unreachable" } });
  });

  test("that gives the same page of keys again and again is not asked for ever", async () => {
    const page = "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>again</NextContinuationToken></ListBucketResult>";
    expect(await (await playedStore(async () => new Response(page, { headers: STORE }))).list("people/")).toMatchObject({ error: { kind: "depot-busy" } });
  });

  test("whose pages of keys have no end is not asked for ever either", async () => {
    let pages = 0;
    const page = () => `<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>${(pages += 1)}</NextContinuationToken></ListBucketResult>`;
    expect(await (await playedStore(async () => new Response(page(), { headers: STORE }))).list("people/")).toMatchObject({ error: { kind: "depot-overfull", prefix: "people/" } });
    expect(pages).toBe(1_001);
  });

  test("a depot of another version is left alone", async () => {
    const newer = Buffer.from('{"kind":"assessor-desk-depot","version":2}');
    const fetch: Network["fetch"] = async (_, init) => (init?.method === "PUT" ? new Response("<Error><Code>PreconditionFailed</Code></Error>", { status: 412, headers: STORE }) : new Response(newer, { headers: { ...STORE, "content-length": String(newer.length) } }));
    expect(await (await playedStore(fetch)).prepare()).toMatchObject({ error: { kind: "document-newer" } });
  });

  test("nothing is cached, sent along or sent on, and every request is signed for its body", async () => {
    const asked: { url: string; init: RequestInit }[] = [];
    const depot = await playedStore(async (url, init) => {
      asked.push({ url: String(url), init: init! });
      return new Response(null, { status: 404, headers: STORE });
    });
    await depot.read("people/a b/1.json", 10);
    await depot.create(KEY, Buffer.from("abc"));
    for (const { init } of asked) expect(init).toMatchObject({ cache: "no-store", credentials: "omit", redirect: "manual", headers: { authorization: expect.stringContaining("AWS4-HMAC-SHA256 Credential=id/") } });
    expect(asked[0]!.url).toBe("https://store.example/bucket/panel/people/a%20b/1.json");
    expect(asked[1]!.init.headers).toMatchObject({ "if-none-match": "*", "x-amz-content-sha256": "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" });
  });

  test.each([
    ["ENETUNREACH", "no-network"],
    ["EAI_AGAIN", "no-network"],
    ["net::ERR_INTERNET_DISCONNECTED", "no-network"],
    ["ENOTFOUND", "depot-unreachable"],
    ["ECONNREFUSED", "depot-unreachable"],
    ["net::ERR_NAME_NOT_RESOLVED", "depot-unreachable"],
    ["net::ERR_PROXY_CONNECTION_FAILED", "depot-unreachable"],
    ["net::ERR_PROXY_AUTH_REQUESTED", "proxy-needs-password"],
    ["SELF_SIGNED_CERT_IN_CHAIN", "certificate-refused"],
    ["CERT_HAS_EXPIRED", "certificate-refused"],
    ["ERR_TLS_CERT_ALTNAME_INVALID", "certificate-refused"],
    ["net::ERR_CERT_AUTHORITY_INVALID", "certificate-refused"],
    ["Redirect was cancelled", "network-portal"],
  ])("%s is told as %s", async (code, kind) => {
    // Node hides the reason in the cause, Chromium says it in the message.
    const error = /net::| /.test(code) ? new Error(code) : new TypeError("fetch failed", { cause: Object.assign(new Error(code), { code }) });
    const depot = await playedStore(() => Promise.reject(error));
    expect(await depot.list("people/")).toMatchObject({ error: { kind, where: "s3://bucket/panel (store.example)" } });
  });

  test("a proxy's own answer that asks for a password is told as such", async () => {
    const depot = await playedStore(async () => new Response("<h1>Who are you?</h1>", { status: 407, headers: { "content-type": "text/html" } }));
    expect(await depot.list("people/")).toMatchObject({ error: { kind: "proxy-needs-password" } });
  });

  test("a mistake of the program is no fault of the network", async () => {
    const depot = await playedStore(() => Promise.reject(new TypeError("undefined is not a function")));
    await expect(depot.list("people/")).rejects.toThrow("undefined is not a function");
  });

  test("without credentials everything waits, and says for what", async () => {
    const depot = must(openDepot("s3://bucket/panel", timelessNetwork(), null));
    for (const asked of [depot.list("people/"), depot.read(KEY, 10), depot.open(KEY, 0), depot.create(KEY, CONTENT), depot.prepare()]) expect(await asked).toMatchObject({ error: { kind: "depot-credentials-missing" } });
  });
});
