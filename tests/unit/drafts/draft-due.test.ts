import { describe, expect, test } from "vitest";
import { DRAFT_EVERY_MS, isDraftDue } from "../../../src-main/engine/drafts/draft-due.ts";

const now = new Date("2026-11-22T14:32:00.000Z");
const before = (ms: number) => new Date(now.getTime() - ms).toISOString();

describe("a draft is due", () => {
  test.each([
    ["never while nothing changed", { changes: 4, pressing: 2, uploadedChanges: 4, uploadedAt: before(10 * DRAFT_EVERY_MS) }, false],
    ["at once when it is the first", { changes: 1, pressing: 0, uploadedChanges: 0, uploadedAt: null }, true],
    ["not a moment after the last one", { changes: 5, pressing: 0, uploadedChanges: 4, uploadedAt: before(DRAFT_EVERY_MS - 1) }, false],
    ["when the time has passed", { changes: 5, pressing: 0, uploadedChanges: 4, uploadedAt: before(DRAFT_EVERY_MS) }, true],
    ["at once after a submission or a withdrawal", { changes: 6, pressing: 5, uploadedChanges: 4, uploadedAt: before(1) }, true],
    ["not again for what pressed before the last one", { changes: 5, pressing: 4, uploadedChanges: 4, uploadedAt: before(1) }, false],
    ["when the clock was put back", { changes: 5, pressing: 0, uploadedChanges: 4, uploadedAt: before(-3_600_000) }, true],
  ])("%s", (_, row, due) => expect(isDraftDue(row, now)).toBe(due));
});
