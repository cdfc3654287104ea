import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { base64url, importJWK, flattenedVerify } from "jose";
import { describe, expect, test } from "vitest";
import { openDocument, openInvitation, openPerson, writeInvitation, writePerson, writeSealed, type Signer } from "../../../src-main/engine/documents/documents.ts";
import { createSigningKey, publicHalf, thumbprint } from "../../../src-main/engine/documents/sealing.ts";
import { createAgePair } from "../../../src-main/engine/enrolment/keygen.ts";
import type { ModerationSetDocument } from "../../../src-shared/documents/moderation-set.ts";
import type { InvitationDocument } from "../../../src-shared/documents/people.ts";
import { documentKinds, type DocumentKind } from "../../../src-shared/documents/document-kinds.ts";
import { parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import { pathId, candidateRef } from "../../../src-shared/documents/ids.ts";
import { must } from "../../engine/support/panel.ts";

const HASH = "a".repeat(64);
const KEY = `sets/b-1/a-1/1-${HASH}.json`;
const at = "2026-11-21T09:40:00.000Z";

const set: ModerationSetDocument = {
  ...{ kind: "moderation-set", version: 1, place: "sets/b-1/a-1/1", author: "a-1", writtenAt: at, software: "test" },
  ...{ batch: "b-1", revision: 1, campaign: "c", campaignRevision: 1, batchRevision: 1, allocationRevision: 1 },
  ...{ declaration: "I declare.", submittedAt: at, reason: null },
  marks: [{ candidate: "Candidate 2031", question: "question-one", score: 5, cannotScore: null, evidence: "Clear and to the point.", notes: [], indicators: [], flags: [], watchedShare: 1, watchedShareWhenScored: 1, watchReason: null, markedAt: at }],
  withdrawals: [],
  replies: [],
};

async function cast() {
  const [author, stranger] = [await createSigningKey(), await createSigningKey()];
  const [reader, other] = [await createAgePair(), await createAgePair()];
  const signer: Signer = { person: "a-1", role: "assessor", key: publicHalf(author) };
  return { author, stranger, reader, other, trust: new Map([[await thumbprint(author), signer]]) };
}

describe("a sealed document", () => {
  test("opens for its reader as it was written", async () => {
    const { author, reader, trust } = await cast();
    const bytes = await writeSealed("moderation-set", set, [reader.recipient], author);
    expect(must(await openDocument("moderation-set", KEY, bytes, trust, [reader.identity]))).toEqual(set);
  });

  test("says nothing readable of what is in it", async () => {
    const { author, reader } = await cast();
    const text = Buffer.from(await writeSealed("moderation-set", set, [reader.recipient], author)).toString();
    const payload = Buffer.from((JSON.parse(text) as { payload: string }).payload, "base64url").toString("latin1");
    // Long enough not to stand in sealed bytes by chance.
    for (const secret of ["Candidate 2031", "Clear and to the point.", "question-one", "I declare."]) expect(text.includes(secret) || payload.includes(secret)).toBe(false);
  });

  test("is a flattened JSON Web Signature around an age file: jose and Debian's age open it without our code", async (context) => {
    const { author, reader } = await cast();
    const jws = JSON.parse(Buffer.from(await writeSealed("moderation-set", set, [reader.recipient], author)).toString()) as Parameters<typeof flattenedVerify>[0];
    const { payload } = await flattenedVerify(jws, await importJWK({ ...publicHalf(author) }, "EdDSA"));
    expect(Object.keys(jws).sort()).toEqual(["payload", "protected", "signature"]);
    try {
      execFileSync("age", ["--version"]);
    } catch {
      context.skip("age is not installed");
    }
    const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-age-"));
    writeFileSync(path.join(folder, "sealed.age"), payload);
    writeFileSync(path.join(folder, "identity.txt"), reader.identity);
    const opened = execFileSync("age", ["--decrypt", "-i", path.join(folder, "identity.txt"), path.join(folder, "sealed.age")]);
    rmSync(folder, { recursive: true });
    expect(JSON.parse(opened.toString())).toEqual(set);
  });

  test("is refused when any byte of signature, header or content was changed", async () => {
    const { author, reader, trust } = await cast();
    const text = Buffer.from(await writeSealed("moderation-set", set, [reader.recipient], author)).toString();
    const jws = JSON.parse(text) as Record<string, string>;
    for (const part of ["payload", "protected", "signature"]) {
      const bytes = base64url.decode(jws[part]!);
      bytes[Math.floor(bytes.length / 2)]! ^= 1;
      const changed = Buffer.from(JSON.stringify({ ...jws, [part]: base64url.encode(bytes) }));
      const opened = await openDocument("moderation-set", KEY, changed, trust, [reader.identity]);
      expect(opened.ok, `a changed ${part} was believed`).toBe(false);
    }
    for (const length of [0, 1, text.length - 2]) expect(await openDocument("moderation-set", KEY, Buffer.from(text.slice(0, length)), trust, [reader.identity])).toMatchObject({ error: { kind: "document-damaged" } });
  });

  test("by somebody unknown is forged; for somebody else it is said not to be for you", async () => {
    const { author, stranger, reader, other, trust } = await cast();
    const forged = await writeSealed("moderation-set", set, [reader.recipient], stranger);
    expect(await openDocument("moderation-set", KEY, forged, trust, [reader.identity])).toMatchObject({ error: { kind: "document-forged" } });
    const sealed = await writeSealed("moderation-set", set, [other.recipient], author);
    expect(await openDocument("moderation-set", KEY, sealed, trust, [reader.identity])).toMatchObject({ error: { kind: "document-not-for-you" } });
  });

  test("under another key, or naming another author than its signer, is refused", async () => {
    const { author, reader, trust } = await cast();
    const bytes = await writeSealed("moderation-set", set, [reader.recipient], author);
    expect(await openDocument("moderation-set", KEY.replace("b-1", "b-2"), bytes, trust, [reader.identity])).toMatchObject({ error: { kind: "document-damaged" } });
    const borrowed = await writeSealed("moderation-set", { ...set, author: "a-2" }, [reader.recipient], author);
    expect(await openDocument("moderation-set", KEY, borrowed, trust, [reader.identity])).toMatchObject({ error: { kind: "document-forged" } });
  });

  test("of a newer version is left alone, with the version named", async () => {
    const { author, reader, trust } = await cast();
    const { sealFor, sign } = await import("../../../src-main/engine/documents/sealing.ts");
    const newer = await sign(await sealFor([reader.recipient], Buffer.from(JSON.stringify({ ...set, version: 2 }))), "age", author);
    expect(await openDocument("moderation-set", KEY, newer, trust, [reader.identity])).toEqual({ ok: false, error: { kind: "document-newer", name: KEY, what: "moderation-set version 2" } });
  });

  test("keeps unknown fields out, and a hostile one harms nothing", async () => {
    const { author, reader, trust } = await cast();
    const { sealFor, sign } = await import("../../../src-main/engine/documents/sealing.ts");
    const hostile = JSON.stringify(set).replace("{", '{"__proto__":{"polluted":true},"constructor":1,"extra":"x",');
    const opened = must(await openDocument("moderation-set", KEY, await sign(await sealFor([reader.recipient], Buffer.from(hostile)), "age", author), trust, [reader.identity]));
    expect(opened).toEqual(set);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("people", () => {
  const invitation = (lead: string, key: Awaited<ReturnType<typeof createSigningKey>>, recipient: string): InvitationDocument => ({
    ...{ kind: "invitation", version: 1, place: "invitations/a-1/1", author: lead, writtenAt: at, software: "test" },
    ...{ person: "a-1", number: 1, role: "assessor", invitationKey: publicHalf(key), recipient },
  });

  test("an invitation counts only by a lead, and a person's key only with its invitation and both signatures", async () => {
    const [leadKey, invitationKey, own] = [await createSigningKey(), await createSigningKey(), await createSigningKey()];
    const { recipient } = await createAgePair();
    const trusted = (role: Signer["role"]) => thumbprint(leadKey).then((id) => new Map([[id, { person: "lead", role, key: publicHalf(leadKey) }]]));
    const bytes = await writeInvitation(invitation("lead", invitationKey, recipient), leadKey);
    const opened = must(await openInvitation("invitations/a-1/1.json", bytes, await trusted("lead")));
    expect(await openInvitation("invitations/a-1/1.json", bytes, await trusted("assessor"))).toMatchObject({ error: { kind: "document-forged" } });

    const person = { kind: "person" as const, version: 1 as const, place: "people/a-1/1", author: "a-1", writtenAt: at, software: "test", person: "a-1", number: 1, name: "A", signingKey: publicHalf(own) };
    expect(must(await openPerson("people/a-1/1.json", await writePerson(person, own, invitationKey), opened))).toEqual(person);
    const stranger = await createSigningKey();
    for (const bad of [await writePerson(person, stranger, invitationKey), await writePerson(person, own, stranger)])
      expect(await openPerson("people/a-1/1.json", bad, opened)).toMatchObject({ error: { kind: "document-forged" } });
  });
});

describe("names", () => {
  test.each(["..", ".", "a/b", "a\\b", "C:", "CON", "com1", "nul", "a.", "-a", "", "ä", "a b", "x".repeat(65)])("%j is no id", (id) => expect(pathId.safeParse(id).success).toBe(false));
  test.each(["a-1", "Batch_14", "0", "x".repeat(64), "console"])("%j is an id", (id) => expect(pathId.safeParse(id).success).toBe(true));
  test.each(["K-2047", "Zoë 3", "候補 1", "K.1/2"])("%j is a candidate's reference", (ref) => expect(candidateRef.safeParse(ref).success).toBe(true));
  test.each([" K", "K ", "Zoe\u0308", "K\u202e1", "", "K\n1"])("%j is no candidate's reference", (ref) => expect(candidateRef.safeParse(ref).success).toBe(false));

  test("every kind of document has a place in the depot that is read back as that kind", () => {
    const examples: Record<DocumentKind, string> = {
      invitation: "invitations/a-1/1.json",
      person: "people/a-1/2.json",
      campaign: "campaigns/c/1.json",
      batch: "batches/b/3.json",
      allocation: "allocations/a-1/b/1.json",
      draft: "drafts/b/a-1/7.json",
      "moderation-set": KEY,
      query: "queries/a-1/b/l-1/0f8fad5b-d9cb-469f-a165-70867728950e-2.json",
      decisions: "decisions/b/l-1/4.json",
      groups: "groups/b/1.json",
      outcome: `outcomes/b/2-${HASH}.json`,
    };
    expect(Object.keys(examples).sort()).toEqual(Object.keys(documentKinds).sort());
    for (const [kind, key] of Object.entries(examples)) expect(parseDepotKey(key)?.kind).toBe(kind);
    expect(placeOf(KEY)).toBe("sets/b-1/a-1/1");
    for (const wrong of ["sets/b-1/a-1/1.json", "queries/a-1/b/l-1/1.json", "people/a-1/0.json", "batches/b/media/x", "other/x.json", "people/../1.json"]) expect(parseDepotKey(wrong)).toBeUndefined();
  });
});
