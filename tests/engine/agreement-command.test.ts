import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noProgress } from "../../src-main/cli/progress.ts";
import { runDesk } from "../../src-main/cli/run-desk.ts";
import { shroutFleiss } from "../unit/agreement/tables.ts";

const HEADER = "batch,candidate,question,assessor,score,note,at";
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-agreement-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));

async function agreement(lines: readonly string[], scale: string, ...more: string[]) {
  const file = path.join(folder, "marks.csv");
  await writeFile(file, lines.join("\n"));
  let out = "";
  let err = "";
  const status = await runDesk(["agreement", "--marks", file, "--scale", scale, ...more], {
    version: "0",
    env: {},
    fetch: () => Promise.reject(new Error("no network is needed")),
    wait: () => Promise.resolve(),
    now: () => new Date(0),
    random: () => 0,
    demoAssets: null,
    createProgress: () => noProgress,
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  return { status, out, err };
}

const published = [HEADER, ...shroutFleiss.flatMap((row, answer) => row.map((score, assessor) => `b-1,K-${answer + 1},q1,${"ABCD"[assessor]},${score},,`))];
const pair = (...scores: [number | "", number | ""][]) => [HEADER, ...scores.flatMap(([a, b], at) => [`b-1,K-${at},q1,ada,${a},"a note, with a comma",2026-11-21T09:40:00Z`, `b-1,K-${at},q1,ben,${b},,`])];

describe("desk agreement", () => {
  test("prints one object of unrounded numbers in the promised shape", async () => {
    const { status, out, err } = await agreement(published, "1-10", "--json");
    expect({ status, err, lines: out.trim().split("\n").length }).toEqual({ status: 0, err: "", lines: 1 });
    expect(JSON.parse(out)).toEqual({
      answers: 6,
      assessors: 4,
      pairs: 36,
      exact: 1 / 36,
      adjacent: 0.25,
      meanDifference: 111 / 36,
      kappa: { unweighted: null, linear: null, quadratic: null, why: "Cohen's kappa is for two assessors, and here are 4." },
      icc: {
        single: { value: expect.closeTo(0.2897637795275592, 12), ci95: [expect.closeTo(0.01878651337471205, 12), expect.closeTo(0.7610843696489531, 12)] },
        average: { value: expect.closeTo(0.6200505475989893, 12), ci95: [expect.closeTo(0.07113681530250303, 12), expect.closeTo(0.927232040167722, 12)] },
      },
      alpha: { nominal: expect.closeTo(-0.0648148148148148, 12), ordinal: expect.any(Number), interval: expect.any(Number) },
      severity: ["A", "B", "C", "D"].map((assessor) => ({ assessor, value: expect.any(Number), ci95: [expect.any(Number), expect.any(Number)] })),
    });
  });

  test("tells a person what each number means, and where the numbers are too few", async () => {
    const { status, out } = await agreement(pair([3, 4], [5, 5], [2, 2], [6, 4]), "1-7");
    expect(status).toBe(0);
    expect(out).toContain("4 answers, 2 assessors, 4 pairs of marks of one answer. Scale: 1 to 7.");
    expect(out).toMatch(/exact +50\.0 % {3}How often two assessors gave an answer the same score\./);
    expect(out).toMatch(/ICC\(2,1\) +0\.\d{3} \(95 %: −?\d\.\d{3} to 0\.\d{3}\)/);
    expect(out).toMatch(/ada +\+0\.13 {3}95 %: −0\.88 to \+1\.13\n +ben +−0\.13 {3}95 %: −1\.13 to \+0\.88\n/);
    expect(out).toContain("Only 4 answers were marked by two or more assessors: below 30");
    for (const line of out.split("\n")) expect(line.length, line).toBeLessThanOrEqual(120);
  });

  test("says in place of numbers why there are none", async () => {
    const { out } = await agreement(pair([4, 4], [4, 4]), "1-7");
    expect(out).toContain("None. Both assessors gave every answer one and the same score.");
    expect(out).not.toMatch(/NaN|Infinity|undefined|null/);
  });

  test("takes columns in any order, others beside them, no batch, no question, and empty scores as missing marks", async () => {
    const { status, out, err } = await agreement(["room,score,assessor,candidate", "1,3,ada,K-1", "1,,ada,K-2", "2,4,ben,K-1", "2,5,ben,K-2"], "1-7", "--json");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(JSON.parse(out)).toMatchObject({ answers: 2, assessors: 2, pairs: 1, exact: 0, adjacent: 1, meanDifference: 1 });
    expect((await agreement(["room,score,assessor,candidate", "1,3,ada,K-1", "2,4,ben,K-1"], "1-7")).err).toBe("Note: marks.csv: the column room means nothing here and was left aside.\n");
  });

  test("knows answers by batch, candidate and question together", async () => {
    const { out } = await agreement([HEADER, "b-1,K-1,q1,ada,3,,", "b-2,K-1,q1,ada,3,,", "b-1,K-1,q2,ada,3,,", "b-1,K-1,q2,ben,3,,"], "1-7", "--json");
    expect(JSON.parse(out)).toMatchObject({ answers: 3, pairs: 1 });
  });

  test.each([
    ["a score outside the scale", [HEADER, "b-1,K-1,q1,ada,3,,", "b-1,K-1,q1,ben,8,,"], "Line 3 of the marks cannot be used: 8 is not a point of the scale 1 to 7."],
    ["a score between two points", [HEADER, "b-1,K-1,q1,ada,3.5,,"], "Line 2 of the marks cannot be used: 3.5 is not a point of the scale 1 to 7."],
    ["a score that is no number", [HEADER, "b-1,K-1,q1,ada,NA,,"], "Line 2 of the marks cannot be used: “NA” is not a number; where a mark is missing, leave its score empty."],
    ["the same assessor twice on one answer", [HEADER, "b-1,K-1,q1,ada,3,,", "b-1,K-1,q1,ben,3,,", "b-1,K-1,q1,ada,4,,"], "Line 4 of the marks cannot be used: the mark of ada for K-1 in q1 stands in line 2 already."],
    ["a mark of nobody", [HEADER, "b-1,K-1,q1,,3,,"], "Line 2 of the marks cannot be used: it does not say who marked."],
    ["a mark for nobody", [HEADER, "b-1,,q1,ada,3,,"], "Line 2 of the marks cannot be used: it names no candidate."],
    ["a line that was cut off", [HEADER, "b-1,K-1,q1,ada"], "Line 2 of the marks cannot be used: it has 4 cells but the header has 7; it may have been cut off."],
    ["a table without scores", [HEADER, "b-1,K-1,q1,ada,,,"], "The table of marks cannot be used: none of its lines has a score."],
    ["a table without assessors", ["candidate,score", "K-1,3"], "The table of marks cannot be used: the column assessor is missing; what is wanted here has candidate, assessor, score, so look whether this is another table."],
  ])("refuses %s in one sentence", async (_, lines, sentence) => {
    const { status, out, err } = await agreement(lines, "1-7");
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err.startsWith(sentence)).toBe(true);
    expect(err.trim()).not.toContain("\n");
  });

  test("refuses what is no scale, and a missing file", async () => {
    expect(await agreement(published, "7-1")).toEqual({ status: 2, out: "", err: "“7-1” is not a scale; write it as 1-7, or its points as 1,2,4. Nothing was done; desk agreement --help shows how it is used.\n" });
    expect(await agreement(published, "1-7", "--marks", "x")).toMatchObject({ status: 2, err: expect.stringContaining("--marks is given twice") });
  });

  test("takes a scale with gaps", async () => {
    expect((await agreement(pair([1, 4], [2, 2], [4, 4]), "1,2,4", "--json")).status).toBe(0);
    expect((await agreement(pair([1, 3]), "1,2,4")).err).toContain("3 is not a point of the scale 1, 2, 4");
  });

  test("takes a table that the product exported: live marks that count, and no line without a mark", async () => {
    const lines = ["batch,candidate,question,assessor,counts,round,score", "b-1,K-0,q1,ada,no,live,1", "b-1,K-0,q1,ada,yes,live,3", "b-1,K-0,q1,ben,yes,live,3", "b-1,K-1,q1,ada,yes,live,5", "b-1,K-1,q1,ben,yes,live,5", "b-1,K-2,q1,ada,yes,standardisation,7", "b-1,K-2,q1,ben,yes,standardisation,1", "b-1,K-3,q1,,,,"];
    const { status, out } = await agreement(lines, "1-7", "--json");
    expect({ status, ...(JSON.parse(out) as object) }).toMatchObject({ status: 0, answers: 2, pairs: 2, exact: 1 });
  });
});
