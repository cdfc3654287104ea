import { mkdir, readdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import PQueue from "p-queue";
import { describe, expect, test } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { createFolderDepot } from "../../src-main/engine/depot/folder-depot.ts";
import { openDepot } from "../../src-main/engine/depot/open-depot.ts";
import { hasObjectStore } from "../support/object-store.ts";
import { must, network, temporaryFolder } from "./support/panel.ts";
import { storeDepot } from "./support/store-depot.ts";

/** Every kind of depot keeps these promises. */
const depots: [string, () => Promise<Depot>][] = [
  ["folder", async () => createFolderDepot(await temporaryFolder())],
  ...(hasObjectStore ? [["s3", () => storeDepot()] as [string, () => Promise<Depot>], ["s3 under a prefix, by host", () => storeDepot("panels/2026", "virtual-host")] as [string, () => Promise<Depot>]] : []),
];

async function bytesOf(depot: Depot, key: string, fromByte: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of must(await depot.open(key, fromByte)).bytes) parts.push(part);
  return Buffer.concat(parts);
}

describe.each(depots)("a depot (%s)", (_name, createDepot) => {
  test("gives back what was put into it, whole or from any byte", async () => {
    const depot = await createDepot();
    const content = Buffer.from(Array.from({ length: 3_000_000 }, (_, i) => i % 253));
    expect(must(await depot.create("batches/b/media/x", content))).toBe("created");
    expect(must(await depot.read("batches/b/media/x", 4_000_000))).toEqual(content);
    expect(must(await depot.open("batches/b/media/x", 0)).sizeBytes).toBe(content.length);
    expect(await bytesOf(depot, "batches/b/media/x", 2_999_990)).toEqual(content.subarray(2_999_990));
    expect(await bytesOf(depot, "batches/b/media/x", 3_000_000)).toEqual(Buffer.alloc(0));
  });

  test("repeating an upload changes nothing", async () => {
    const depot = await createDepot();
    must(await depot.create("sets/b/a/1.json", Buffer.from("first")));
    expect(must(await depot.create("sets/b/a/1.json", Buffer.from("second")))).toBe("already-exists");
    expect(must(await depot.read("sets/b/a/1.json", 100)).toString()).toBe("first");
  });

  test("of many who put something under one key at once, one comes first and the others are told", async () => {
    const depot = await createDepot();
    const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => depot.create("sets/b/a/1.json", Buffer.from(`writer ${i}`))));
    expect(outcomes.map(must).filter((each) => each === "created")).toHaveLength(1);
    const winner = outcomes.findIndex((each) => must(each) === "created");
    expect(must(await depot.read("sets/b/a/1.json", 100)).toString()).toBe(`writer ${winner}`);
  });

  test("a file goes in as it is, and its progress is told to the last byte", async () => {
    const depot = await createDepot();
    const file = path.join(await temporaryFolder(), "file");
    const content = Buffer.alloc(2_500_000, 9);
    await writeFile(file, content);
    let told = 0;
    expect(must(await depot.createFromFile("batches/b/media/y", file, (bytes) => (told += bytes)))).toBe("created");
    expect(told).toBe(content.length);
    expect(must(await depot.read("batches/b/media/y", 3_000_000))).toEqual(content);
    expect(must(await depot.createFromFile("batches/b/media/y", file, () => undefined))).toBe("already-exists");
  });

  test("lists the keys under a prefix, and nothing for a prefix that nothing has", async () => {
    const depot = await createDepot();
    for (const key of ["people/a/1.json", "people/b/1.json", "sets/b/a/1.json"]) must(await depot.create(key, Buffer.from("x")));
    expect(must(await depot.list("people/")).sort()).toEqual(["people/a/1.json", "people/b/1.json"]);
    expect(must(await depot.list("campaigns/"))).toEqual([]);
  });

  test("lists the folders right under a prefix, whatever lies in them", async () => {
    const depot = await createDepot();
    for (const key of ["batches/b-1/1.json", "batches/b-1/media/x", "batches/b 2/1.json", "batches/readme", "sets/b-3/a/1.json"]) must(await depot.create(key, Buffer.from("x")));
    expect(must(await depot.folders("batches/")).sort()).toEqual(["b 2", "b-1"]);
    expect(must(await depot.folders("campaigns/"))).toEqual([]);
  });

  test("lists more keys than a store gives at once, those of one folder alone, and each once", async () => {
    const depot = await createDepot();
    const keys = Array.from({ length: 1100 }, (_, i) => `people/p-${i}/1.json`);
    const queue = new PQueue({ concurrency: 8 });
    await queue.addAll([...keys, "people-of-others/1.json"].map((key) => async () => must(await depot.create(key, Buffer.from("x")))));
    expect(must(await depot.list("people/")).sort()).toEqual(keys.sort());
  });

  test("nothing at all can be put into it, and comes back as nothing", async () => {
    const depot = await createDepot();
    expect(must(await depot.create("people/a/1.json", Buffer.alloc(0)))).toBe("created");
    expect(must(await depot.read("people/a/1.json", 10))).toEqual(Buffer.alloc(0));
    expect(await bytesOf(depot, "people/a/1.json", 0)).toEqual(Buffer.alloc(0));
    expect(must(await depot.open("people/a/1.json", 5)).sizeBytes).toBe(0);
  });

  test("is ready for its first document, however often that is asked", async () => {
    const depot = await createDepot();
    must(await depot.prepare());
    must(await depot.prepare());
    expect(must(await depot.list("people/"))).toEqual([]);
  });

  test("what is not there is said to be missing", async () => {
    const depot = await createDepot();
    expect(await depot.read("people/a/1.json", 100)).toEqual({ ok: false, error: { kind: "depot-missing", key: "people/a/1.json" } });
    expect(await depot.open("people/a/1.json", 0)).toMatchObject({ error: { kind: "depot-missing" } });
  });

  test.each(["../outside", "people/../x", "/people/a", "people//x", "people/.hidden", ""])("a key that is none is a mistake in the program: %s", async (key) => {
    const depot = await createDepot();
    await expect(depot.create(key, Buffer.from("x")).then(must)).rejects.toThrow(RangeError);
    await expect(depot.open(key, 0).then(must)).rejects.toThrow(RangeError);
  });

  test("an object longer than expected is not read into memory", async () => {
    const depot = await createDepot();
    must(await depot.create("people/a/1.json", Buffer.alloc(101)));
    expect(await depot.read("people/a/1.json", 100)).toMatchObject({ error: { kind: "document-damaged" } });
  });
});

describe("a folder depot", () => {
  test("that is away looks away, not empty, and comes back as it was", async () => {
    const folder = path.join(await temporaryFolder(), "drive");
    await mkdir(folder);
    const depot = createFolderDepot(folder);
    must(await depot.create("people/a/1.json", Buffer.from("x")));
    await rename(folder, `${folder}-unplugged`);
    const away = { ok: false, error: { kind: "depot-unreachable", where: folder } };
    expect(await depot.list("people/")).toEqual(away);
    expect(await depot.read("people/a/1.json", 9)).toEqual(away);
    expect(await depot.create("people/b/1.json", Buffer.from("y"))).toEqual(away);
    await rename(`${folder}-unplugged`, folder);
    expect(must(await depot.list("people/"))).toEqual(["people/a/1.json"]);
  });

  test("takes away what an earlier life of its desk left unfinished, and nothing of anybody else", async () => {
    const folder = await temporaryFolder();
    await mkdir(path.join(folder, "sets/b/a-1"), { recursive: true });
    for (const name of [".writing-a-1-1.old.1", ".writing-a-1-2.old.1", ".writing-1"]) await writeFile(path.join(folder, "sets/b/a-1", name), "half");
    const depot = createFolderDepot(folder, "a-1-1");
    await depot.tidy(["people/a-1/", "sets/b/a-1/"]);
    expect((await readdir(path.join(folder, "sets/b/a-1"))).sort()).toEqual([".writing-1", ".writing-a-1-2.old.1"]);
    await createFolderDepot(folder).tidy(["sets/b/a-1/"]);
    expect(await readdir(path.join(folder, "sets/b/a-1"))).toHaveLength(2);
  });

  test("leaves no temporary file behind, and shows none of another writer", async () => {
    const folder = await temporaryFolder();
    const depot = createFolderDepot(folder);
    await Promise.all(Array.from({ length: 10 }, () => depot.create("people/a/1.json", Buffer.from("x"))));
    expect(await readdir(path.join(folder, "people/a"))).toEqual(["1.json"]);
    await writeFile(path.join(folder, "people/a/.writing-123"), "half");
    expect(must(await depot.list("people/"))).toEqual(["people/a/1.json"]);
  });

  test.each(["../outside", "people/../../outside", "/etc/passwd", "people//x", "people/a\\..\\b", "C:/x", "people/.hidden"])("never reaches outside its folder: %s", async (key) => {
    const depot = createFolderDepot(await temporaryFolder());
    await expect(async () => must(await depot.create(key, Buffer.from("x")))).rejects.toThrow();
  });

  test("opens by path and by file address, and refuses what it cannot use", async () => {
    const folder = await temporaryFolder();
    expect(must(openDepot(pathToFileURL(folder).href, network, null)).where).toBe(folder);
    expect(must(openDepot(folder, network, null)).where).toBe(folder);
    for (const url of ["ftp://host/x", "http://bucket/prefix", ""]) expect(openDepot(url, network, null)).toEqual({ ok: false, error: { kind: "depot-unsupported", url } });
  });
});
