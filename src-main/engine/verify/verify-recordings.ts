import { createHash } from "node:crypto";
import type { BatchDocument, SealedObject } from "../../../src-shared/documents/batch.ts";
import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { isDepotAway, describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { DepotReadError, type Depot } from "../depot/depot.ts";
import { contentLength } from "../vault/cobblestone.ts";
import { createSealedContentCheck } from "./sealed-content.ts";

/** A fault, under the key of a depot that it was found at. */
export interface Finding {
  key: string;
  message: string;
}

export interface VerifiedRecordings {
  checked: number;
  opened: number;
  problems: Finding[];
  /** Objects that no batch names: left by packing that was interrupted, of no use and no harm. */
  unused: string[];
}

/**
 * Reads every recording and captions file once: its hash is its name, and where a batch names it, its key opens all
 * of it and the content is what the batch says. `batches` is `null` where nobody can open them.
 */
export async function verifyRecordings(
  depot: Depot,
  mediaKeys: readonly string[],
  batches: readonly BatchDocument[] | null,
  onProgress: (progress: { done: number; total: number; bytes: number }) => void,
): Promise<Result<VerifiedRecordings, Problem>> {
  const named = objectsNamed(batches ?? []);
  const result: VerifiedRecordings = { checked: 0, opened: 0, problems: [], unused: [] };
  const there = new Set(mediaKeys);
  for (const [key, { names }] of named) if (!there.has(key)) result.problems.push({ key, message: `The batch names it (${[...names].join("; ")}), but it is not in the depot.` });
  let bytes = 0;
  for (const key of mediaKeys) {
    onProgress({ done: result.checked, total: mediaKeys.length, bytes });
    const expected = named.get(key);
    if (batches && !expected) result.unused.push(key);
    const faults = await verifyObject(depot, key, expected?.objects ?? [], (length) => {
      bytes += length;
      onProgress({ done: result.checked, total: mediaKeys.length, bytes });
    });
    if (!faults.ok) return faults;
    result.checked += 1;
    if (faults.value.length === 0 && expected) result.opened += 1;
    for (const fault of faults.value) result.problems.push({ key, message: `${expected ? `${[...expected.names].join("; ")}: ` : ""}${fault}.` });
  }
  onProgress({ done: result.checked, total: mediaKeys.length, bytes });
  return ok(result);
}

/** Every object that batches name, by its key in the depot, with each different thing said of it. */
function objectsNamed(batches: readonly BatchDocument[]): Map<string, { objects: SealedObject[]; names: Set<string> }> {
  const named = new Map<string, { objects: SealedObject[]; names: Set<string> }>();
  for (const { batch, candidates } of batches)
    for (const { candidate, answers } of candidates)
      for (const { question, recording, captions } of answers)
        for (const [what, object] of [["recording", recording], ["captions", captions]] as const) {
          if (!object) continue;
          const key = depotKey.media(batch, object.object);
          const entry = named.get(key) ?? { objects: [], names: new Set() };
          const isNew = entry.objects.every((each) => each.key !== object.key || each.sha256 !== object.sha256 || each.bytes !== object.bytes || each.sealedBytes !== object.sealedBytes);
          if (isNew) entry.objects.push(object);
          entry.names.add(`${what} of ${candidate}, ${question}`);
          named.set(key, entry);
        }
  return named;
}

/** What is wrong with one object, by its name and by what batches say of it: nothing, or reasons in words. */
export async function verifyObject(depot: Depot, key: string, expected: readonly SealedObject[], onBytes: (bytes: number) => void): Promise<Result<string[], Problem>> {
  const place = parseDepotKey(key);
  const opened = await depot.open(key, 0);
  if (!opened.ok) return asFault(opened.error);
  const hash = createHash("sha256");
  const checks = expected.map(createSealedContentCheck);
  let length = 0;
  try {
    for await (const piece of opened.value.bytes) {
      hash.update(piece);
      for (const check of checks) check.push(piece);
      length += piece.length;
      onBytes(piece.length);
    }
  } catch (error) {
    if (!(error instanceof DepotReadError)) throw error;
    return asFault(error.problem);
  }
  const faults: string[] = [];
  if (place?.kind !== "media" || hash.digest("hex") !== place.object) faults.push("its bytes are not those that its name stands for: it was damaged or changed");
  if (contentLength(length) === undefined) faults.push("it has a length that no sealed file has");
  for (const [index, check] of checks.entries()) {
    const fault = check.end() ?? (expected[index]!.sealedBytes === length ? undefined : `it has ${length} bytes, not ${expected[index]!.sealedBytes}`);
    if (fault !== undefined) faults.push(fault);
  }
  return ok(faults);
}

/** A depot that goes away ends the verifying; a single file that cannot be read is a finding. */
function asFault(problem: Problem): Result<string[], Problem> {
  return isDepotAway(problem) ? err(problem) : ok([describeProblem(problem).replace(/\.$/, "")]);
}
