import type { Problem } from "../../../src-shared/problems/problem.ts";
import type { Desk } from "../desk.ts";
import type { Trust } from "../documents/documents.ts";

const refusedBy = new WeakMap<Desk, { signers: number; problems: Map<string, Problem> }>();

/**
 * What could not be used, by key, for as long as the desk is open and the same people are trusted: nothing in a depot changes, so that it
 * is not read again every minute.
 */
export function refusedDocuments(desk: Desk, trust: Trust): Map<string, Problem> {
  const known = refusedBy.get(desk);
  if (known?.signers === trust.size) return known.problems;
  const problems = new Map<string, Problem>();
  refusedBy.set(desk, { signers: trust.size, problems });
  return problems;
}

/** Whether it would be refused again, however often it is read. */
export function isRefusedForGood(problem: Problem): boolean {
  return problem.kind.startsWith("document-");
}
