import path from "node:path";
import Database from "better-sqlite3";
import { expect } from "vitest";
import { DRAFT_EVERY_MS } from "../../../src-main/engine/drafts/draft-due.ts";
import { BATCH, must, type Panel, type TestDesk } from "./panel.ts";

export const NOTE = "11111111-1111-4111-8111-111111111111";

/** The answers of a desk in the order of the questions. */
export async function answerIds(desk: TestDesk): Promise<number[]> {
  const { rows } = await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 10 });
  return rows.map((row) => row.answerId);
}

/** A second laptop of the same person, enrolled with a new invitation. It has not synchronised yet. */
export async function newLaptop(panel: Panel, name = "home-new", person = "a-1"): Promise<TestDesk> {
  const desk = await panel.desk(path.join(panel.folder, name));
  must(await desk.engine.enrol({ file: await panel.invite(person), filePassphrase: null, protection: { kind: "key-file" } }));
  return desk;
}

/** A desk with some of everything marked, and its draft in the depot. */
export async function markedDesk(panel: Panel): Promise<TestDesk> {
  const desk = await panel.enrolledDesk();
  await desk.ask("sync.now", {});
  const [first, second] = await answerIds(desk);
  await desk.ask("mark.add-watched", { answerId: first!, from: 0, to: 12.5 });
  await desk.ask("mark.set-score", { answerId: first!, score: 5 });
  await desk.ask("mark.set-evidence", { answerId: first!, text: "Names the need first." });
  await desk.ask("mark.put-note", { answerId: first!, noteId: NOTE, atSeconds: 4.2, text: "Own part clear" });
  await desk.ask("mark.set-flag", { answerId: first!, flag: "hard-to-hear", note: "A train passes", atSeconds: 7 });
  await desk.ask("mark.set-watch-reason", { answerId: first!, reason: "Seen before" });
  await desk.ask("mark.set-cannot-score", { answerId: second!, reason: "The picture freezes." });
  expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  return desk;
}

export async function submitAll(desk: TestDesk) {
  for (const answerId of await answerIds(desk)) {
    const { mark } = await desk.ask("review.view", { answerId });
    if (mark.state !== "marked") await desk.ask("mark.set-cannot-score", { answerId, reason: "No sound." });
  }
  const set = await desk.ask("set.submit", { batch: BATCH, declared: true });
  await desk.ask("sync.now", {});
  return set;
}

export function auditOf(home: string, what: string) {
  const db = new Database(path.join(home, "desk.sqlite"), { readonly: true });
  try {
    return (db.prepare("SELECT subject, from_value, to_value FROM audit WHERE what = ? ORDER BY id").all(what) as { subject: string; from_value: string | null; to_value: string }[]).map((row) => ({
      subject: row.subject,
      from: row.from_value === null ? null : (JSON.parse(row.from_value) as Record<string, unknown>),
      to: JSON.parse(row.to_value) as Record<string, unknown>,
    }));
  } finally {
    db.close();
  }
}

export async function draftsIn(panel: Panel): Promise<string[]> {
  return must(await panel.depot.list(`drafts/${BATCH}/a-1/`)).sort();
}

/** The next time that the desk synchronises, minutes later: its draft is due. The desk is closed afterwards. */
export async function uploadNow(panel: Panel, desk: TestDesk): Promise<void> {
  await desk.engine.close();
  const later = await panel.desk(desk.home, { now: () => new Date(Date.now() + 2 * DRAFT_EVERY_MS) });
  expect(await later.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  await later.engine.close();
}
