import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { MAX_DOCUMENT_BYTES, openDocument } from "../../src-main/engine/documents/documents.ts";
import { sealFor, sign } from "../../src-main/engine/documents/sealing.ts";
import { trustLeads } from "../../src-main/engine/documents/trust.ts";
import { trustedLeadOf } from "../../src-main/engine/enrolment/lead-key-file.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { BATCH, createPanel, must, type Panel, type TestDesk } from "../engine/support/panel.ts";

/**
 * Documents that their lead really signed and sealed, with content that no honest program writes. Whatever they hold,
 * they are refused in one sentence, the batch goes on as it was, and no mark is touched.
 */

const NEXT = `batches/${BATCH}/2.json`;

type Json = Record<string, unknown> & { candidates: Record<string, unknown>[] };

/** The batch as it was packed, as plain JSON. */
async function packedBatch({ depot, leadKey }: Panel): Promise<Json> {
  const key = `batches/${BATCH}/1.json`;
  const document = must(await openDocument("batch", key, must(await depot.read(key, MAX_DOCUMENT_BYTES)), await trustLeads([trustedLeadOf(leadKey)]), [leadKey.identity]));
  return { ...structuredClone(document), revision: 2, place: `batches/${BATCH}/2` } as unknown as Json;
}

/** Publishes a text as the batch's next revision, signed and sealed as a lead's desk would, but not looked at. */
async function publish({ depot, leadKey }: Panel, content: string | Uint8Array, identityRecipient: string): Promise<void> {
  must(await depot.create(NEXT, await sign(await sealFor([identityRecipient, leadKey.recipient], Buffer.from(content)), "age", leadKey.signingKey)));
}

async function recipientOf(document: Json): Promise<string> {
  const { identityToRecipient } = await import("age-encryption");
  return identityToRecipient(document["identity"] as string);
}

async function markedDesk(panel: Panel): Promise<TestDesk> {
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  await desk.ask("mark.set-score", { answerId: 1, score: 5 });
  await desk.ask("mark.set-evidence", { answerId: 1, text: "Clear." });
  return desk;
}

const copyOfFirst = (document: Json) => ({ ...document, candidates: [...document.candidates, document.candidates[0]!] });

/** What is done to an honest document, and what the user is told about it. */
const hostile: [string, (document: Json) => string | Uint8Array, RegExp][] = [
  ["a candidate who appears twice", (document) => JSON.stringify(copyOfFirst(document)), /appears twice/],
  [
    "a question that a candidate answers twice",
    (document) => {
      const [first] = document.candidates;
      const answers = first!["answers"] as unknown[];
      return JSON.stringify({ ...document, candidates: [{ ...first, answers: [...answers, answers[0]] }] });
    },
    /answers the question q1 twice/,
  ],
  ["a huge number", (document) => JSON.stringify(document).replace(/"sealedBytes":\d+/, '"sealedBytes":1e308'), /must be/],
  ["a number beyond every number", (document) => JSON.stringify(document).replace(/"durationSeconds":[\d.]+/, '"durationSeconds":1e999'), /must be/],
  ["a negative length", (document) => JSON.stringify(document).replace(/"sealedBytes":\d+/, '"sealedBytes":-5'), /must be/],
  ["a text in place of a list", (document) => JSON.stringify({ ...document, candidates: "all" }), /must be a list/],
  ["a field given twice, the second time otherwise", (document) => JSON.stringify(document).replace('"revision":2', '"revision":2,"revision":7'), /revision/],
  ["a prototype in place of a field", (document) => JSON.stringify(document).replace('"candidates"', '"__proto__":{"candidates":[]},"nobody"'), /is missing/],
  ["nesting a hundred thousand deep", (document) => JSON.stringify(document).replace('"candidates"', `"deep":${"[".repeat(100_000)}${"]".repeat(100_000)},"nobody"`), /is missing|no document/],
  ["a newer version", (document) => JSON.stringify({ ...document, version: 99 }), /newer version/],
  ["no JSON at all", () => "<!doctype html><title>Sign in</title>", /no document/],
  ["text that is not UTF-8", () => Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), /no document/],
  ["a candidate's reference that changes its direction", (document) => JSON.stringify(document).replaceAll("K-1", "K-\\u202e1"), /must be/],
  ["an object's name that leaves its folder", (document) => JSON.stringify(document).replace(/"object":"[0-9a-f]{64}"/, '"object":"../../../../etc/passwd"'), /SHA-256/],
];

describe("a signed and sealed batch document with", () => {
  test.each(hostile)("%s is refused in one sentence, and marking goes on with the one before", async (_what, change, sentence) => {
    const panel = await createPanel();
    const desk = await markedDesk(panel);
    const document = await packedBatch(panel);
    await publish(panel, change(document), await recipientOf(document));
    const state = await desk.ask("sync.now", {});
    expect(state).toMatchObject({ kind: "stopped" });
    if (state.kind !== "stopped") return;
    expect(describeProblem(state.problem)).toMatch(sentence);
    const view = await desk.ask("review.view", { answerId: 1 });
    expect(view.mark).toMatchObject({ score: 5, evidence: "Clear." });
    expect(view.recording.state).toBe("here");
    expect((await desk.ask("home.view", {})).batches[0]).toMatchObject({ batch: BATCH, answers: { total: 3 } });
  });

  test("fields that this version does not know is used without them", async () => {
    const panel = await createPanel();
    const desk = await markedDesk(panel);
    const document = await packedBatch(panel);
    await publish(panel, JSON.stringify({ ...document, colour: "blue", constructor: { prototype: { polluted: true } } }), await recipientOf(document));
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect((await desk.ask("review.view", { answerId: 1 })).mark.score).toBe(5);
  });
});

test("a document that is longer than any real one is not read into memory, and marking goes on", async () => {
  const panel = await createPanel();
  const desk = await markedDesk(panel);
  const file = path.join(panel.depotFolder, NEXT);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, Buffer.alloc(MAX_DOCUMENT_BYTES + 1));
  const state = await desk.ask("sync.now", {});
  expect(state).toMatchObject({ kind: "stopped", problem: { kind: "document-damaged", reason: "it is too long" } });
  expect((await desk.ask("review.view", { answerId: 1 })).mark.score).toBe(5);
});
