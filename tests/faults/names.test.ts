import { copyFile, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { createFolderDepot } from "../../src-main/engine/depot/folder-depot.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { createPanel, must, temporaryFolder } from "../engine/support/panel.ts";
import { campaign, createPackingRoom, type PackingRoom } from "../fixtures/packing-room.ts";

/** Names that computers do not agree about: in tables, in media folders, in depots, and of data folders. */

const ARABIC = "\u0645\u0631\u0634\u062d";
const OVERRIDE = "\u202e";
const LONG = "x".repeat(300);

async function packed(room: PackingRoom): Promise<string> {
  const outcome = await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") });
  return outcome.ok ? "packed" : describeProblem(outcome.error);
}

/** Everything of the depot, whatever its name. */
const everythingIn = (folder: string) => readdir(folder, { recursive: true });

describe("a table that names a recording", () => {
  test.each([
    ["outside of its folder", "../good.mp4", "leads out of the media folder"],
    ["outside, as Windows writes it", "..\\good.mp4", "leads out of the media folder"],
    ["by an absolute path", "/etc/hostname", "absolute path"],
    ["by a drive", "C:\\good.mp4", "absolute path"],
    ["by a drive alone", "C:good.mp4", "absolute path"],
    ["on a server", "\\\\server\\share\\good.mp4", "absolute path"],
    ["by a device of Windows that is no file here", "CON", "it does not exist"],
    ["with a dot behind it", "good.mp4.", "it does not exist"],
    ["in other capitals", "GOOD.mp4", "it does not exist"],
    ["by a name that is too long for any disk", `${LONG}.mp4`, "its name is too long"],
    ["through a link that leads out", "out.mp4", "leads out of the media folder"],
    ["through a link that leads to itself", "loop.mp4", "it is a link that leads to itself"],
    ["with a character that ends names", "good.mp4\u0000.txt", "characters that no file should have"],
  ])("%s is refused with its reason, and nothing is published", async (_, name, reason) => {
    const room = await createPackingRoom();
    await copyFile(path.join(room.media, "good.mp4"), path.join(room.folder, "good.mp4"));
    await symlink(path.join(room.folder, "good.mp4"), path.join(room.media, "out.mp4"));
    await symlink("loop.mp4", path.join(room.media, "loop.mp4"));
    await room.candidates("K-1,q1,good.mp4,,", `K-2,q1,${name},,`);
    expect(await packed(room)).toContain(reason);
    expect(await everythingIn(room.depotFolder)).toEqual([]);
  });

  test.each([
    ["whose accents are stored apart", "Zoe\u0308.mp4", "Zo\u00eb.mp4"],
    ["whose accents are stored together", "Zo\u00eb.mp4", "Zoe\u0308.mp4"],
    ["in a script that runs from right to left", `${ARABIC}.mp4`, `${ARABIC}.mp4`],
    ["that looks turned round", `a${OVERRIDE}4pm.mp4`, `a${OVERRIDE}4pm.mp4`],
    ["called like a device of Windows", "con.mp4", "con.mp4"],
    ["of 255 bytes", `${"\u00e4".repeat(125)}x.mp4`, `${"\u00e4".repeat(125)}x.mp4`],
  ])("%s is found, and no name of a file goes into the depot", async (_, stored, named) => {
    const room = await createPackingRoom();
    await copyFile(path.join(room.media, "good.mp4"), path.join(room.media, stored));
    await room.candidates(`K-1,q1,${named},,`, "K-2,q1,portrait.mp4,,");
    expect(await packed(room)).toBe("packed");
    for (const name of await everythingIn(room.depotFolder)) expect(name).toMatch(/^[\x21-\x7e]+$/);
  });
});

describe("a table that names a candidate", () => {
  test.each([
    ["that turns its direction", [`K${OVERRIDE}1,q1,good.mp4,,`], "must be 1 to 64 letters"],
    ["stored in two ways", ["Zo\u00eb,q1,good.mp4,,", "Zoe\u0308,q2,good.webm,,"], "is stored with other characters here than on line 2"],
    ["in two kinds of capitals", ["K-1,q1,good.mp4,,", "k-1,q2,good.webm,,"], "differ only in capital letters"],
    ["at too great a length", [`${LONG},q1,good.mp4,,`], "must be 1 to 64 letters"],
    ["by a path", ["../../K-1,q1,good.mp4,,"], "must be 1 to 64 letters"],
  ])("%s is refused with its reason, and nothing is published", async (_, rows, reason) => {
    const room = await createPackingRoom();
    await room.candidates(...rows);
    expect(await packed(room)).toContain(reason);
    expect(await everythingIn(room.depotFolder)).toEqual([]);
  });

  test.each([["..", "K-1", `${ARABIC} 1`], ["CON", "CON", "NUL"], ["/", "K/1", "K.1/2"]])("like %s inside of a reference is an ordinary reference: it never becomes a file's name", async (_, first, second) => {
    const room = await createPackingRoom();
    await room.candidates(`${first},q1,good.mp4,,`, `${second},q1,portrait.mp4,,`);
    await room.allocation(`a-1,${first},live,`, `a-1,${second},live,`);
    expect(await packed(room)).toBe("packed");
    for (const name of await everythingIn(room.depotFolder)) expect(name).not.toContain(second);
  });
});

describe("a batch or a person", () => {
  const hostile = ["..", "../b", "/b", "\\\\server\\b", "C:", "CON", "com1", "b.", "Zo\u00eb", "Zoe\u0308", ARABIC, `b${OVERRIDE}`, "x".repeat(65), ""];
  test.each(hostile)("called %j is refused before anything is published", async (name) => {
    const room = await createPackingRoom();
    expect(await room.pack({ batch: name })).toMatchObject({ ok: false });
    await room.allocation(`${name},K-1,live,`);
    expect(await packed(room)).not.toBe("packed");
    expect(await everythingIn(room.depotFolder)).toEqual([]);
  });
});

describe("a folder depot", () => {
  test("on a drive that knows no capitals: a batch or a campaign whose name differs only in them is refused, and touches nothing of the other", async () => {
    const room = await createPackingRoom();
    const withoutCapitals: Depot = {
      ...room.depot,
      list: async (prefix) => {
        const keys = await room.depot.list(prefix.toLowerCase());
        // The folder is listed as it was asked for.
        return keys.ok ? { ok: true, value: keys.value.map((key) => prefix + key.slice(prefix.length)) } : keys;
      },
      folders: (prefix) => room.depot.folders(prefix.toLowerCase()),
      read: (key, maxBytes) => room.depot.read(key.toLowerCase(), maxBytes),
      open: (key, fromByte) => room.depot.open(key.toLowerCase(), fromByte),
      create: (key, bytes) => room.depot.create(key.toLowerCase(), bytes),
      createFromFile: (key, file, onBytes) => room.depot.createFromFile(key.toLowerCase(), file, onBytes),
    };
    must(await room.pack({ depot: withoutCapitals }));
    const before = await Promise.all((await room.keys()).map(async (key) => [key, must(await room.depot.read(key, 1e7))] as const));
    const clash = (what: string) => ({ error: { kind: "input-invalid", reason: `The ${what}, which is published already, only in capital letters; use the same spelling, or another name.` } });
    for (const depot of [withoutCapitals, room.depot]) expect(await room.pack({ depot, batch: "B-1" })).toMatchObject(clash("batch B-1 differs from b-1"));
    await writeFile(room.campaignFile, JSON.stringify({ ...campaign, id: "Camp-1" }));
    expect(await room.pack({ depot: withoutCapitals, batch: "b-2" })).toMatchObject(clash("campaign Camp-1 differs from camp-1"));
    expect(await room.keys()).toHaveLength(before.length);
    for (const [key, bytes] of before) expect(must(await room.depot.read(key, 1e7))).toEqual(bytes);
  });

  test("never follows a link that somebody laid in it out of itself when it lists, and takes nothing for a document that has no document's name", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const outside = await temporaryFolder();
    await writeFile(path.join(outside, "1.json"), "{}");
    for (const [at, to] of [["allocations/a-1/b-9", outside], ["people/a-7", outside], ["drafts", outside], ["batches/loop", panel.depotFolder]] as const) {
      await mkdir(path.dirname(path.join(panel.depotFolder, at)), { recursive: true });
      await symlink(to, path.join(panel.depotFolder, at)).catch(() => undefined);
    }
    for (const name of [`${OVERRIDE}nosj.1`, "CON", "1.json.", "Zoe\u0308", "x".repeat(255), "1 (2).json", "~$1.json", "Thumbs.db"]) await writeFile(path.join(panel.depotFolder, "people", name), "{}");
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await panel.depot.list("people/")).ok).toBe(true);
    expect(must(await panel.depot.list("allocations/")).some((key) => key.includes("b-9"))).toBe(false);
    expect(must(await panel.depot.list("batches/")).some((key) => key.includes("loop"))).toBe(false);
  });

  test.each([["with an accent and a space", "Zo\u00eb D"], ["that runs from right to left", ARABIC], ["of 255 bytes", "x".repeat(255)], ["that ends in a dot", "depot."], ["with what means something in an address", "a%20b#c?d"]])("in a folder %s holds a batch", async (_, name) => {
    const room = await createPackingRoom();
    const folder = path.join(room.folder, name);
    await mkdir(folder);
    const depot = createFolderDepot(folder);
    must(await room.pack({ depot, allocationFile: path.join(room.folder, "allocation.csv") }));
    const { enrolment } = await room.invite("a-1", { depot, depotUrl: folder });
    const home = await temporaryFolder();
    const panel = await createPanel();
    const desk = await panel.desk(home);
    must(await desk.engine.enrol({ file: Buffer.from(JSON.stringify(enrolment)), filePassphrase: null, protection: { kind: "key-file" } }));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ batch: "b-1", recordings: { total: 3, here: 3 } }]);
  });
});

describe("a data folder", () => {
  test.each([["with an accent and a space", "Zo\u00eb D"], ["that runs from right to left", ARABIC], ["that looks turned round", `a${OVERRIDE}b`], ["of 255 bytes", "x".repeat(255)], ["that ends in a dot", "home."], ["called CON", "CON"], ["with what means something in an address", "a%20b#c?d&mode=ro"]])("%s keeps a desk", async (_, name) => {
    const panel = await createPanel();
    const home = path.join(panel.folder, name);
    const desk = await panel.desk(home);
    must(await desk.engine.enrol({ file: await panel.invite("a-1"), filePassphrase: null, protection: { kind: "key-file" } }));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    await desk.ask("mark.set-evidence", { answerId: 1, text: "Clear." });
    await desk.engine.close();
    const again = await panel.desk(home);
    expect((await again.ask("review.view", { answerId: 1 })).mark.evidence).toBe("Clear.");
    expect(await again.engine.openMedia(1)).not.toBeNull();
    expect(await readdir(panel.folder)).toContain(name);
  });

  test("through a link is one folder with its target: nobody else opens it meanwhile", async () => {
    const panel = await createPanel();
    const home = path.join(panel.folder, "home");
    const link = path.join(panel.folder, "link");
    await mkdir(home);
    await symlink(home, link);
    await panel.desk(home);
    expect(await (await panel.desk(link)).ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "store-in-use" } });
  });

  test.each([["on a server", "\\\\server\\share\\desk"], ["on a server, as Linux writes it", "//server/share/desk"]])("%s is refused in one sentence", async (_, home) => {
    const panel = await createPanel();
    expect(await (await panel.desk(home)).ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "store-on-network", where: home } });
  });

  test.each([["whose name is too long", LONG, "its name is too long"], ["that is a link to itself", "loop", "it is a link that leads to itself"], ["that is a file", "file", "it is a file, not a folder"], ["within a file", "file/home", "part of its path is not a folder"]])("%s is refused with its reason", async (_, name, reason) => {
    const panel = await createPanel();
    await writeFile(path.join(panel.folder, "file"), "A file");
    await symlink("loop", path.join(panel.folder, "loop"));
    expect(await (await panel.desk(path.join(panel.folder, name))).ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "file-unwritable", reason } });
  });
});
