import { spawnSync } from "node:child_process";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { identityToRecipient } from "age-encryption";
import { describe, expect, test } from "vitest";
import { enrolmentFile } from "../../src-shared/documents/people.ts";
import { openDocument, writePerson } from "../../src-main/engine/documents/documents.ts";
import { createSigningKey, isAgeFile, openWithPassphrase, publicHalf } from "../../src-main/engine/documents/sealing.ts";
import { trustLeads } from "../../src-main/engine/documents/trust.ts";
import { inviteToFile } from "../../src-main/engine/enrolment/invite.ts";
import { keygen } from "../../src-main/engine/enrolment/keygen.ts";
import { exists } from "../../src-main/engine/files/durable-files.ts";
import { readLeadKey } from "../../src-main/engine/enrolment/lead-key-file.ts";
import { createPackingRoom, SOFTWARE, type PackingRoom } from "../fixtures/packing-room.ts";
import { must, temporaryFolder } from "./support/panel.ts";

const now = () => new Date();
const modeOf = async (file: string) => (await stat(file)).mode & 0o777;
const request = (room: PackingRoom) => ({ depot: room.depot, depotUrl: room.depotFolder, leadKey: room.leadKey, person: "a-1", name: "A One", role: "assessor" as const, passphrase: null, software: SOFTWARE, now });

describe("making a lead's key", () => {
  test("writes a key and a recovery key that belong together and that only their owner can read", async () => {
    const folder = await temporaryFolder();
    const out = path.join(folder, "lead.key.json");
    const made = must(await keygen({ out, person: "lead", name: "Team lead", recovery: null }, now));
    expect((await readdir(folder)).sort()).toEqual(["lead.key.json", "lead.key.recovery.txt"]);
    if (process.platform !== "win32") for (const name of await readdir(folder)) expect(await modeOf(path.join(folder, name))).toBe(0o600);
    const leadKey = must(await readLeadKey(out));
    expect(leadKey).toMatchObject({ person: "lead", name: "Team lead", recoveryRecipient: made.recoveryRecipient });
    const secret = (await readFile(made.recoveryFile!, "utf8")).split("\n").find((line) => line.startsWith("AGE-SECRET-KEY-1"))!;
    expect(await identityToRecipient(secret)).toBe(leadKey.recoveryRecipient);
  });

  test.skipIf(spawnSync("age-keygen", ["--version"]).status !== 0)("age's own tools take the recovery key as it is (skipped where age is not installed)", async () => {
    const out = path.join(await temporaryFolder(), "lead.key.json");
    const made = must(await keygen({ out, person: "lead", name: "Team lead", recovery: null }, now));
    expect(spawnSync("age-keygen", ["-y", made.recoveryFile!]).stdout.toString().trim()).toBe(made.recoveryRecipient);
  });

  test("with a recovery recipient writes the one file only", async () => {
    const folder = await temporaryFolder();
    const first = must(await keygen({ out: path.join(folder, "a.json"), person: "lead", name: "A", recovery: null }, now));
    must(await keygen({ out: path.join(folder, "b.json"), person: "lead-2", name: "B", recovery: first.recoveryRecipient }, now));
    expect((await readdir(folder)).sort()).toEqual(["a.json", "a.recovery.txt", "b.json"]);
    expect(await keygen({ out: path.join(folder, "c.json"), person: "lead", name: "C", recovery: "age1nonsense" }, now)).toMatchObject({ error: { kind: "input-invalid", reason: expect.stringMatching(/^This is not the public half of a recovery key/) } });
    expect(await readdir(folder)).toHaveLength(3);
  });

  test("never overwrites either file, and writes neither where one is taken", async () => {
    const folder = await temporaryFolder();
    await writeFile(path.join(folder, "lead.recovery.txt"), "precious");
    expect(await keygen({ out: path.join(folder, "lead.json"), person: "lead", name: "A", recovery: null }, now)).toMatchObject({ error: { kind: "would-overwrite" } });
    expect(await readdir(folder)).toEqual(["lead.recovery.txt"]);
    expect(await readFile(path.join(folder, "lead.recovery.txt"), "utf8")).toBe("precious");
  });

  test("makes no folder of one that was mistyped", async () => {
    const folder = path.join(await temporaryFolder(), "mistyped");
    const out = path.join(folder, "lead.json");
    expect(await keygen({ out, person: "lead", name: "A", recovery: null }, now)).toMatchObject({ error: { kind: "file-unwritable", file: expect.stringContaining("lead"), reason: `there is no folder ${folder}` } });
    expect(await exists(folder)).toBe(false);
  });

  test("a key file whose halves do not belong together is refused", async () => {
    const folder = await temporaryFolder();
    const read = async (name: string, recovery: string | null) => {
      const out = path.join(folder, name);
      must(await keygen({ out, person: "lead", name: "A", recovery }, now));
      return must(await readLeadKey(out));
    };
    const one = await read("one.json", null);
    const two = await read("two.json", one.recoveryRecipient);
    for (const mixed of [{ ...one, recipient: two.recipient }, { ...one, signingKey: { ...one.signingKey, x: two.signingKey.x } }]) {
      const file = path.join(folder, "mixed.json");
      await writeFile(file, JSON.stringify(mixed));
      expect(await readLeadKey(file)).toMatchObject({ error: { kind: "lead-key-invalid" } });
    }
  });
});

describe("inviting", () => {
  test("publishes the invitation and writes a file that only its owner can read", async () => {
    const room = await createPackingRoom();
    const out = path.join(room.folder, "enrolment.json");
    const invited = must(await inviteToFile(request(room), out));
    expect(invited).toMatchObject({ number: 1, invitation: "invitations/a-1/1.json", leads: ["lead"], locked: false });
    const enrolment = enrolmentFile.parse(JSON.parse(await readFile(out, "utf8")));
    expect(enrolment).toMatchObject({ person: "a-1", name: "A One", role: "assessor", number: 1, depot: { url: room.depotFolder }, recoveryRecipient: room.leadKey.recoveryRecipient });
    if (process.platform !== "win32") expect(await modeOf(out)).toBe(0o600);
    expect(await room.keys()).toEqual(["invitations/a-1/1.json"]);
    // What lies in the depot gives nothing of the secrets away.
    const published = await readFile(path.join(room.depotFolder, "invitations/a-1/1.json"), "utf8");
    const payload = Buffer.from((JSON.parse(published) as { payload: string }).payload, "base64url").toString();
    for (const secret of [enrolment.invitationKey.d, enrolment.identity]) expect(payload).not.toContain(secret);
  });

  test("with a key that belongs to another depot publishes nothing", async () => {
    const room = await createPackingRoom();
    await room.candidates("K-1,q1,good.mp4,,");
    must(await room.pack());
    await room.invite("a-1");
    const before = await room.keys();
    const other = path.join(room.folder, "other.key.json");
    must(await keygen({ out: other, person: "lead", name: "Team lead", recovery: null }, now));
    const out = path.join(room.folder, "b-1.json");
    expect(await inviteToFile({ ...request(room), leadKey: must(await readLeadKey(other)), person: "b-1" }, out)).toMatchObject({ error: { kind: "depot-of-others" } });
    expect(await room.keys()).toEqual(before);
    expect(await exists(out)).toBe(false);
  });

  test("takes the next number each time", async () => {
    const room = await createPackingRoom();
    expect((await room.invite("a-1")).invited.number).toBe(1);
    expect((await room.invite("a-1")).invited.number).toBe(2);
    expect((await room.invite("a-2")).invited.number).toBe(1);
  });

  test("where somebody takes the number meanwhile, the file carries the number that was published", async () => {
    const room = await createPackingRoom();
    await room.invite("a-1");
    // Lists as it was before the other lead's invitation came.
    const depot = { ...room.depot, list: async () => ({ ok: true as const, value: [] as string[] }) };
    const { invited, enrolment } = await room.invite("a-1", { depot });
    expect([invited.number, enrolment.number]).toEqual([2, 2]);
    expect(await room.keys()).toEqual(["invitations/a-1/1.json", "invitations/a-1/2.json"]);
  });

  test("a taken file name publishes nothing and stays as it is", async () => {
    const room = await createPackingRoom();
    const out = path.join(room.folder, "enrolment.json");
    await writeFile(out, "precious");
    expect(await inviteToFile(request(room), out)).toMatchObject({ error: { kind: "would-overwrite" } });
    expect(await readFile(out, "utf8")).toBe("precious");
    expect(await room.keys()).toEqual([]);
  });

  test("a depot that is away leaves no file behind", async () => {
    const room = await createPackingRoom();
    const out = path.join(room.folder, "out", "enrolment.json");
    expect(await inviteToFile(request(room), out)).toMatchObject({ error: { kind: "file-unwritable" } });
    await mkdir(path.dirname(out));
    const create = async () => ({ ok: false as const, error: { kind: "depot-unreachable" as const, where: "there" } });
    expect(await inviteToFile({ ...request(room), depot: { ...room.depot, create } }, out)).toMatchObject({ error: { kind: "depot-unreachable" } });
    expect(await readdir(path.dirname(out))).toEqual([]);
  });

  test("a person's id that could leave its folder, or that differs only in capitals, is refused", async () => {
    const room = await createPackingRoom();
    await room.invite("a-1");
    for (const person of ["../a", "a/b", "", "A-1", "nul"]) expect(await inviteToFile({ ...request(room), person }, path.join(room.folder, "e.json")), person).toMatchObject({ error: { kind: "input-invalid" } });
  });

  test("a locked file opens with its passphrase alone, and a short passphrase is refused", async () => {
    const room = await createPackingRoom();
    const out = path.join(room.folder, "enrolment.json");
    expect(await inviteToFile({ ...request(room), passphrase: "short" }, out)).toMatchObject({ error: { kind: "passphrase-too-short" } });
    must(await inviteToFile({ ...request(room), passphrase: "three unrelated words" }, out));
    const bytes = await readFile(out);
    expect(isAgeFile(bytes)).toBe(true);
    expect(await openWithPassphrase("three unrelated word", bytes)).toBeUndefined();
    const opened = await openWithPassphrase("three unrelated words", bytes);
    expect(enrolmentFile.parse(JSON.parse(Buffer.from(opened!).toString())).person).toBe("a-1");
  });

  test("what was allocated before opens for the newest laptop, and not for the one before it", async () => {
    const room = await createPackingRoom();
    must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
    const first = await room.invite("a-1");
    expect(first.invited.allocations).toEqual([{ batch: "b-1", revision: 2 }]);
    const second = await room.invite("a-1");
    expect(second.invited.allocations).toEqual([{ batch: "b-1", revision: 3 }]);
    const trust = await trustLeads([room.leadKey]);
    const open = async (revision: number, identity: string) => {
      const key = `allocations/a-1/b-1/${revision}.json`;
      return openDocument("allocation", key, await readFile(path.join(room.depotFolder, key)), trust, [identity]);
    };
    expect(must(await open(3, second.enrolment.identity)).candidates.map((each) => each.candidate)).toEqual(["K-1", "K-2"]);
    expect(must(await open(3, room.leadKey.identity)).revision).toBe(3);
    expect(await open(3, first.enrolment.identity)).toMatchObject({ error: { kind: "document-not-for-you" } });
  });

  test("a lead who has enrolled is trusted by later enrolments, and can open later allocations", async () => {
    const room = await createPackingRoom();
    const { enrolment } = await room.invite("lead-2", { role: "lead" });
    const signingKey = await createSigningKey();
    const person = await writePerson(
      { kind: "person", version: 1, place: "people/lead-2/1", author: "lead-2", writtenAt: now().toISOString(), software: SOFTWARE, person: "lead-2", number: 1, name: "Second lead", signingKey: publicHalf(signingKey) },
      signingKey,
      enrolment.invitationKey,
    );
    must(await room.depot.create("people/lead-2/1.json", person));
    const later = await room.invite("a-1");
    expect(later.enrolment.leads.map((lead) => [lead.person, lead.name])).toEqual([["lead", "Lead"], ["lead-2", "Second lead"]]);
    must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
    const trust = await trustLeads([room.leadKey]);
    const key = "allocations/a-1/b-1/1.json";
    expect(await openDocument("allocation", key, await readFile(path.join(room.depotFolder, key)), trust, [enrolment.identity])).toMatchObject({ ok: true });
  });

  test("an invitation that no lead signed is passed over and said", async () => {
    const room = await createPackingRoom();
    const stranger = await createPackingRoom();
    await stranger.invite("a-9");
    must(await room.depot.create("invitations/a-9/1.json", await readFile(path.join(stranger.depotFolder, "invitations/a-9/1.json"))));
    const { invited } = await room.invite("a-9");
    expect(invited.number).toBe(2);
    expect(invited.warnings).toEqual([expect.stringContaining("invitations/a-9/1.json was not signed by somebody this desk trusts")]);
  });
});
