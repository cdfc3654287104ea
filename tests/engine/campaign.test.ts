import { copyFile, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, test } from "vitest";
import { createPackingRoom, recordings } from "../fixtures/packing-room.ts";
import { BATCH, panelCampaign } from "./support/lead-panel.ts";
import { openTestDesk } from "./support/panel.ts";
import { readCsv, readXlsx } from "./support/read-exports.ts";
import { desk } from "./support/store-room.ts";

/** What each assessor gives for q1 and q2. They differ on K-3 by more than the campaign allows. */
const SCORES: Record<string, Record<string, [number, number]>> = {
  "a-1": { "K-1": [4, 4], "K-2": [6, 6], "K-3": [2, 5], "K-4": [3, 3], "K-5": [5, 5] },
  "a-2": { "K-1": [4, 5], "K-2": [6, 6], "K-3": [6, 5], "K-4": [3, 4], "K-5": [5, 5] },
};
/** What a lead settles: K-3's first answer. */
const SETTLED = { candidate: "K-3", question: "q1", final: 5, reason: "The turn at the end is good evidence." };
const CANDIDATES = ["K-1", "K-2", "K-3", "K-4", "K-5"];
const QUESTIONS = ["q1", "q2"];

test("a campaign from one end to the other: three desks, one depot, and files that agree with the marks", { timeout: 120_000 }, async () => {
  const room = await createPackingRoom();
  const file = (name: string) => path.join(room.folder, name);
  const home = (person: string) => file(`home-${person}`);
  const run = async (...args: string[]) => {
    const done = await desk(args);
    expect(done, `desk ${args.join(" ")}`).toMatchObject({ status: 0 });
    return done.out;
  };
  const sync = (person: string) => run("sync", "--home", home(person));

  // Packed without anybody to mark it; a lead and two assessors join on laptops of their own.
  await writeFile(room.campaignFile, JSON.stringify({ ...panelCampaign, rules: { passMark: 4, combine: "mean", tolerance: 1, cumulativeTolerance: 12, doubleMarkingShare: 1, places: 2, evidenceRequired: true } }));
  for (const candidate of CANDIDATES) for (const question of QUESTIONS) await copyFile(path.join(recordings, "good.mp4"), path.join(room.media, `${candidate}-${question}.mp4`));
  await room.candidates(...CANDIDATES.flatMap((candidate) => QUESTIONS.map((question) => `${candidate},${question},${candidate}-${question}.mp4,,`)));
  await run("keygen", "--out", file("key.json"));
  await run("pack", "--campaign", room.campaignFile, "--candidates", file("candidates.csv"), "--media", room.media, "--batch", BATCH, "--depot", room.depotFolder, "--key", file("key.json"));
  for (const [person, role] of [["l-1", "lead"], ["a-1", "assessor"], ["a-2", "assessor"]] as const) {
    await run("invite", "--depot", room.depotFolder, "--person", person, "--name", person, "--role", role, "--trust", file("key.json"), "--out", file(`${person}.json`));
    await run("enrol", "--home", home(person), "--file", file(`${person}.json`));
    await sync(person);
  }

  // Allocate, mark apart, submit.
  await run("allocate", "--home", home("l-1"), "--batch", BATCH, "--assessors", "a-1,a-2", "--seed", "spring");
  for (const [person, own] of Object.entries(SCORES)) {
    await sync(person);
    const lines = Object.entries(own).flatMap(([candidate, points]) => QUESTIONS.map((question, at) => `${BATCH},${candidate},${question},${points[at]},"Seen by ${person}, in full"`));
    await writeFile(file("marks.csv"), ["batch,candidate,question,score,note", ...lines].join("\n"));
    await run("mark", "--home", home(person), "--csv", file("marks.csv"));
    await run("submit", "--home", home(person), "--batch", BATCH);
  }

  // Moderate what the rules do not settle.
  await sync("l-1");
  expect(await desk(["publish", "--home", home("l-1"), "--batch", BATCH])).toMatchObject({ status: 1, err: expect.stringContaining("1 answer of b-1 is still to be settled") as string });
  await writeFile(file("decisions.csv"), ["batch,candidate,question,final,reason", `${BATCH},${SETTLED.candidate},${SETTLED.question},${SETTLED.final},${SETTLED.reason}`].join("\n"));
  await run("moderate", "--home", home("l-1"), "--csv", file("decisions.csv"));
  expect(await desk(["publish", "--home", home("l-1"), "--batch", BATCH])).toMatchObject({ status: 1, err: expect.stringContaining("2 candidates of b-1 share the last place") as string });
  const lead = await openTestDesk(home("l-1"));
  await lead.ask("outcome.rank", { batch: BATCH, candidates: ["K-5", "K-3"], reason: "Steadier throughout." });
  await lead.engine.close();

  // Publish, and export.
  await run("publish", "--home", home("l-1"), "--batch", BATCH);
  for (const format of ["csv", "xlsx", "pdf"]) await run("export", "--home", home("l-1"), "--batch", BATCH, "--format", format, "--out", file(`record.${format}`));

  // Read again by programs: every mark as it was given, and what follows from them by hand.
  const marks = Object.entries(SCORES).flatMap(([person, own]) => Object.entries(own).flatMap(([candidate, points]) => QUESTIONS.map((question, at) => ({ person, candidate, question, score: points[at]! }))));
  const finalOf = (candidate: string, question: string) => {
    if (candidate === SETTLED.candidate && question === SETTLED.question) return SETTLED.final;
    const own = marks.filter((each) => each.candidate === candidate && each.question === question);
    return own.reduce((sum, each) => sum + each.score, 0) / own.length;
  };
  const nameOf = (...parts: unknown[]) => parts.join(" ");
  const rows = readCsv(await readFile(file("record.csv")));
  expect(rows.map((row) => nameOf(row["candidate"], row["question"], row["assessor"], row["score"], row["evidence"])).sort()).toEqual(
    marks.map((each) => nameOf(each.candidate, each.question, each.person, each.score, `Seen by ${each.person}, in full`)).sort(),
  );
  for (const row of rows) {
    expect(Number(row["final"]), nameOf(row["candidate"], row["question"])).toBe(finalOf(row["candidate"]!, row["question"]!));
    expect(Number(row["candidate_total"])).toBe(QUESTIONS.reduce((sum, question) => sum + finalOf(row["candidate"]!, question), 0));
  }
  expect(rows.find((row) => row["candidate"] === SETTLED.candidate && row["question"] === SETTLED.question)).toMatchObject({ final_reason: SETTLED.reason });
  const places = [...new Map(rows.map((row) => [row["candidate"], [row["candidate"], Number(row["rank"]), row["place"]]])).values()];
  expect(places.toSorted((one, other) => Number(one[1]) - Number(other[1]))).toEqual([
    ["K-2", 1, "Offer"],
    ["K-5", 2, "Offer"],
    ["K-3", 3, "Reserve list"],
    ["K-1", 4, "Reserve list"],
    ["K-4", 5, "Not passed"],
  ]);
  const sheet = await readXlsx(await readFile(file("record.xlsx")), "Marks");
  expect(sheet.map((row) => nameOf(row["Candidate"], row["Question"], row["Assessor"], row["Score"])).sort()).toEqual(marks.map((each) => nameOf(each.candidate, each.question, each.person, each.score)).sort());
  const candidates = await readXlsx(await readFile(file("record.xlsx")), "Candidates");
  expect(candidates.find((row) => row["Candidate"] === "K-5")?.["What put it before or behind others with the same total"]).toContain("Ahead of K-3 as a lead decided: Steadier throughout.");
  expect((await readFile(file("record.pdf"))).subarray(0, 5).toString()).toBe("%PDF-");
});
