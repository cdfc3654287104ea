import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { DocumentOf } from "../../../src-shared/documents/document-kinds.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { MAX_DOCUMENT_BYTES, openDocument, type Trust } from "../documents/documents.ts";

type RevisedKind = "campaign" | "batch" | "allocation";

/** What a depot holds of one document: its newest good revision, and the number that the next one takes. */
export interface Newest<K extends RevisedKind> {
  document: DocumentOf<K> | null;
  nextRevision: number;
  /** Newer revisions that could not be believed, and so do not count. */
  ignored: Problem[];
}

/**
 * Finds the newest good revision among `keys`, all of one document. What is damaged or forged is passed over, so
 * that a stranger's file in a depot cannot stop a lead; what another lead sealed for others, or a newer version
 * wrote, is a problem, since going on would make a second document of the same name.
 */
export async function newestDocument<K extends RevisedKind>(
  kind: K,
  keys: readonly string[],
  depot: Depot,
  trust: Trust,
  identities: readonly string[],
): Promise<Result<Newest<K>, Problem>> {
  const revisions = keys.flatMap((key) => {
    const place = parseDepotKey(key);
    return place?.kind === kind && "revision" in place ? [{ key, revision: place.revision }] : [];
  });
  revisions.sort((a, b) => b.revision - a.revision);
  const nextRevision = (revisions[0]?.revision ?? 0) + 1;
  const ignored: Problem[] = [];
  for (const { key } of revisions) {
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    if (!bytes.ok) return bytes;
    const document = await openDocument(kind, key, bytes.value, trust, identities);
    if (document.ok) return ok({ document: document.value, nextRevision, ignored });
    if (document.error.kind !== "document-damaged" && document.error.kind !== "document-forged") return document;
    ignored.push(document.error);
  }
  return ok({ document: null, nextRevision, ignored });
}

/** Puts a new revision where nothing is yet: somebody who was a moment earlier is not overwritten, and it is said. */
export async function publish(depot: Depot, key: string, bytes: Uint8Array): Promise<Result<null, Problem>> {
  const created = await depot.create(key, bytes);
  if (!created.ok) return created;
  return created.value === "created" ? ok(null) : err({ kind: "depot-conflict", key });
}
