import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Candidate } from "./candidates.ts";

const ASSESSOR = "a-morgan";
const DUE = "2026-12-18";

/** Writes `candidates.csv` and `allocation.csv`. An empty `seconds_allowed` means the campaign's. */
export function writeLists(folder: string, listed: Candidate[], questions: string[]): void {
  const answers = listed.flatMap(({ reference, secondsAllowed, conditions }) => questions.map((question) => {
    const stem = `${reference}-${question}`;
    return [reference, question, `${stem}.${conditions[question]?.webm ? "webm" : "mp4"}`, `${stem}.vtt`, secondsAllowed ?? ""];
  }));
  writeTable(join(folder, "candidates.csv"), [["candidate", "question", "file", "captions", "seconds_allowed"], ...answers]);
  const allocated = listed.map(({ reference }) => [ASSESSOR, reference, "live", DUE]);
  writeTable(join(folder, "allocation.csv"), [["assessor", "candidate", "round", "due"], ...allocated]);
}

/** References, names of files and numbers only: nothing here ever needs quoting. */
function writeTable(file: string, rows: (string | number)[][]): void {
  writeFileSync(file, rows.map((row) => `${row.join(",")}\n`).join(""));
}
