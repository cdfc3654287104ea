import type { BatchDocument, SealedObject } from "../../../src-shared/documents/batch.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { verifyObject } from "../verify/verify-recordings.ts";

/**
 * Reads every object of a batch that is in the depot, and tells which are not what the batch says: damaged, cut, exchanged. Nothing
 * is ever overwritten in a depot, so such a recording is mended by sealing it anew, as another object.
 */
export async function findDamaged(depot: Depot, earlier: BatchDocument, there: ReadonlySet<string>, onFile: (doneFiles: number, totalFiles: number) => void): Promise<Result<Set<string>, Problem>> {
  const objects = new Map<string, SealedObject>();
  for (const { answers } of earlier.candidates)
    for (const { recording, captions } of answers) for (const object of captions ? [recording, captions] : [recording]) if (there.has(object.object)) objects.set(object.object, object);
  const damaged = new Set<string>();
  let done = 0;
  for (const [name, object] of objects) {
    onFile(done, objects.size);
    const faults = await verifyObject(depot, depotKey.media(earlier.batch, name), [object], () => undefined);
    if (!faults.ok) return faults;
    if (faults.value.length > 0) damaged.add(name);
    done += 1;
  }
  onFile(done, objects.size);
  return ok(damaged);
}
