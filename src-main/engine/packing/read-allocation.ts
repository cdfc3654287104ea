import { z } from "zod";
import { round, type AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import { pathId } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { firstIssue } from "../documents/documents.ts";
import type { Table } from "./read-table.ts";
import { createSpellings } from "./same-name.ts";

export const allocationColumns = { required: ["assessor", "candidate"], optional: ["round", "due"] } as const;
export type AllocationTable = Table<"assessor" | "candidate" | "round" | "due">;

export type AllocatedCandidate = AllocationDocument["candidates"][number];

/** Who marks whom, by assessor, in the table's order. Candidates must be among `candidates`, those of the batch. */
export function readAllocation(file: string, { rows }: AllocationTable, candidates: ReadonlySet<string>): Result<Map<string, AllocatedCandidate[]>, Problem> {
  const spellings = createSpellings();
  const allocated = new Map<string, AllocatedCandidate[]>();
  const lines = new Map<string, number>();
  for (const { line, cells } of rows) {
    const invalid = (reason: string) => err({ kind: "table-invalid" as const, file, line, reason });
    const assessor = pathId.safeParse(cells.assessor);
    if (!assessor.success) return invalid(cells.assessor === "" ? "the assessor is missing" : `the assessor ${cells.assessor} ${firstIssue(assessor.error)}`);
    const clash = spellings.clash(assessor.data, line);
    if (clash !== undefined) return invalid(clash);
    const candidate = cells.candidate.normalize("NFC");
    if (!candidates.has(candidate)) return invalid(candidate === "" ? "the candidate is missing" : `the batch has no candidate ${candidate}`);
    const pair = JSON.stringify([assessor.data, candidate]);
    const earlier = lines.get(pair);
    if (earlier !== undefined) return invalid(`${candidate} is allocated to ${assessor.data} already, on line ${earlier}`);
    lines.set(pair, line);
    const inRound = round.safeParse(cells.round === "" ? "live" : cells.round.toLowerCase());
    if (!inRound.success) return invalid(`${cells.round} is no round; use ${round.options.join(" or ")}`);
    const due = z.iso.date().nullable().safeParse(cells.due === "" ? null : cells.due);
    if (!due.success) return invalid(`${cells.due} is no date in the form 2026-11-27`);
    const list = allocated.get(assessor.data) ?? [];
    list.push({ candidate, round: inRound.data, due: due.data });
    allocated.set(assessor.data, list);
  }
  return ok(allocated);
}
