import path from "node:path";
import { expect, test } from "vitest";
import type { OpenedMedia } from "../../../src-main/engine/vault/vault.ts";
import { mediaResponse } from "../../../src-main/shell/media-scheme.ts";
import { contentOf, sealedFile } from "./sealed-file.ts";

/** An engine host that knows the recording of answer 1, and keeps what it was told. */
function fakeHost(...answers: (OpenedMedia | null)[]) {
  const told: string[] = [];
  return {
    told,
    openMedia: async (id: number) => (id !== 1 ? null : answers.length > 1 ? answers.shift()! : (answers[0] ?? null)),
    forgetMedia: (id: number) => void told.push(`forget ${id}`),
    mediaDamaged: (id: number, object: string) => void told.push(`damaged ${id} ${object}`),
  };
}
const quiet = () => {};
const get = (headers: Record<string, string> = {}, address = "media://answer/1") => new Request(address, { headers });

test("a part is sent with the head that names it", async () => {
  const content = contentOf(50_000);
  const response = await mediaResponse(fakeHost(await sealedFile(content)), get({ range: "bytes=20000-20009" }), quiet);
  expect(response.status).toBe(206);
  expect(Object.fromEntries(response.headers)).toMatchObject({ "content-range": "bytes 20000-20009/50000", "content-length": "10", "access-control-allow-origin": "app://desk" });
  expect(Buffer.from(await response.arrayBuffer()).equals(content.subarray(20_000, 20_010))).toBe(true);
});

test("a recording that moved since it was remembered is asked for anew", async () => {
  const media = await sealedFile(contentOf(100));
  const host = fakeHost({ ...media, path: `${media.path}-before` }, media);
  expect((await mediaResponse(host, get(), quiet)).status).toBe(200);
  expect(host.told).toEqual(["forget 1"]);
});

test("a recording whose file is gone or damaged is not found, and the engine is told", async () => {
  const media = await sealedFile(contentOf(100));
  for (const wrong of [{ ...media, path: `${media.path}-gone` }, { ...media, key: new Uint8Array(32) }]) {
    const host = fakeHost(wrong);
    expect((await mediaResponse(host, get(), quiet)).status).toBe(404);
    expect(host.told).toEqual(["forget 1", `damaged 1 ${media.object}`]);
  }
});

test("a recording that the disk does not give is not found, and is not taken for damaged", async () => {
  const media = await sealedFile(contentOf(100));
  const host = fakeHost({ ...media, path: path.dirname(media.path) });
  expect((await mediaResponse(host, get(), quiet)).status).toBe(404);
  expect(host.told).toEqual(["forget 1", "forget 1"]);
});

test("an empty recording is sent as nothing", async () => {
  const response = await mediaResponse(fakeHost(await sealedFile(Buffer.alloc(0))), get(), quiet);
  expect([response.status, response.headers.get("content-length"), await response.text()]).toEqual([200, "0", ""]);
});

test("strangers and other methods are refused before anything is opened", async () => {
  const host = { ...fakeHost(null), openMedia: () => expect.unreachable("Nothing is to be opened.") };
  expect((await mediaResponse(host, get({ origin: "https://example.org" }), quiet)).status).toBe(403);
  expect((await mediaResponse(host, get({ origin: "app://other" }), quiet)).status).toBe(403);
  expect((await mediaResponse(host, new Request("media://answer/1", { method: "DELETE" }), quiet)).status).toBe(405);
  for (const address of ["media://answer/", "media://answer/0", "media://answer/01", "media://answer/1/2", "media://answer/99999999999999999999", "media://other/1", "media://answer/1?key"]) {
    expect((await mediaResponse(host, get({}, address), quiet)).status, address).toBe(404);
  }
});
