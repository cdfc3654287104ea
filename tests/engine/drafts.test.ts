import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { openDocument, writeSealed } from "../../src-main/engine/documents/documents.ts";
import { readPeople, trustLeads } from "../../src-main/engine/documents/trust.ts";
import { readJws } from "../../src-main/engine/documents/sealing.ts";
import { keepDrafts } from "../../src-main/engine/drafts/keep-drafts.ts";
import { createMarking } from "../../src-main/engine/marking/marking.ts";
import { withdraw } from "../../src-main/engine/marking/withdrawal.ts";
import { showDocument } from "../../src-main/engine/verify/show-document.ts";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { DRAFT_EVERY_MS } from "../../src-main/engine/drafts/draft-due.ts";
import { depotKey } from "../../src-shared/documents/depot-keys.ts";
import type { DraftDocument } from "../../src-shared/documents/draft.ts";
import { breaksAtCreating, deskBehind, watched } from "./support/faulty-depot.ts";
import { BATCH, createPanel, must, QUESTIONS, type Panel } from "./support/panel.ts";

const NOTE = "11111111-1111-4111-8111-111111111111";
const BEGIN = Date.parse("2026-11-22T09:00:00.000Z");

/** A desk that has its batch, behind a way to the depot, with a clock that only the test moves. */
async function draftingDesk(panel: Panel, depot: (real: Depot) => Depot = (real) => real) {
  const enrolled = await panel.enrolledDesk();
  await enrolled.ask("sync.now", {});
  await enrolled.engine.close();
  const clock = { ms: BEGIN };
  const desk = await deskBehind(enrolled.home, depot, () => new Date(clock.ms));
  const answers = desk.store.work.answersOf(BATCH).map((each) => each.id);
  return { desk, marking: createMarking(desk), answers, clock, keep: () => keepDrafts(desk, () => undefined) };
}

async function draftsIn(panel: Panel): Promise<string[]> {
  return must(await panel.depot.list("drafts/")).sort();
}

async function openAsLead(panel: Panel, number: number): Promise<DraftDocument> {
  const key = depotKey.draft(BATCH, "a-1", number);
  const people = must(await readPeople(panel.depot, await trustLeads([panel.leadKey])));
  return must(await openDocument("draft", key, must(await panel.depot.read(key, 1e7)), people.trust, [panel.leadKey.identity]));
}

describe("drafts", () => {
  test("a draft has everything of a person's work on a batch, sealed for the leads too", async () => {
    const panel = await createPanel();
    const { desk, marking, answers, keep } = await draftingDesk(panel);
    const [first, second] = answers;
    must(marking.addWatched({ answerId: first!, from: 1, to: 9 }));
    must(marking.setScore({ answerId: first!, score: 5 }));
    must(marking.setEvidence({ answerId: first!, text: "Names the need first." }));
    must(marking.putNote({ answerId: first!, noteId: NOTE, atSeconds: 4, text: "Own part clear" }));
    must(marking.setFlag({ answerId: first!, flag: "hard-to-hear", note: "A train", atSeconds: 7 }));
    must(marking.setWatchReason({ answerId: first!, reason: "Seen before" }));
    must(marking.setCannotScore({ answerId: second!, reason: "The picture freezes." }));
    must(await keep());
    desk.end();
    const at = new Date(BEGIN).toISOString();
    const draft = await openAsLead(panel, 1);
    expect(draft).toMatchObject({ author: "a-1", person: "a-1", batch: BATCH, number: 1, invitation: 1, writtenAt: at, sets: [], withdrawals: [], reopened: null, resealed: null });
    expect(draft.marks).toMatchObject([
      {
        ...{ candidate: "K-1", question: QUESTIONS[0], score: 5, cannotScore: null, evidence: "Names the need first.", watched: [{ from: 1, to: 9 }], watchReason: "Seen before" },
        ...{ notes: [{ noteId: NOTE, atSeconds: 4, text: "Own part clear", savedAt: at }], flags: [{ flag: "hard-to-hear", note: "A train", at, atSeconds: 7 }], markedAt: at, savedAt: at },
      },
      { question: QUESTIONS[1], score: null, cannotScore: "The picture freezes." },
    ]);
  });

  test("nothing is asked of the depot while nothing changed", async () => {
    const panel = await createPanel();
    const asked: string[] = [];
    const { desk, marking, answers, clock, keep } = await draftingDesk(panel, watched(asked));
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    must(await keep());
    clock.ms += 10 * DRAFT_EVERY_MS;
    asked.length = 0;
    must(await keep());
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    must(await keep());
    expect(asked).toEqual([]);
    desk.end();
  });

  test("a change waits a few minutes for its draft; a withdrawal goes up at once", async () => {
    const panel = await createPanel();
    const { desk, marking, answers, clock, keep } = await draftingDesk(panel);
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    must(await keep());
    must(marking.setScore({ answerId: answers[0]!, score: 4 }));
    must(await keep());
    expect(await draftsIn(panel)).toHaveLength(1);
    clock.ms += DRAFT_EVERY_MS;
    must(await keep());
    expect(await draftsIn(panel)).toHaveLength(2);
    must(withdraw(desk, { batch: BATCH, candidate: "K-1", note: "A cousin" }));
    must(await keep());
    expect((await openAsLead(panel, 3)).withdrawals).toMatchObject([{ candidate: "K-1", note: "A cousin" }]);
    desk.end();
  });

  test("after a submission a draft goes up with the set's receipt", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 10 });
    for (const { answerId } of rows) await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
    await desk.ask("sync.now", {});
    const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
    await desk.ask("sync.now", {});
    expect((await openAsLead(panel, 2)).sets).toEqual([{ revision: 1, sha256: set.sha256, submittedAt: set.submittedAt, reason: null, deliveredAt: expect.any(String) as string }]);
  });

  test("the home screen says up to when the marks are in the depot", async () => {
    const panel = await createPanel();
    const { desk, marking, answers, clock, keep } = await draftingDesk(panel);
    expect(desk.store.drafts.safeUpTo()).toBeNull();
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    expect(desk.store.drafts.safeUpTo()).toBeNull();
    must(await keep());
    clock.ms += 1000;
    must(marking.setScore({ answerId: answers[1]!, score: 5 }));
    expect(desk.store.drafts.safeUpTo()).toBe(new Date(BEGIN).toISOString());
    desk.end();
  });

  test("a draft whose answer is lost is written again under the next number, and nothing is overwritten", async () => {
    const panel = await createPanel();
    const { desk, marking, answers, keep } = await draftingDesk(panel, breaksAtCreating("after", 1, (key) => key.startsWith("drafts/")));
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    expect(await keep()).toMatchObject({ ok: false, error: { kind: "depot-unreachable" } });
    expect(desk.store.drafts.safeUpTo()).toBeNull();
    must(await keep());
    expect(await draftsIn(panel)).toEqual([1, 2].map((number) => depotKey.draft(BATCH, "a-1", number)));
    desk.end();
  });

  test("a number that something else has taken is left alone", async () => {
    const panel = await createPanel();
    const { desk, marking, answers, clock, keep } = await draftingDesk(panel);
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    must(await keep());
    const taken = path.join(panel.depotFolder, depotKey.draft(BATCH, "a-1", 2));
    await writeFile(taken, "Something else.");
    clock.ms += DRAFT_EVERY_MS;
    must(marking.setScore({ answerId: answers[0]!, score: 4 }));
    must(await keep());
    expect(await readFile(taken, "utf8")).toBe("Something else.");
    expect((await openAsLead(panel, 3)).marks).toMatchObject([{ score: 4 }]);
    desk.end();
  });

  test("a mark that is saved while a draft is written counts towards the next one", async () => {
    const panel = await createPanel();
    let saveMeanwhile = () => undefined as unknown;
    const { desk, marking, answers, clock, keep } = await draftingDesk(panel, (real) => ({ ...real, create: async (key, bytes) => (saveMeanwhile(), real.create(key, bytes)) }));
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    saveMeanwhile = () => marking.setScore({ answerId: answers[0]!, score: 6 });
    must(await keep());
    saveMeanwhile = () => undefined;
    clock.ms += DRAFT_EVERY_MS;
    must(await keep());
    expect((await openAsLead(panel, 1)).marks).toMatchObject([{ score: 5 }]);
    expect((await openAsLead(panel, 2)).marks).toMatchObject([{ score: 6 }]);
    desk.end();
  });
});

describe("a draft in a depot", () => {
  async function withDraft() {
    const panel = await createPanel();
    const { desk, marking, answers, keep } = await draftingDesk(panel);
    must(marking.setScore({ answerId: answers[0]!, score: 5 }));
    must(await keep());
    return { panel, desk, file: path.join(panel.depotFolder, depotKey.draft(BATCH, "a-1", 1)) };
  }

  test("is verified with everything else, and one that is changed shows", async () => {
    const { panel, desk, file } = await withDraft();
    desk.end();
    expect(must(await verifyDepot(panel.depot, panel.leadKey, () => undefined)).problems).toEqual([]);
    expect(must(await verifyDepot(panel.depot, null, () => undefined)).problems).toEqual([]);
    await writeFile(file, (await readFile(file, "utf8")).replace(/.(?=","protected")/, (letter) => (letter === "A" ? "B" : "A")));
    for (const key of [panel.leadKey, null]) expect(must(await verifyDepot(panel.depot, key, () => undefined)).problems).toMatchObject([{ key: depotKey.draft(BATCH, "a-1", 1) }]);
  });

  test("is shown with a lead's key", async () => {
    const { panel, desk, file } = await withDraft();
    desk.end();
    const people = must(await readPeople(panel.depot, await trustLeads([panel.leadKey])));
    expect(must(await showDocument(file, { identities: [panel.leadKey.identity], signers: [...people.trust.values()] }))).toMatchObject({
      ...{ what: "document", contentType: "age", signerPerson: "a-1", signature: "fits", fault: null },
      content: { kind: "draft", marks: [{ score: 5 }] },
    });
  });

  test("opens with Debian's age", async () => {
    const { panel, desk, file } = await withDraft();
    desk.end();
    const sealed = path.join(panel.folder, "sealed.age");
    const identity = path.join(panel.folder, "identity.txt");
    await writeFile(sealed, readJws(await readFile(file))!.payload);
    await writeFile(identity, panel.leadKey.identity);
    const { stdout } = await promisify(execFile)("age", ["--decrypt", "-i", identity, sealed]);
    expect(JSON.parse(stdout)).toMatchObject({ kind: "draft", person: "a-1", marks: [{ score: 5 }] });
  });

  test("by a lead counts only when it says what was sealed again", async () => {
    const { panel, desk } = await withDraft();
    desk.end();
    const { marks, ...rest } = await openAsLead(panel, 1);
    const people = must(await readPeople(panel.depot, await trustLeads([panel.leadKey])));
    const key = depotKey.draft(BATCH, "a-1", 2);
    const invented: DraftDocument = { ...rest, marks, author: "lead", number: 2, place: key.replace(".json", "") };
    const open = async (document: DraftDocument) =>
      openDocument("draft", key, await writeSealed("draft", document, [panel.leadKey.recipient], panel.leadKey.signingKey), people.trust, [panel.leadKey.identity]);
    expect(await open(invented)).toMatchObject({ ok: false, error: { kind: "document-damaged" } });
    expect(await open({ ...invented, resealed: { from: depotKey.draft(BATCH, "a-1", 1), writtenAt: rest.writtenAt } })).toMatchObject({ ok: true });
  });
});
