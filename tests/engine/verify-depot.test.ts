import { createHash } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { ModerationSetDocument } from "../../src-shared/documents/moderation-set.ts";
import { writePerson, writeSealed } from "../../src-main/engine/documents/documents.ts";
import { createSigningKey, publicHalf } from "../../src-main/engine/documents/sealing.ts";
import { createFolderDepot } from "../../src-main/engine/depot/folder-depot.ts";
import { createAgePair, createLeadKey } from "../../src-main/engine/enrolment/keygen.ts";
import { showDocument } from "../../src-main/engine/verify/show-document.ts";
import { verifyDepot, type VerifiedDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { createPackingRoom, SOFTWARE, type PackingRoom } from "../fixtures/packing-room.ts";
import { must, temporaryFolder } from "./support/panel.ts";

const AT = "2026-11-21T09:40:00.000Z";

interface FullRoom extends PackingRoom {
  setKey: string;
  file(key: string): string;
  verify(withKey?: boolean): Promise<VerifiedDepot>;
  /** Seals a set as a-1's laptop would, under the key that its hash gives. */
  submit(changes?: Partial<ModerationSetDocument>, folder?: string): Promise<string>;
}

/** A depot with one of everything: invited, enrolled, packed, allocated, submitted. */
async function createFullRoom(): Promise<FullRoom> {
  const room = await createPackingRoom();
  const { enrolment } = await room.invite("a-1");
  must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
  const signingKey = await createSigningKey();
  const envelope = { version: 1, author: "a-1", writtenAt: AT, software: SOFTWARE } as const;
  const person = { ...envelope, kind: "person", place: "people/a-1/1", person: "a-1", number: 1, name: "A One", signingKey: publicHalf(signingKey) } as const;
  must(await room.depot.create("people/a-1/1.json", await writePerson(person, signingKey, enrolment.invitationKey)));
  const file = (key: string) => path.join(room.depotFolder, key);
  const submit: FullRoom["submit"] = async (changes, folder = "sets/b-1/a-1") => {
    const revision = changes?.revision ?? 1;
    const set: ModerationSetDocument = {
      ...envelope,
      kind: "moderation-set",
      place: `${folder}/${revision}`,
      batch: "b-1",
      revision,
      campaign: "camp-1",
      campaignRevision: 1,
      batchRevision: 1,
      allocationRevision: 1,
      declaration: "Mine.",
      submittedAt: AT,
      reason: null,
      marks: [],
      withdrawals: [],
      replies: [],
      ...changes,
    };
    const bytes = await writeSealed("moderation-set", set, [room.leadKey.recipient], signingKey);
    const key = `${folder}/${revision}-${createHash("sha256").update(bytes).digest("hex")}.json`;
    must(await room.depot.create(key, bytes));
    return key;
  };
  const setKey = await submit();
  return { ...room, setKey, file, submit, verify: async (withKey = true) => must(await verifyDepot(room.depot, withKey ? room.leadKey : null, () => undefined)) };
}

describe("verifying a depot", () => {
  test("with a lead's key everything is opened and nothing is found", async () => {
    const room = await createFullRoom();
    expect(await room.verify()).toEqual({ depot: room.depot.where, documents: { checked: 6, opened: 6 }, signaturesChecked: 6, foreignKey: false, recordings: { checked: 4, opened: 4 }, problems: [], notes: [], ok: true });
  });

  test("without a key forms, hashes and the signatures of laptops are checked, and nothing is opened", async () => {
    const room = await createFullRoom();
    expect(await room.verify(false)).toMatchObject({ documents: { checked: 6, opened: 0 }, signaturesChecked: 2, recordings: { checked: 4, opened: 0 }, problems: [], ok: true });
  });

  test.each(["campaigns/camp-1/1.json", "batches/b-1/1.json", "allocations/a-1/b-1/1.json", "invitations/a-1/1.json", "people/a-1/1.json"])("a changed %s is found", async (key) => {
    const room = await createFullRoom();
    const jws = JSON.parse(await readFile(room.file(key), "utf8")) as { payload: string };
    const middle = Math.floor(jws.payload.length / 2);
    const changed = jws.payload[middle] === "A" ? "B" : "A";
    await writeFile(room.file(key), JSON.stringify({ ...jws, payload: jws.payload.slice(0, middle) + changed + jws.payload.slice(middle + 1) }));
    const verified = await room.verify();
    expect(verified.ok).toBe(false);
    expect(verified.problems.map((each) => each.key)).toContain(key);
  });

  test.each([true, false])("a changed set is found (with a lead's key: %s)", async (withKey) => {
    const room = await createFullRoom();
    await writeFile(room.file(room.setKey), `${await readFile(room.file(room.setKey), "utf8")} `);
    expect((await room.verify(withKey)).problems).toEqual([{ key: room.setKey, message: expect.stringContaining("not those that its name stands for") }]);
  });

  test.each([true, false])("a changed, a shortened and a missing recording are found (with a lead's key: %s)", async (withKey) => {
    const room = await createFullRoom();
    const answers = (await room.batch()).candidates.flatMap((each) => each.answers);
    const keys = answers.map((answer) => `batches/b-1/media/${answer.recording.object}`);
    const bytes = await readFile(room.file(keys[0]!));
    bytes[3000]! ^= 1;
    await writeFile(room.file(keys[0]!), bytes);
    await writeFile(room.file(keys[1]!), (await readFile(room.file(keys[1]!))).subarray(0, -1));
    await rm(room.file(keys[2]!));
    const { problems, recordings } = await room.verify(withKey);
    const found = new Set(problems.map((each) => each.key));
    expect(found).toEqual(new Set(withKey ? keys : keys.slice(0, 2)));
    expect(recordings.checked).toBe(3);
    if (withKey) expect(problems.find((each) => each.key === keys[0])?.message).toContain("recording of K-1, q1");
  });

  test("a recording that is whole but not the one that was packed is found", async () => {
    const room = await createFullRoom();
    const batch = await room.batch();
    const [first] = batch.candidates[0]!.answers;
    const lies = { ...batch, revision: 2, place: "batches/b-1/2", candidates: [{ candidate: "K-1", answers: [{ ...first!, recording: { ...first!.recording, sha256: "0".repeat(64) } }] }] };
    must(await room.depot.create("batches/b-1/2.json", await writeSealed("batch", lies, [room.leadKey.recipient], room.leadKey.signingKey)));
    expect((await room.verify()).problems).toContainEqual({ key: `batches/b-1/media/${first!.recording.object}`, message: expect.stringContaining("its content's SHA-256 is not the one in the batch") });
  });

  test("a document that was moved elsewhere is found", async () => {
    const room = await createFullRoom();
    await rename(room.file("batches/b-1/1.json"), room.file("batches/b-1/2.json"));
    expect((await room.verify()).problems).toContainEqual({ key: "batches/b-1/2.json", message: expect.stringContaining("it belongs at batches/b-1/1") });
  });

  test("a set in another person's folder is found, though its author signed it", async () => {
    const room = await createFullRoom();
    const key = await room.submit({}, "sets/b-1/a-2");
    expect((await room.verify()).problems).toEqual([{ key, message: expect.stringContaining("it is by a-1, not by a-2") }]);
    expect((await room.verify(false)).problems).toEqual([{ key, message: expect.stringContaining("None of the keys that a-2 has") }]);
  });

  test("a set that marks what is not there is found", async () => {
    const room = await createFullRoom();
    const key = await room.submit({ revision: 2, batchRevision: 7, allocationRevision: 9, reason: "again" });
    expect((await room.verify()).problems.map((each) => each.key)).toEqual([key, key]);
  });

  test("a laptop's key that no lead invited is an alarm", async () => {
    const room = await createFullRoom();
    const signingKey = await createSigningKey();
    const person = { kind: "person", version: 1, place: "people/a-9/1", author: "a-9", writtenAt: AT, software: SOFTWARE, person: "a-9", number: 1, name: "Nobody", signingKey: publicHalf(signingKey) } as const;
    must(await room.depot.create("people/a-9/1.json", await writePerson(person, signingKey, await createSigningKey())));
    for (const withKey of [true, false]) expect((await room.verify(withKey)).problems.map((each) => each.key)).toEqual(["people/a-9/1.json"]);
  });

  test("another lead's key opens and believes nothing", async () => {
    const room = await createFullRoom();
    const stranger = must(await createLeadKey({ person: "other", name: "Other", recoveryRecipient: (await createAgePair()).recipient }));
    const verified = must(await verifyDepot(room.depot, stranger, () => undefined));
    // That no batch names a recording cannot be said where no batch was opened.
    expect(verified).toMatchObject({ ok: false, documents: { opened: 0 }, signaturesChecked: 0, foreignKey: true, recordings: { opened: 0 }, notes: [] });
    expect(new Set(verified.problems.map((each) => each.key)).size).toBe(6);
  });

  test("files that are no document of a depot are named", async () => {
    const room = await createFullRoom();
    await mkdir(room.file("drafts"), { recursive: true });
    for (const key of ["drafts/x.json", "batches/b-1/media/Thumbs.db", "sets/b-1/a-1/1.json"]) await writeFile(room.file(key), "x");
    expect((await room.verify()).problems.map((each) => each.key).sort()).toEqual(["batches/b-1/media/Thumbs.db", "drafts/x.json", "sets/b-1/a-1/1.json"]);
  });

  test("a sealed file that no batch names is a note, not a problem", async () => {
    const room = await createFullRoom();
    const bytes = Buffer.alloc(500, 7);
    must(await room.depot.create(`batches/b-1/media/${createHash("sha256").update(bytes).digest("hex")}`, bytes));
    expect(await room.verify()).toMatchObject({ ok: true, notes: [expect.stringContaining("1 sealed file is named by no batch")] });
  });

  test("a depot that is away is a problem of its own", async () => {
    const room = await createFullRoom();
    await rename(room.depotFolder, `${room.depotFolder}-away`);
    expect(await verifyDepot(room.depot, room.leadKey, () => undefined)).toMatchObject({ error: { kind: "depot-unreachable" } });
  });
});

describe("showing a file", () => {
  const signer = (room: PackingRoom) => ({ identities: [room.leadKey.identity], signers: [{ person: "lead", key: publicHalf(room.leadKey.signingKey) }] });
  const nothing = { identities: [], signers: [] };

  test("a document opens with the lead's key, and shows only its outside without", async () => {
    const room = await createFullRoom();
    const file = room.file("batches/b-1/1.json");
    expect(must(await showDocument(file, signer(room)))).toMatchObject({ signerPerson: "lead", signature: "fits", content: { kind: "batch", batch: "b-1" }, fault: null });
    expect(must(await showDocument(file, nothing))).toMatchObject({ signerPerson: null, signature: "unknown-key", content: null });
  });

  test("a changed document is said to be changed", async () => {
    const room = await createFullRoom();
    const file = room.file("invitations/a-1/1.json");
    const jws = JSON.parse(await readFile(file, "utf8")) as { payload: string };
    const payload = Buffer.from(Buffer.from(jws.payload, "base64url").toString().replace('"assessor"', '"lead"')).toString("base64url");
    await writeFile(file, JSON.stringify({ ...jws, payload }));
    expect(must(await showDocument(file, signer(room)))).toMatchObject({ signature: "does-not-fit", content: { role: "lead" } });
    await writeFile(room.file(room.setKey), `${await readFile(room.file(room.setKey), "utf8")} `);
    expect(must(await showDocument(room.file(room.setKey), signer(room)))).toMatchObject({ nameFits: false });
  });

  test("no secret of an enrolment or a lead's key is shown", async () => {
    const room = await createPackingRoom();
    const { enrolment } = await room.invite("a-1");
    for (const [what, content, secrets] of [
      ["enrolment", enrolment, [enrolment.identity, enrolment.invitationKey.d]],
      ["lead-key", room.leadKey, [room.leadKey.identity, room.leadKey.signingKey.d]],
    ] as const) {
      const file = path.join(room.folder, `${what}.json`);
      await writeFile(file, JSON.stringify(content));
      const shown = must(await showDocument(file, nothing));
      expect(shown.what).toBe(what);
      for (const secret of secrets) expect(JSON.stringify(shown)).not.toContain(secret);
    }
  });

  test("a folder that is no depot is called none", async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, "holiday.jpg"), "x");
    const verified = must(await verifyDepot(createFolderDepot(folder), null, () => undefined));
    expect(verified).toMatchObject({ ok: false, problems: [{ key: folder, message: expect.stringContaining("no depot") }] });
  });

  test("a file of another kind is refused", async () => {
    const room = await createPackingRoom();
    expect(await showDocument(path.join(room.media, "good.mp4"), nothing)).toMatchObject({ error: { kind: "file-unreadable" } });
  });
});
