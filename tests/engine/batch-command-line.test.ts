import { readdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { campaign, createPackingRoom, type PackingRoom } from "../fixtures/packing-room.ts";
import { desk, deskJson, isPlain } from "./support/built-command-line.ts";

describe("a batch through the command line", () => {
  let room: PackingRoom;
  let key: string;
  let pack: string[];
  const marks = ["batch,candidate,question,assessor,score,note,at", "b-1,K-1,q1,a-1,3,Clear and calm,", "b-1,K-1,q2,a-1,2,Vague,2026-11-21T09:40:00Z", "b-1,K-2,q1,a-1,4,Outstanding,"];

  async function begin() {
    room = await createPackingRoom();
    await room.allocation("a-1,K-1,live,2026-12-01", "a-1,K-2,live,");
    key = path.join(room.folder, "lead.key.json");
    pack = ["pack", "--campaign", room.campaignFile, "--candidates", path.join(room.folder, "candidates.csv"), "--media", room.media, "--batch", "b-1", "--depot", room.depotFolder, "--key", key, "--allocate", path.join(room.folder, "allocation.csv")];
    expect(await desk(["keygen", "--out", key, "--person", "lead", "--name", "The lead"])).toMatchObject({ status: 0, err: "", out: expect.stringContaining("Move it to a safe now") });
  }

  test("is packed, invited, enrolled, fetched, marked, submitted, and verified on both sides", async () => {
    await begin();
    const packed = await deskJson(pack);
    expect(packed).toMatchObject({ status: 0, err: "", json: { batch: "b-1", revision: 1, recordings: { published: 3, reused: 0 }, allocations: [{ assessor: "a-1", revision: 1, candidates: 2, invited: false }] } });
    const enrolment = path.join(room.folder, "a-1.json");
    const passphrase = { DESK_PASSPHRASE: "three unrelated words" };
    expect(await deskJson(["invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A One", "--role", "assessor", "--trust", key, "--out", enrolment, "--lock"], passphrase)).toMatchObject({ status: 0, json: { number: 1, locked: true, allocations: [{ batch: "b-1", revision: 2 }] } });
    const own = path.join(room.folder, "home");
    expect(await desk(["enrol", "--home", own, "--file", enrolment])).toMatchObject({ status: 1, err: expect.stringContaining("locked with a passphrase") });
    await expect(stat(own)).rejects.toThrow();
    expect(await deskJson(["enrol", "--home", own, "--file", enrolment], passphrase)).toMatchObject({ status: 0, json: { person: "a-1", role: "assessor" } });
    expect(await deskJson(["sync", "--home", own])).toMatchObject({ status: 0, json: { complete: true, batches: 1, recordings: { here: 3, total: 3 }, outbox: { waiting: 0 } } });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ status: 0, json: { batches: [{ batch: "b-1", state: "not-started", answers: { total: 3, marked: 0 } }] } });

    expect(await desk(["submit", "--home", own, "--batch", "b-1"])).toMatchObject({ status: 1, err: expect.stringContaining("3 answers of b-1 still need something") });
    const csv = path.join(room.folder, "marks.csv");
    await writeFile(csv, [...marks.slice(0, 3), "b-1,K-2,q1,a-1,9,Too high,"].join("\n"));
    expect(await desk(["mark", "--home", own, "--csv", csv])).toMatchObject({ status: 1, err: expect.stringContaining("Line 4") });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ json: { batches: [{ answers: { marked: 0 } }] } });
    await writeFile(csv, marks.join("\n"));
    expect(await deskJson(["mark", "--home", own, "--csv", csv])).toMatchObject({ status: 0, json: { marks: 3 } });

    await rename(room.depotFolder, `${room.depotFolder}-away`);
    const waiting = await deskJson(["submit", "--home", own, "--batch", "b-1"]);
    expect(waiting).toMatchObject({ status: 1, json: { problem: { kind: "set-waiting" } }, err: expect.stringContaining("sealed and safe on this laptop") });
    expect(await deskJson(["sync", "--home", own])).toMatchObject({ status: 1, json: { problem: { kind: "depot-unreachable" } } });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ status: 0, json: { network: { problem: { kind: "depot-unreachable" }, attempts: 2 }, fetching: { paused: false, bandwidthLimit: null } } });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ status: 0, json: { outbox: [{ delivery: { kind: "waiting" } }] } });
    await rename(`${room.depotFolder}-away`, room.depotFolder);
    expect(await deskJson(["sync", "--home", own, "--pause", "--limit", "500"])).toMatchObject({ status: 0, json: { complete: true } });
    expect(await deskJson(["status", "--home", own])).toMatchObject({ json: { network: { problem: null, attempts: 0 }, fetching: { paused: true, bandwidthLimit: 500_000 } } });

    const changed = ["--home", own, "--batch", "b-1", "--reason", "Listened again"];
    expect(await deskJson(["reopen", ...changed])).toMatchObject({ status: 0 });
    await writeFile(csv, [marks[0], "b-1,K-1,q2,a-1,3,Clearer than I thought,"].join("\n"));
    expect(await deskJson(["mark", "--home", own, "--csv", csv])).toMatchObject({ status: 0, json: { marks: 1 } });
    const second = await deskJson(["submit", "--home", own, "--batch", "b-1"]);
    expect(second).toMatchObject({ status: 0, json: { revision: 2, reason: "Listened again", delivery: { kind: "delivered" } } });

    expect(await deskJson(["verify", "--home", own])).toMatchObject({ status: 0, json: { ok: true, recordings: { checked: 4, opened: 4 } } });
    expect(await deskJson(["verify", "--depot", room.depotFolder])).toMatchObject({ status: 0, json: { ok: true, documents: { checked: 10, opened: 0 }, signaturesChecked: 5 } });
    expect((await desk(["verify", "--depot", room.depotFolder])).out).toContain("10 documents checked, and the signatures of 5 of them (the others need a lead's key)");
    expect(await deskJson(["verify", "--depot", room.depotFolder, "--key", key])).toMatchObject({ status: 0, json: { ok: true, documents: { checked: 10, opened: 10 }, recordings: { checked: 4, opened: 4 } } });
    const set = path.join(room.depotFolder, second.json["key"] as string);
    expect(await deskJson(["show", set, "--key", key, "--depot", room.depotFolder])).toMatchObject({ status: 0, json: { signerPerson: "a-1", signature: "fits", nameFits: true, content: { revision: 2, marks: [{ score: 3 }, { score: 3 }, { score: 4 }] } } });

    const media = path.join(room.depotFolder, "batches/b-1/media");
    const [object] = await readdir(media);
    const bytes = await readFile(path.join(media, object!));
    bytes[100]! ^= 1;
    await writeFile(path.join(media, object!), bytes);
    const damaged = await desk(["verify", "--depot", room.depotFolder, "--key", key]);
    expect(damaged.status).toBe(1);
    expect(damaged.out).toContain(object);
  });

  test("a depot's path that is mistyped is said as that, and no folder is made of it", async () => {
    await begin();
    const typo = `${room.depotFolder}t`;
    const mistyped = { status: 1, json: { problem: { kind: "depot-not-found", where: typo } }, err: expect.stringMatching(/Nothing was published or changed; check the path/) };
    expect(await deskJson(pack.map((each) => (each === room.depotFolder ? typo : each)))).toMatchObject(mistyped);
    expect(await deskJson(["invite", "--depot", typo, "--person", "a-1", "--name", "A", "--role", "assessor", "--trust", key, "--out", path.join(room.folder, "e.json")])).toMatchObject(mistyped);
    expect(await deskJson(["verify", "--depot", typo, "--key", key])).toMatchObject(mistyped);
    await expect(stat(typo)).rejects.toThrow();
    await expect(stat(path.join(room.folder, "e.json"))).rejects.toThrow();
  });

  test("verifying says how far it went without a key, and when the key is another depot's", async () => {
    await begin();
    await deskJson(pack);
    const without = await desk(["verify", "--depot", room.depotFolder]);
    expect(without.out).toContain("3 documents checked, but none of their signatures (they need a lead's key); 4 sealed files checked.");
    expect(without.out).toContain("No problem was found as far as can be seen without a lead's key.");
    const other = path.join(room.folder, "other.key.json");
    expect(await desk(["keygen", "--out", other, "--person", "other"])).toMatchObject({ status: 0 });
    const foreign = await desk(["verify", "--depot", room.depotFolder, "--key", other]);
    expect(foreign).toMatchObject({ status: 1, err: "", out: expect.stringMatching(/^Nothing in .* was signed by other, .* try again with the key of this depot's lead\.\n$/) });
    expect(await deskJson(["verify", "--depot", room.depotFolder, "--key", other])).toMatchObject({ status: 1, json: { ok: false, foreignKey: true } });
  });

  test("a table of marks is refused in a sentence that says what is wrong with it, and taken with what to look at", async () => {
    await begin();
    await writeFile(room.campaignFile, JSON.stringify({ ...campaign, rules: { passMark: 3, minimumWatchedShare: 0.8 } }));
    await deskJson(pack);
    const enrolment = path.join(room.folder, "a-1.json");
    const own = path.join(room.folder, "home");
    for (const args of [["invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A One", "--role", "assessor", "--trust", key, "--out", enrolment], ["enrol", "--home", own, "--file", enrolment], ["sync", "--home", own]])
      expect(await desk(args)).toMatchObject({ status: 0 });
    const csv = path.join(room.folder, "marks.csv");
    const mark = ["mark", "--home", own, "--csv", csv];
    const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
    for (const [lines, sentence] of [
      [[marks[0], `b-1,K-1,q1,a-1,3,Clear,${later(10)}`], "Line 2 of the marks cannot be used: “20"],
      [[marks[0], "b-1,K-1,q1,a-1,,Clear,"], "Line 2 of the marks cannot be used: the score is missing. No mark was changed"],
      [[marks[0], "b-1,K-1,q1,a-1,3,Cle"], "Line 2 of the marks cannot be used: it has 6 cells but the header has 7; it may have been cut off. No mark was changed"],
      [[marks[0]], "The table of marks cannot be used: it has a header but no lines. No mark was changed"],
      [[], "The table of marks cannot be used: it is empty."],
      [["batch,candidate,question", "b-1,K-1,q1"], "the column score is missing"],
      [[marks[0]!.replaceAll(",", ";"), "b-1;K-1;q1;a-1;3;Clear, calm;"], "its columns are separated by semicolons; save it with commas."],
    ] as const) {
      await writeFile(csv, lines.join("\n"));
      const refused = await desk(mark);
      expect(refused).toMatchObject({ status: 1, out: "", err: expect.stringContaining(sentence) });
      expect(isPlain(refused.err)).toBe(true);
    }
    expect(await deskJson(["status", "--home", own])).toMatchObject({ json: { batches: [{ answers: { marked: 0 } }] } });

    // Two computers' clocks may differ a little.
    await writeFile(csv, [`${marks[0]},colour`, `b-1,K-1,q1,a-1,3,Clear,${later(2)},red`, "b-1,K-1,q2,a-1,2,Vague,,"].join("\n"));
    const taken = await desk(mark);
    expect(taken).toMatchObject({ status: 0, out: "2 marks saved.\n" });
    expect(taken.err).toMatch(/^Note: marks\.csv: the column colour means nothing here and was left aside\.\nNote: The campaign asks for watching \(b-1\): marks from a table count as made outside the window[^\n]*\n$/);

    await writeFile(csv, [marks[0], "b-1,K-1,q1,a-1,2,Heard again,2025-11-21T09:40:00Z", "b-1,K-1,q2,a-1,3,Clearer,", "b-1,K-2,q1,a-1,4,Outstanding,"].join("\n"));
    const mixed = await desk(mark);
    expect(mixed).toMatchObject({ status: 0, out: "2 marks saved, 1 in place of another, which stays in the log.\n" });
    expect(mixed.err).toMatch(/^Note: 1 mark stays as it is, since it was given here later than the table says: b-1 K-1 q1\. Leave the column at empty in its line to replace it\.\n/);
  });

  test("a missing folder of recordings is called a folder", async () => {
    await begin();
    const { status, json, err } = await deskJson(pack.map((each) => (each === room.media ? `${room.media}t` : each)));
    expect({ status, json, err }).toMatchObject({ status: 1, json: { problem: { kind: "media-folder-missing", where: `${room.media}t` } }, err: `There is no folder ${room.media}t with recordings. Nothing was published; check the path given with --media, and that its drive is connected.\n` });
    expect(await room.keys()).toEqual([]);
  });

  test("bad recordings are all named, and the exit status is 1", async () => {
    await begin();
    await room.candidates("K-1,q1,missing.mp4,,", "K-2,q1,../lead.key.json,,");
    const { status, json, err } = await deskJson(pack);
    expect(status).toBe(1);
    expect(json).toMatchObject({ problem: { kind: "recordings-refused", refused: [{ file: "missing.mp4" }, { file: "../lead.key.json" }] } });
    expect(err).toContain("2 recordings and captions files cannot be used. Nothing was published; correct them, or check the media folder.");
    expect(await room.keys()).toEqual([]);
  });

  test("warnings are notes on standard error for people, and stand in the object for programs", async () => {
    await begin();
    await room.candidates("K-1,q1,index-at-end.mp4,,", "K-2,q1,good.mp4,,");
    const packed = await desk(pack);
    expect(packed.status).toBe(0);
    expect(packed.err).toMatch(/^Note: .*no recording for some questions.*\nNote: .*index at its end/);
    expect(await deskJson(pack)).toMatchObject({ err: "", json: { warnings: [expect.stringContaining("no recording"), expect.stringContaining("index")] } });
  });

  test("an enrolment file and a key are never overwritten", async () => {
    await begin();
    const before = await readFile(key);
    expect(await desk(["keygen", "--out", key])).toMatchObject({ status: 1, err: expect.stringContaining("exists already and was left alone") });
    expect(await desk(["invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A", "--role", "assessor", "--trust", key, "--out", key])).toMatchObject({ status: 1, err: expect.stringContaining("exists already") });
    expect(await readFile(key)).toEqual(before);
    expect(await room.keys()).toEqual([]);
  });
});
