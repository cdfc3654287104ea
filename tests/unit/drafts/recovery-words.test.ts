import { expect, test } from "vitest";
import { recoveryWords } from "../../../src-shared/bridge/recovery-words.ts";
import type { Recovery } from "../../../src-shared/bridge/views.ts";

const recovery: Recovery = { id: 1, batch: "b-14", recoveredAt: "2026-11-22T15:00:00.000Z", writtenAt: "2026-11-22T14:32:00.000Z", afterDamage: false, marks: 12, sets: 0, passedOver: null, missingSets: [] };
const words = (change: Partial<Recovery>) => recoveryWords({ ...recovery, ...change }, (iso) => iso.slice(11, 16)).join(" ");

test("what came back is said with its number and up to when, and that the rest is missing", () => {
  expect(words({})).toBe("12 marks of b-14 came back from the depot, which had your work up to 14:32. What was marked after that is not here.");
  expect(words({ marks: 1 })).toMatch(/^1 mark of b-14/);
});

test("after damage on the same laptop nothing newer is said to be missing", () => {
  expect(words({ afterDamage: true })).toBe("12 marks of b-14 came back from the depot, which had your work up to 14:32. What was newer on this laptop stayed as it is.");
});

test("sets that came back are said, and those that never reached the depot with what to do", () => {
  expect(words({ sets: 1 })).toMatch(/So did the set that you had submitted\.$/);
  expect(words({ missingSets: [2] })).toMatch(/Revision 2, which you had submitted, is not in the depot: check the batch and submit it again\.$/);
});

test("an older copy, or none that opens, is said", () => {
  const passedOver = { kind: "document-damaged", name: "drafts/b-14/a-1/9.json", reason: "it is cut" } as const;
  expect(words({ passedOver })).toMatch(/this is the one before it\. Tell your team lead\.$/);
  expect(words({ writtenAt: null, marks: 0, passedOver: { kind: "drafts-unreadable", batch: "b-14" } })).toMatch(/^No mark of b-14 came back from the depot\. Marks of b-14 that were made on another laptop are in the depot/);
});
