import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import type { Depot } from "../../src-main/engine/depot/depot.ts";
import { TEMPORARY_PREFIX } from "../../src-main/engine/files/durable-files.ts";
import { openStoreToRead } from "../../src-main/engine/store/open-store-to-read.ts";
import { verifyHome } from "../../src-main/engine/verify/verify-home.ts";
import { BATCH, must, type TestDesk } from "../engine/support/panel.ts";
import type { Told, Write } from "./told.ts";

/** The log of a desk's own words, kept outside of it over all its lives. */
export function createLog() {
  /** For each field of each answer: the last value that was acknowledged, and those that were on their way after it. */
  const fields = new Map<string, { acknowledged: string | null; underWay: Write[] }>();
  const sets = new Map<string, string>();
  const at = (write: Pick<Write, "answerId" | "field">) => `${write.field} of answer ${write.answerId}`;
  return {
    fields,
    /** Sets that were acknowledged as submitted: key and SHA-256. */
    sets,
    take(told: Told): void {
      if (told.kind === "submitted") sets.set(told.key, told.sha256);
      if (told.kind === "writing") {
        const field = fields.get(at(told)) ?? { acknowledged: null, underWay: [] };
        fields.set(at(told), { ...field, underWay: [...field.underWay, told] });
      }
      if (told.kind === "acknowledged")
        for (const [name, field] of fields) {
          const index = field.underWay.findIndex((write) => write.number === told.number);
          if (index >= 0) fields.set(name, { acknowledged: field.underWay[index]!.value, underWay: field.underWay.slice(index + 1) });
        }
    },
    /** What lies on disk now is what counts from here on. */
    settle(name: string, value: string): void {
      fields.set(name, { acknowledged: value, underWay: [] });
    },
  };
}
export type Log = ReturnType<typeof createLog>;

/** No mark that was acknowledged is lost: each field holds its last acknowledged value, or one that was on its way after it. */
export function judgeMarks(home: string, log: Log): void {
  const store = must(openStoreToRead(home));
  try {
    for (const [name, { acknowledged, underWay }] of log.fields) {
      const [, field, id] = /^(\w+) of answer (\d+)$/.exec(name)!;
      const mark = store.marks.get(Number(id));
      const value = field === "score" ? String(mark?.score ?? null) : field === "evidence" ? mark?.evidence : store.marks.notesOf(Number(id))[0]?.text;
      if (value === undefined && acknowledged === null) continue;
      expect([acknowledged, ...underWay.map((write) => write.value)], `the ${name}`).toContain(value);
      if (value !== undefined) log.settle(name, value);
    }
    const kept = new Map(store.outbox.sets().map((set) => [set.key, set.sha256]));
    for (const [key, sha256] of log.sets) expect(kept.get(key), `the set ${key}, which was acknowledged as submitted`).toBe(sha256);
  } finally {
    store.close();
  }
}

/** Whatever can be played is what was packed, to the last byte. */
export async function judgeWhatPlays(desk: TestDesk): Promise<void> {
  for (const answerId of [1, 2, 3]) {
    const media = await desk.engine.openMedia(answerId);
    if (media) expect(sha256(await readFile(media.path)), `the recording of answer ${answerId}`).toBe(path.basename(media.path));
  }
}

/** After the next life: everything passes its check, every set is in the depot once and unaltered, nothing half-written is left. */
export async function judgeRest(home: string, depot: Depot, depotFolder: string | null): Promise<void> {
  const verified = must(await verifyHome(home, null, () => undefined));
  expect(verified.problems).toEqual([]);
  expect(verified.outbox.waiting).toBe(0);
  const store = must(openStoreToRead(home));
  try {
    const sets = store.outbox.sets();
    const delivered = must(await depot.list(`sets/${BATCH}/`));
    expect(delivered.sort()).toEqual(sets.map((set) => set.key).sort());
    expect(new Set(sets.map((set) => set.revision)).size).toBe(sets.length);
    for (const { key, sha256: expected } of sets.slice(0, 3)) expect(sha256(must(await depot.read(key, 50_000_000))), key).toBe(expected);
  } finally {
    store.close();
  }
  for (const folder of [home, ...(depotFolder === null ? [] : [depotFolder])]) expect(await leftovers(folder)).toEqual([]);
}

/** Files that somebody began to write and never finished. */
export async function leftovers(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => path.basename(name).startsWith(TEMPORARY_PREFIX) || path.dirname(name).endsWith(path.join("vault", "partial")));
}

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
