import { expect, test } from "vitest";
import { lossWords, subjectWords } from "../../../src-renderer/components/restored-words.ts";

test("nothing is said to be missing only where nothing is listed", () => {
  expect(lossWords({ logWhole: true, missing: [] }, "9:40")).toBe("Nothing is known to be missing.");
  expect(lossWords({ logWhole: true, missing: ["b-14 / K-2031 / q1"] }, "9:40")).toBe("");
  expect(lossWords({ logWhole: false, missing: [] }, "9:40")).toBe("What was saved after 9:40 may be missing: look at what you marked last.");
});

test.each([
  ["b-14 / K-2031 / q1", "K-2031, q1 in b-14"],
  ["b-14 / Smith / Jones / q1", "Smith / Jones, q1 in b-14"],
  ["b-14 / K-2031", "K-2031 in b-14"],
  ["b-14", "b-14: what you submitted"],
])("%s is named as people do", (subject, words) => {
  expect(subjectWords(subject)).toBe(words);
});
