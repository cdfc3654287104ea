import { describe, expect, test } from "vitest";
import { type Depot } from "../../src-main/engine/depot/depot.ts";
import { endedBy, type Network } from "../../src-main/engine/depot/network.ts";
import { openDepot } from "../../src-main/engine/depot/open-depot.ts";
import { must } from "./support/panel.ts";
import { timelessNetwork } from "./support/store-depot.ts";

const KEY = "people/a/1.json";
const CONTENT = Buffer.from(Array.from({ length: 300_000 }, (_, i) => i % 251));

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
