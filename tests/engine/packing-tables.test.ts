import { describe, expect, test } from "vitest";
import { campaignDefinition } from "../../src-shared/documents/campaign.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { captionsFault } from "../../src-main/engine/packing/check-captions.ts";
import { allocationColumns, readAllocation } from "../../src-main/engine/packing/read-allocation.ts";
import { candidateColumns, missingAnswers, readCandidates } from "../../src-main/engine/packing/read-candidates.ts";
import { parseTable } from "../../src-main/engine/packing/read-table.ts";
import { campaign as written } from "../fixtures/packing-room.ts";

const campaign = campaignDefinition.parse(written);
const HEADER = "candidate,question,file,captions,seconds_allowed";

function candidates(...lines: string[]) {
  const table = parseTable("c.csv", Buffer.from(lines.join("\n")), candidateColumns);
  return table.ok ? readCandidates("c.csv", table.value, campaign) : table;
}

function refusal(result: ReturnType<typeof candidates>): string {
  if (result.ok) throw new Error("The table was accepted.");
  return describeProblem(result.error);
}

describe("the candidates table", () => {
  test("columns may come in any order, with a byte order mark, capitals, spaces and unknown columns", () => {
    const table = parseTable("c.csv", Buffer.from("\uFEFF File , QUESTION,candidate,shoe size\r\na.mp4, q1 ,K-1,44\r\n\r\n"), candidateColumns);
    expect(table).toEqual({ ok: true, value: { rows: [{ line: 2, cells: { candidate: "K-1", question: "q1", file: "a.mp4", captions: "", seconds_allowed: "" } }], ignoredColumns: ["shoe size"] } });
  });

  test("empty seconds are the question's own; an adjustment stands for its candidate", () => {
    const read = candidates(HEADER, "K-1,q1,a.mp4,,", "K-1,q2,b.mp4,b.vtt,240.5");
    expect(read).toMatchObject({ value: [{ secondsAllowed: 180, captions: null }, { secondsAllowed: 240.5, captions: "b.vtt" }] });
  });

  test.each([[HEADER.replaceAll(",", ";"), 'K-1;q1;"a, b.mp4";;'], ['"candidate";"question";"file"', 'K-1;q1;say "x" twice.mp4'], ["\uFEFFfile;candidate;question", "a.mp4;K-1;q1"]])("columns separated by semicolons are named as what is wrong (%s)", (header, line) => {
    expect(refusal(candidates(header, line))).toBe("c.csv, line 1: its columns are separated by semicolons; save it with commas. Nothing was published; correct it and try again.");
  });

  test("quoted cells keep their commas", () => {
    expect(candidates(HEADER, 'K-1,q1,"a, b.mp4",,')).toMatchObject({ value: [{ file: "a, b.mp4" }] });
  });

  test.each([
    ["a candidate and question twice", ["K-1,q1,a.mp4,,", "K-1,q1,b.mp4,,"], "c.csv, line 3: K-1 has an answer to q1 already, on line 2"],
    ["candidates that differ only in capitals", ["K-1,q1,a.mp4,,", "k-1,q2,b.mp4,,"], "c.csv, line 3: k-1 and K-1 on line 2 differ only in capital letters"],
    ["candidates that differ only in how an accent is stored", ["Zo\u00eb,q1,a.mp4,,", "Zoe\u0308,q2,b.mp4,,"], "line 3: Zoe\u0308 is stored with other characters here than on line 2"],
    ["an unknown question", ["K-1,q9,a.mp4,,"], "c.csv, line 2: the campaign has no question q9; it has q1, q2"],
    ["no file", ["K-1,q1,,,"], "line 2: the file is missing"],
    ["no candidate", [",q1,a.mp4,,"], "line 2: the candidate is missing"],
    ["seconds in words", ["K-1,q1,a.mp4,,three"], "line 2: three is no number of seconds from 1 to 86400"],
    ["negative seconds", ["K-1,q1,a.mp4,,-5"], "line 2: -5 is no number of seconds"],
    ["no seconds at all", ["K-1,q1,a.mp4,,0"], "line 2: 0 is no number of seconds"],
    ["seconds in a form that only computers read", ["K-1,q1,a.mp4,,1e3"], "line 2: 1e3 is no number of seconds"],
    ["a candidate with a direction-changing character", ["K\u202e1,q1,a.mp4,,"], "line 2: the candidate K\u202e1 must be 1 to 64 letters"],
    ["too many cells", ["K-1,q1,a.mp4,,,,x"], "line 2: it has 7 cells but the header has 5"],
    ["an open quotation mark", ['K-1,q1,"a.mp4,,'], "its quotation marks do not pair up"],
    ["no lines", [], "it has a header but no lines"],
  ])("with %s is refused by its line", (_name, rows, sentence) => {
    expect(refusal(candidates(HEADER, ...rows))).toContain(sentence);
  });

  test("missing columns are named together", () => {
    expect(refusal(candidates("candidate,shoe", "K-1,4"))).toContain("c.csv, line 1: the columns question, file are missing");
    expect(refusal(candidates("batch,candidate,question,assessor,score,note,at", "b-1,K-1,q1,a-1,3,,"))).toBe("c.csv, line 1: the column file is missing; what is wanted here has candidate, question, file, so look whether this is another table. Nothing was published; correct it and try again.");
  });

  test("text that is not UTF-8 is refused, not guessed", () => {
    const table = parseTable("c.csv", Buffer.from([...Buffer.from(`${HEADER}\nZo`), 0xeb, ...Buffer.from(",q1,a.mp4,,")]), candidateColumns);
    expect(table).toMatchObject({ error: { kind: "table-invalid", reason: expect.stringContaining("CSV UTF-8") } });
  });

  test("a name like a property of every object is an ordinary name", () => {
    expect(candidates(HEADER, "constructor,q1,a.mp4,,")).toMatchObject({ value: [{ candidate: "constructor" }] });
    expect(refusal(candidates(HEADER, "K-1,constructor,a.mp4,,"))).toContain("the campaign has no question constructor");
  });

  test("who lacks an answer is said, not refused", () => {
    const read = candidates(HEADER, "K-1,q1,a.mp4,,", "K-2,q1,b.mp4,,", "K-2,q2,c.mp4,,");
    expect(read.ok && missingAnswers(read.value, campaign)).toBe("1 candidate has no recording for some questions: K-1 (q2).");
  });
});

describe("the allocation table", () => {
  function allocation(...lines: string[]) {
    const table = parseTable("a.csv", Buffer.from(["assessor,candidate,round,due", ...lines].join("\n")), allocationColumns);
    return table.ok ? readAllocation("a.csv", table.value, new Set(["K-1", "K-2", "Zo\u00eb"])) : table;
  }

  test("an empty round is live and an empty date is none", () => {
    const read = allocation("a-1,K-1,,", "a-1,K-2,standardisation,2026-12-01", "a-2,K-1,live,", "a-2,Zoe\u0308,,");
    expect(read.ok && [...read.value]).toEqual([
      ["a-1", [{ candidate: "K-1", round: "live", due: null }, { candidate: "K-2", round: "standardisation", due: "2026-12-01" }]],
      ["a-2", [{ candidate: "K-1", round: "live", due: null }, { candidate: "Zo\u00eb", round: "live", due: null }]],
    ]);
  });

  test.each([
    ["a pair twice", ["a-1,K-1,,", "a-1,K-1,live,"], "line 3: K-1 is allocated to a-1 already, on line 2"],
    ["an unknown candidate", ["a-1,K-9,,"], "line 2: the batch has no candidate K-9"],
    ["an assessor who could not be a folder's name", ["../a,K-1,,"], "line 2: the assessor ../a must be 1 to 64 letters"],
    ["an assessor called like a Windows device", ["con,K-1,,"], "line 2: the assessor con is a name that Windows keeps"],
    ["assessors that differ only in capitals", ["a-1,K-1,,", "A-1,K-2,,"], "line 3: A-1 and a-1 on line 2 differ only in capital letters"],
    ["an unknown round", ["a-1,K-1,final,"], "line 2: final is no round; use standardisation or live"],
    ["a date that no calendar has", ["a-1,K-1,,2026-02-30"], "line 2: 2026-02-30 is no date"],
    ["a date in another form", ["a-1,K-1,,1/12/2026"], "line 2: 1/12/2026 is no date in the form 2026-11-27"],
  ])("with %s is refused by its line", (_name, rows, sentence) => {
    const read = allocation(...rows);
    expect(read.ok ? "accepted" : describeProblem(read.error)).toContain(sentence);
  });
});

describe("captions", () => {
  const cue = "00:01.000 --> 00:02.000\nHello\n";
  test.each([
    ["plain", `WEBVTT\n\n${cue}`],
    ["with a byte order mark, a title and Windows line ends", `\uFEFFWEBVTT - a title\r\n\r\n1\r\n01:00:01.000 --> 01:00:02.500 align:start\r\nHello\r\n`],
  ])("%s are accepted", (_name, text) => expect(captionsFault(Buffer.from(text))).toBeUndefined());

  test.each([
    ["empty", Buffer.alloc(0), "it is empty"],
    ["in another format", Buffer.from(`1\n00:00:01,000 --> 00:00:02,000\nHello\n`), "it is no WebVTT"],
    ["with a header that only begins like one", Buffer.from(`WEBVTTX\n\n${cue}`), "it is no WebVTT"],
    ["without any cue", Buffer.from("WEBVTT\n\nNOTE nothing\n"), "it has no captions in it"],
    ["in another encoding", Buffer.from(`WEBVTT\n\n00:01.000 --> 00:02.000\nZo\xeb\n`, "latin1"), "it is not UTF-8 text"],
    ["far too long", Buffer.from(`WEBVTT\n\n${cue}${"x".repeat(1024 * 1024)}`), "it is longer than 1 MB"],
  ])("%s are refused", (_name, bytes, reason) => expect(captionsFault(bytes)).toContain(reason));
});
