import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { readJsonText } from "../../src-main/engine/enrolment/json-text.ts";
import { parseLeadKey } from "../../src-main/engine/enrolment/lead-key-file.ts";
import { readCampaign } from "../../src-main/engine/packing/read-campaign.ts";
import { campaign, createPackingRoom } from "../fixtures/packing-room.ts";
import { must, temporaryFolder } from "./support/panel.ts";

async function reasonFor(content: unknown): Promise<string> {
  const file = path.join(await temporaryFolder(), "campaign.json");
  await writeFile(file, typeof content === "string" ? content : JSON.stringify(content));
  const read = await readCampaign(file);
  if (read.ok || read.error.kind !== "campaign-invalid") throw new Error("The campaign was not refused.");
  return read.error.reason;
}

const withRules = (rules: unknown) => ({ ...campaign, rules });

test.each([
  [{ passMark: 3, minimumWatchedSharee: 0.8 }, "its rules have a field that means nothing: minimumWatchedSharee (minimumWatchedShare is probably meant)"],
  [{ pasMark: 3 }, "its rules have a field that means nothing: pasMark (passMark is probably meant)"],
  [{ passMark: 3, Tolerence: 2, evidencerequired: true }, "its rules have fields that mean nothing: Tolerence (tolerance is probably meant), evidencerequired (evidenceRequired is probably meant)"],
  [{ passMark: 3, colour: "red" }, "its rules have a field that means nothing: colour; the rules are passMark, tolerance, "],
])("the rules %j are refused, with the name that is meant where it is near", async (rules, reason) => {
  expect(await reasonFor(withRules(rules))).toContain(reason);
});

test("a misspelt rule publishes nothing", async () => {
  const room = await createPackingRoom();
  await writeFile(room.campaignFile, JSON.stringify(withRules({ passMark: 3, tolerence: 2 })));
  const refused = await room.pack();
  expect(!refused.ok && describeProblem(refused.error)).toBe("campaign.json is not a campaign that can be used: its rules have a field that means nothing: tolerence (tolerance is probably meant). Nothing was published; correct it and pack again.");
  expect(await room.keys()).toEqual([]);
});

test.each([
  [withRules({ passMark: 3, minimumWatchedShare: 2 }), "rules.minimumWatchedShare must be 1 or less"],
  [withRules({ passMark: 3, tolerance: -1 }), "rules.tolerance must be 0 or more"],
  [withRules({ passMark: 3, seeds: 1.5 }), "rules.seeds must be a whole number"],
  [withRules({ passMark: 3, combine: "median" }), "rules.combine must be mean or lower or higher or lead-decides"],
  [withRules({ passMark: 3, evidenceRequired: "yes" }), "rules.evidenceRequired must be true or false"],
  [withRules({}), "rules.passMark is missing"],
  [withRules([]), "rules must be a group of named fields in { }"],
  [[], "it must be a group of named fields in { }"],
  [{ ...campaign, title: " " }, "title must not be empty"],
  [{ ...campaign, title: "x".repeat(301) }, "title must have at most 300 characters"],
  [{ ...campaign, scale: campaign.scale.slice(0, 1) }, "scale must have at least 2 entries"],
  [{ ...campaign, questions: "none" }, "questions must be a list in [ ]"],
  [{ ...campaign, questions: [campaign.questions[0], { ...campaign.questions[1], id: "a b" }] }, "questions[2].id must be 1 to 64 letters, digits, - or _ and begin with a letter or digit"],
])("what a schema refuses is said in plain words (%#)", async (content, reason) => {
  expect(await reasonFor(content)).toBe(reason);
});

test("a campaign loses no question that another of its batches has answers to", async () => {
  const room = await createPackingRoom();
  must(await room.pack());
  const [first, second] = campaign.questions;
  await writeFile(room.campaignFile, JSON.stringify({ ...campaign, questions: [first] }));
  await room.candidates("K-9,q1,good.mp4,,");
  const before = await room.keys();
  const refused = await room.pack({ batch: "b-2" });
  expect(!refused.ok && describeProblem(refused.error)).toBe("campaign.json is not a campaign that can be used: it no longer has q2, and the batch b-1 of the same campaign has answers to that question. Nothing was published; correct it and pack again.");
  expect(await room.keys()).toEqual(before);
  // No batch has answers to it; and a batch may lose its own.
  await writeFile(room.campaignFile, JSON.stringify({ ...campaign, questions: [...campaign.questions, { ...second!, id: "q9" }] }));
  must(await room.pack({ batch: "b-2" }));
  await writeFile(room.campaignFile, JSON.stringify(campaign));
  must(await room.pack({ batch: "b-2" }));
  await room.candidates("K-1,q1,good.mp4,good.vtt,", "K-2,q1,portrait.mp4,,");
  await writeFile(room.campaignFile, JSON.stringify({ ...campaign, questions: [first] }));
  expect(must(await room.pack()).campaign.revision).toBe(4);
});

test("another kind of file is no lead's key, in plain words", async () => {
  const problem = async (text: string) => {
    const read = await parseLeadKey("k.json", Buffer.from(text));
    return read.ok ? undefined : describeProblem(read.error);
  };
  expect(await problem('{"kind":"enrolment"}')).toContain("(kind must be lead-key)");
  expect(await problem('{"kind":')).toContain("(it is no JSON text from line 1, column 9 on)");
});

test.each([
  ["", "it is no JSON text: it is empty"],
  ["{", "line 1, column 2 "],
  ['{\n  "a": 1,,\n}', "line 2, column 10 "],
  ['{\n  "a": tru\n}', "line 2, column 8 "],
  ['{"a": "x\n"}', "line 1, column 7 "],
  ['{"a": 1}\n}', "line 2, column 1 "],
  ["[1, 2,]", "line 1, column 7 "],
  ['{"a" 1}', "line 1, column 6 "],
  ["{'a': 1}", "line 1, column 2 "],
  ["[1}", "line 1, column 3 "],
  [`["${"ä".repeat(2_000_000)}😀\\n", 01]`, "line 1, column 2000011 "],
  [`["${"x".repeat(4_000_000)}`, "line 1, column 2 "],
  ["[".repeat(1_000_000), "line 1, column 1000001 "],
])("a text that is no JSON is refused with the place to look at (%#)", (text, place) => {
  const read = readJsonText(Buffer.from(text));
  expect(!read.ok && read.error).toContain(place);
});
