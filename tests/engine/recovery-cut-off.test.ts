import { cp } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { DraftDocument, DraftMark } from "../../src-shared/documents/draft.ts";
import { restoreDraft } from "../../src-main/engine/drafts/restore-draft.ts";
import type { Store } from "../../src-main/engine/store/store.ts";
import { deskBehind } from "./support/faulty-depot.ts";
import { BATCH, createPanel, temporaryFolder } from "./support/panel.ts";

const ANSWERS = 60;
const AT = "2026-11-21T10:00:00.000Z";
const candidates = Array.from({ length: ANSWERS }, (_, index) => `L-${index + 1}`);

/** A closed desk with many answers, none of them marked, that has not looked for drafts yet. */
async function manyAnswers(): Promise<string> {
  const { engine, home, ask } = await (await createPanel()).enrolledDesk();
  await ask("sync.now", {});
  await engine.close();
  const { store, end } = await deskBehind(home, (real) => real);
  const { id: _id, markState: _state, flagCount: _flags, watchedShare: _share, withdrawn: _withdrawn, submitted: _submitted, ...like } = store.work.answersOf(BATCH)[0]!;
  store.transaction(() => {
    for (const [index, candidate] of candidates.entries()) store.work.putAnswer({ ...like, candidate, position: 100 + index });
    store.drafts.lookAgain();
  });
  end();
  return home;
}

function draft(): DraftDocument {
  const mark = (candidate: string): DraftMark => ({ candidate, question: "q1", score: 5, cannotScore: null, evidence: `Of ${candidate}`, notes: [], indicators: [], flags: [], recording: null, watched: [], watchReason: "", shareWhenScored: null, submitted: false, markedAt: AT, savedAt: AT, shownAt: null });
  return {
    ...{ kind: "draft", version: 1, place: `drafts/${BATCH}/a-1/7`, author: "a-1", writtenAt: AT, software: "test", batch: BATCH, person: "a-1", number: 7, invitation: 1, campaign: "c" },
    ...{ marks: candidates.map(mark), withdrawals: [], replies: [], reopened: null, liveSince: null, sets: [], resealed: null },
  };
}

/** Ends like a killed process: nothing after the first `whole` transactions is written. */
function cutOff(store: Store, whole: number): Store {
  let left = whole;
  const transaction: Store["transaction"] = (act) => {
    if (left === 0) throw new Error("Killed.");
    left -= 1;
    return store.transaction(act);
  };
  return { ...store, transaction };
}

describe("taking a draft in", () => {
  test("that is cut off between any two of its parts goes on where it was, and tells of all that came", async () => {
    const home = await manyAnswers();
    for (let whole = 0, done = false; !done; whole += 1) {
      const copy = path.join(await temporaryFolder(), "home");
      await cp(home, copy, { recursive: true });
      const document = draft();
      const restoring = { found: { key: `${document.place}.json`, bytes: Buffer.from("A draft"), document }, newest: 7, passedOver: null, sets: [], missingSets: [] };
      const killed = await deskBehind(copy, (real) => real);
      const outcome = await restoreDraft({ ...killed, store: cutOff(killed.store, whole) }, restoring).catch((error: unknown) => String(error));
      const cameSoFar = killed.store.audit.recoveredSince(BATCH);
      done = outcome === true;
      expect(killed.store.drafts.unseen()).toEqual(done ? [] : [BATCH]);
      expect(killed.store.drafts.recoveries()).toHaveLength(done ? 1 : 0);
      killed.end();
      if (whole > 0 && !done) expect(cameSoFar).toBeGreaterThan(0);

      const again = await deskBehind(copy, (real) => real);
      const { store } = again;
      if (!done) expect(await restoreDraft(again, restoring)).toBe(true);
      expect(store.drafts.recoveries()).toMatchObject([{ batch: BATCH, marks: ANSWERS, writtenAt: AT }]);
      expect(store.work.answersOf(BATCH).flatMap((answer) => store.marks.get(answer.id)?.evidence ?? [])).toEqual(candidates.map((each) => `Of ${each}`));
      expect(store.audit.check().brokenAt).toBeUndefined();
      again.end();
      if (done) expect(whole).toBeGreaterThan(2);
    }
  });
});
