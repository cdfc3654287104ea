import { execFileSync, spawnSync } from "node:child_process";
import { copyFile, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { createFolderDepot } from "../../src-main/engine/depot/folder-depot.ts";
import { openDocument } from "../../src-main/engine/documents/documents.ts";
import { trustLeads } from "../../src-main/engine/documents/trust.ts";
import { createAgePair, createLeadKey } from "../../src-main/engine/enrolment/keygen.ts";
import { openWhole, RECORDING_CONTEXT } from "../../src-main/engine/vault/cobblestone.ts";
import { campaign, CAPTION_TEXT, createPackingRoom, mediaKeys, QUESTION_TEXT, recordings } from "../fixtures/packing-room.ts";
import { must, temporaryFolder } from "./support/panel.ts";

describe("packing a batch", () => {
  test("a field outside the rules that means nothing is named, since it may be a slip of the pen", async () => {
    const room = await createPackingRoom();
    await room.candidates("K-1,q1,good.mp4,,");
    const slipped = { colour: "red", ...campaign, questions: campaign.questions.map((each) => ({ ...each, hint: "x" })) };
    await writeFile(room.campaignFile, JSON.stringify(slipped));
    expect(must(await room.pack()).warnings).toContainEqual(expect.stringContaining("campaign.json: colour, questions[1].hint, questions[2].hint mean nothing here"));
  });

  test("publishes campaign, batch, recordings and allocations, and opening gives back what was packed", async () => {
    const room = await createPackingRoom();
    const packed = must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
    expect(packed).toMatchObject({
      batch: "b-1",
      revision: 1,
      campaign: { id: "camp-1", revision: 1 },
      candidates: 2,
      answers: 3,
      recordings: { published: 3, reused: 0 },
      allocations: [{ assessor: "a-1", revision: 1, candidates: 2, invited: false }],
    });
    const batch = await room.batch();
    expect(batch.candidates.map((each) => [each.candidate, each.answers.map((answer) => [answer.question, answer.secondsAllowed])])).toEqual([
      ["K-1", [["q1", 180], ["q2", 240]]],
      ["K-2", [["q1", 180]]],
    ]);
    const [answer] = batch.candidates[0]!.answers;
    for (const [object, file] of [[answer!.recording, "good.mp4"], [answer!.captions!, "good.vtt"]] as const) {
      const sealed = await readFile(path.join(room.depotFolder, "batches/b-1/media", object.object));
      expect(sealed.length).toBe(object.sealedBytes);
      expect(openWhole(sealed, Buffer.from(object.key, "base64url"), RECORDING_CONTEXT)).toEqual(await readFile(path.join(room.media, file)));
    }
    expect(mediaKeys(await room.keys())).toHaveLength(4);
  });

  test("no two files share a key", async () => {
    const room = await createPackingRoom();
    await room.candidates("K-1,q1,good.mp4,good.vtt,", "K-2,q1,good.mp4,good.vtt,");
    const packed = must(await room.pack());
    expect(packed.warnings).toContainEqual(expect.stringContaining("K-2, q1 and K-1, q1 are the very same recording"));
    const keys = (await room.batch()).candidates.flatMap((each) => each.answers.flatMap((answer) => [answer.recording.key, answer.captions!.key]));
    expect(new Set(keys).size).toBe(4);
  });

  test("nothing of a recording, a caption, a question or a reference is readable anywhere in the depot", async () => {
    const room = await createPackingRoom();
    await room.candidates("Kandidat-4711,q1,good.mp4,good.vtt,", "Kandidat-4711,q2,good.webm,,");
    await room.allocation("a-1,Kandidat-4711,live,");
    must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
    await room.invite("a-1");
    const needles = [QUESTION_TEXT, CAPTION_TEXT, "Kandidat-4711", "ftyp", "WEBVTT", "AGE-SECRET-KEY", campaign.title].map((text) => Buffer.from(text));
    for (const name of ["good.mp4", "good.webm"]) {
      const bytes = await readFile(path.join(room.media, name));
      for (let at = 0; at + 16 <= bytes.length; at += 997) needles.push(bytes.subarray(at, at + 16));
    }
    const files = await readdir(room.depotFolder, { recursive: true, withFileTypes: true });
    for (const entry of files.filter((each) => each.isFile())) {
      const bytes = await readFile(path.join(entry.parentPath, entry.name));
      // A document's payload stands in it in base64url: a signature hides nothing.
      const layers = [bytes, ...(bytes.toString("latin1").match(/[A-Za-z0-9_-]{40,}/g) ?? []).map((text) => Buffer.from(text, "base64url"))];
      for (const needle of needles) for (const layer of layers) expect(layer.includes(needle), `${needle.toString("latin1")} in ${entry.name}`).toBe(false);
    }
  });

  test("the same files again publish nothing, and a changed one only itself, as the next revision", async () => {
    const room = await createPackingRoom();
    const allocationFile = path.join(room.folder, "allocation.csv");
    must(await room.pack({ allocationFile }));
    const before = await room.keys();
    expect(must(await room.pack({ allocationFile }))).toMatchObject({ revision: 1, changed: false, recordings: { published: 0, reused: 3 }, bytes: 0, allocations: [{ revision: 1, changed: false }] });
    expect(await room.keys()).toEqual(before);

    await copyFile(path.join(room.media, "live.webm"), path.join(room.media, "good.webm"));
    expect(must(await room.pack({ allocationFile }))).toMatchObject({ revision: 2, campaign: { revision: 1 }, recordings: { published: 1, reused: 2 } });
    expect(mediaKeys(await room.keys())).toHaveLength(mediaKeys(before).length + 1);
    const [first, second] = [await room.batch(1), await room.batch(2)];
    expect(second.identity).toBe(first.identity);
    expect(second.candidates[0]!.answers[0]).toEqual(first.candidates[0]!.answers[0]);
    expect(second.candidates[0]!.answers[1]!.recording.key).not.toBe(first.candidates[0]!.answers[1]!.recording.key);
  });

  test("an object that went missing is sealed and sent again", async () => {
    const room = await createPackingRoom();
    must(await room.pack());
    const { object } = (await room.batch()).candidates[1]!.answers[0]!.recording;
    await rm(path.join(room.depotFolder, "batches/b-1/media", object));
    expect(must(await room.pack())).toMatchObject({ revision: 2, recordings: { published: 1, reused: 2 } });
  });

  test("a changed campaign is its next revision, and the batch follows without sending recordings again", async () => {
    const room = await createPackingRoom();
    must(await room.pack());
    await writeFile(room.campaignFile, JSON.stringify({ ...campaign, rules: { passMark: 2 } }));
    expect(must(await room.pack())).toMatchObject({ revision: 2, campaign: { revision: 2 }, recordings: { published: 0, reused: 3 } });
    expect((await room.batch(2)).campaignRevision).toBe(2);
  });

  test("a changed allocation is its assessor's next revision; who is not mentioned any more is said", async () => {
    const room = await createPackingRoom();
    const allocationFile = path.join(room.folder, "allocation.csv");
    await room.allocation("a-1,K-1,,", "a-2,K-1,,");
    must(await room.pack({ allocationFile }));
    await room.allocation("a-1,K-1,,", "a-1,K-2,,");
    const packed = must(await room.pack({ allocationFile }));
    expect(packed.allocations).toEqual([{ assessor: "a-1", revision: 2, candidates: 2, invited: false, changed: true }]);
    expect(packed.warnings).toContainEqual(expect.stringContaining("does not mention a-2"));
  });

  test("an answer that is left out of the next revision is said", async () => {
    const room = await createPackingRoom();
    must(await room.pack());
    await room.candidates("K-1,q1,good.mp4,good.vtt,", "K-1,q2,good.webm,,240");
    const packed = must(await room.pack());
    expect(packed).toMatchObject({ revision: 2, candidates: 1 });
    expect(packed.warnings).toContainEqual(expect.stringContaining("K-2 (q1)"));
  });

  test("an MP4 with its index at the end is packed with a word about it", async () => {
    const room = await createPackingRoom();
    await room.candidates("K-1,q1,index-at-end.mp4,,", "K-1,q2,good.mp4,,");
    expect(must(await room.pack()).warnings).toEqual([expect.stringMatching(/^1 MP4 file has its index at its end.*index-at-end\.mp4/)]);
  });

  test("progress counts every byte and every file once", async () => {
    const room = await createPackingRoom();
    const seen: { doneBytes: number; totalBytes: number; doneFiles: number; totalFiles: number }[] = [];
    must(await room.pack({ onProgress: (progress) => progress.kind === "publishing" && seen.push(progress) }));
    const sizes = await Promise.all(["good.mp4", "good.vtt", "good.webm", "portrait.mp4"].map(async (name) => (await stat(path.join(room.media, name))).size));
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(seen.at(-1)).toMatchObject({ doneBytes: total, totalBytes: total, doneFiles: 4, totalFiles: 4 });
    expect(seen.every((each, index) => index === 0 || each.doneBytes >= seen[index - 1]!.doneBytes)).toBe(true);
  });

  test("nothing stays behind in the temporary folder, whether it went well or not", async () => {
    const room = await createPackingRoom();
    const temporary = await temporaryFolder();
    must(await room.pack({ temporaryFolder: temporary }));
    await room.candidates("K-1,q1,missing.mp4,,");
    await room.pack({ temporaryFolder: temporary });
    expect(await readdir(temporary)).toEqual([]);
  });
});

describe("packing refuses", () => {
  test("all bad files at once, each with its reason, before anything is published", async () => {
    const room = await createPackingRoom();
    const files = { "no-audio.mp4": "no-audio.mp4", "no-video.mp4": "no-video.mp4", "hevc.mp4": "hevc.mp4", "cut.mp4": "good.mp4", "cut.webm": "good.webm" };
    for (const [name, from] of Object.entries(files)) await copyFile(path.join(recordings, from), path.join(room.media, name));
    for (const name of ["cut.mp4", "cut.webm"]) await truncate(path.join(room.media, name), 4000);
    await writeFile(path.join(room.media, "empty.mp4"), "");
    await writeFile(path.join(room.media, "text.mp4"), "This is a text, renamed.");
    await writeFile(path.join(room.media, "bad.vtt"), "no captions");
    const bad = ["no-audio.mp4", "no-video.mp4", "hevc.mp4", "cut.mp4", "cut.webm", "empty.mp4", "text.mp4", "missing.mp4", "../lead.key.json", "/etc/passwd"];
    await room.candidates(...bad.map((name, index) => `K-${index},q1,${name},,`), "K-50,q1,good.mp4,bad.vtt,", "K-51,q1,good.mp4,,1");
    const refused = await room.pack();
    expect(refused).toMatchObject({
      error: {
        kind: "recordings-refused",
        refused: [
          { file: "no-audio.mp4", reason: "it has no audio track" },
          { file: "no-video.mp4", reason: "it has no video track" },
          { file: "hevc.mp4", reason: expect.stringContaining("HEVC") },
          { file: "cut.mp4", reason: expect.stringContaining("cut off") },
          { file: "cut.webm", reason: expect.stringContaining("cut off") },
          { file: "empty.mp4", reason: "it is empty" },
          { file: "text.mp4", reason: "it is not a video" },
          { file: "missing.mp4", reason: "it does not exist" },
          { file: "../lead.key.json", reason: expect.stringContaining("leads out") },
          { file: "/etc/passwd", reason: expect.stringContaining("absolute") },
          { file: "bad.vtt", reason: expect.stringContaining("no WebVTT") },
        ],
      },
    });
    expect(await room.keys()).toEqual([]);
  });

  test("an answer that runs over the seconds allowed and the campaign's tolerance, not one within it", async () => {
    const room = await createPackingRoom();
    await writeFile(room.campaignFile, JSON.stringify({ ...campaign, rules: { passMark: 3, lengthToleranceSeconds: 0.5 } }));
    await room.candidates("K-1,q1,good.mp4,,1.4");
    expect(await room.pack()).toMatchObject({ error: { refused: [{ file: "good.mp4", reason: expect.stringContaining("it runs for 2 s, longer than the 1.4 s that K-1 was allowed (and 0.5 s of tolerance)") }] } });
    await room.candidates("K-1,q1,good.mp4,,1.6");
    expect(await room.pack()).toMatchObject({ ok: true });
  });

  test("a recording that changes while it is being packed, and publishes no batch", async () => {
    const room = await createPackingRoom();
    const changed = path.join(room.media, "portrait.mp4");
    const refused = await room.pack({
      // The last file to be looked into has been: change one before it is sealed.
      onProgress: (progress) => void (progress.kind === "publishing" && progress.doneFiles === 1 && execFileSync("cp", [path.join(recordings, "good.webm"), changed])),
    });
    expect(refused).toMatchObject({ error: { kind: "recordings-refused", refused: [{ file: expect.stringContaining("portrait.mp4"), reason: expect.stringContaining("changed while it was being packed") }] } });
    expect((await room.keys()).filter((key) => key.endsWith(".json"))).toEqual([]);
    await copyFile(path.join(recordings, "portrait.mp4"), changed);
    expect(must(await room.pack())).toMatchObject({ revision: 1, answers: 3 });
  });

  test("a campaign that contradicts itself, a batch's name that no folder can have, and another campaign's batch", async () => {
    const room = await createPackingRoom();
    for (const batch of ["../b", "con", "", "b 1", "x".repeat(65)]) expect(await room.pack({ batch })).toMatchObject({ error: { kind: "input-invalid" } });
    await writeFile(room.campaignFile, JSON.stringify({ ...campaign, rules: { passMark: 9 } }));
    expect(await room.pack()).toMatchObject({ error: { kind: "campaign-invalid", reason: "the pass mark is not a point of the scale" } });
    await writeFile(room.campaignFile, "{");
    expect(await room.pack()).toMatchObject({ error: { kind: "campaign-invalid", reason: "it is no JSON text from line 1, column 2 on" } });
    await writeFile(room.campaignFile, JSON.stringify(campaign));
    must(await room.pack());
    await writeFile(room.campaignFile, JSON.stringify({ ...campaign, id: "camp-2" }));
    expect(await room.pack()).toMatchObject({ error: { kind: "input-invalid", reason: expect.stringContaining("belongs to the campaign camp-1") } });
  });

  test("an allocation of somebody who is not in the batch, before anything is published", async () => {
    const room = await createPackingRoom();
    await room.allocation("a-1,K-9,,");
    expect(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") })).toMatchObject({ error: { kind: "table-invalid", line: 2 } });
    expect(await room.keys()).toEqual([]);
  });

  test("a depot that is away, with one sentence", async () => {
    const room = await createPackingRoom();
    const refused = await room.pack({ depot: createFolderDepot(path.join(room.folder, "unplugged")) });
    expect(refused).toMatchObject({ error: { kind: "depot-unreachable" } });
    expect(!refused.ok && describeProblem(refused.error)).not.toContain("\n");
  });

  test("to go on where another lead's batch of the same name cannot be believed: it is passed over and said", async () => {
    const room = await createPackingRoom();
    must(await room.pack());
    const stranger = must(await createLeadKey({ person: "other", name: "Other", recoveryRecipient: (await createAgePair()).recipient }));
    const packed = must(await room.pack({ leadKey: stranger }));
    // The stranger's key trusts nobody here: what is there counts for nothing, and is not overwritten.
    expect(packed.revision).toBe(2);
    expect(packed.warnings).toContainEqual(expect.stringContaining("batches/b-1/1.json was not signed by somebody this desk trusts"));
    const again = must(await room.pack());
    expect(again).toMatchObject({ revision: 1, changed: false });
  });
});

const hasAge = spawnSync("age", ["--version"]).status === 0;

describe("a packed depot and Debian's age", () => {
  test.skipIf(!hasAge)("every sealed document opens with the age command (skipped where age is not installed)", async () => {
    const room = await createPackingRoom();
    await room.invite("a-1");
    must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
    const identity = path.join(room.folder, "identity.txt");
    const payload = path.join(room.folder, "payload.age");
    const sealed = (await room.keys()).filter((key) => key.endsWith(".json") && !key.startsWith("invitations/"));
    expect(sealed).toHaveLength(3);
    for (const key of sealed) {
      const jws = JSON.parse(await readFile(path.join(room.depotFolder, key), "utf8")) as { payload: string };
      await writeFile(payload, Buffer.from(jws.payload, "base64url"));
      await writeFile(identity, room.leadKey.identity);
      const opened = JSON.parse(execFileSync("age", ["-d", "-i", identity, payload]).toString()) as { place: string };
      expect(opened.place).toBe(key.replace(/\.json$/, ""));
    }
  });

  test("an allocation opens for its assessor and gives the keys to campaign and batch, and no other assessor can open it", async () => {
    const room = await createPackingRoom();
    const [mine, other] = [(await room.invite("a-1")).enrolment, (await room.invite("a-2")).enrolment];
    expect(must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") })).allocations).toMatchObject([{ invited: true }]);
    const trust = await trustLeads([room.leadKey]);
    const read = (key: string) => readFile(path.join(room.depotFolder, key));
    const key = "allocations/a-1/b-1/1.json";
    const allocation = must(await openDocument("allocation", key, await read(key), trust, [mine.identity]));
    expect(must(await openDocument("batch", "batches/b-1/1.json", await read("batches/b-1/1.json"), trust, [allocation.batchIdentity])).batch).toBe("b-1");
    expect(must(await openDocument("campaign", "campaigns/camp-1/1.json", await read("campaigns/camp-1/1.json"), trust, [allocation.campaignIdentity])).campaign.id).toBe("camp-1");
    expect(await openDocument("allocation", key, await read(key), trust, [other.identity])).toMatchObject({ error: { kind: "document-not-for-you" } });
    expect(await openDocument("batch", "batches/b-1/1.json", await read("batches/b-1/1.json"), trust, [mine.identity, other.identity])).toMatchObject({ error: { kind: "document-not-for-you" } });
  });
});
