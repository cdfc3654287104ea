import { createHash } from "node:crypto";
import { parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import type { DocumentKind, DocumentOf } from "../../../../src-shared/documents/document-kinds.ts";
import { isDepotAway, type Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../../documents/documents.ts";
import { isRefusedForGood, refusedDocuments } from "../../sync/refused-documents.ts";

type LeadsKind = Exclude<DocumentKind, "invitation" | "person">;

/** A document as it was fetched, with what it says. */
export interface Fetched<K extends LeadsKind> {
  key: string;
  bytes: Uint8Array;
  sha256: string;
  document: DocumentOf<K>;
}

/** One round of taking in: opens documents, and remembers the first problem and whether anything came in. */
export interface Round {
  readonly desk: Desk;
  /** Opens what lies under `key`, taken in already or not. `depot-missing` where nothing lies there. */
  open<K extends LeadsKind>(kind: K, key: string): Promise<Result<Fetched<K>, Problem>>;
  /** Puts a document among those that were taken in; call it in the transaction that takes in what it says. */
  keep(fetched: Pick<Fetched<LeadsKind>, "key" | "bytes" | "sha256">): void;
  /** Told once all the rest is in. */
  refuse(problem: Problem): void;
  /** Why the depot cannot be worked with any more: nothing further is asked of it. */
  away(): Problem | undefined;
  problem(): Problem | undefined;
}

export async function beginRound(desk: Desk): Promise<Round> {
  const trust = await desk.trust();
  const refused = refusedDocuments(desk, trust);
  let first: Problem | undefined;
  let away: Problem | undefined;

  async function read<K extends LeadsKind>(kind: K, key: string): Promise<Result<Fetched<K>, Problem>> {
    const kept = desk.store.work.document(key);
    const bytes = kept ? ok(kept) : await desk.depot.read(key, MAX_DOCUMENT_BYTES);
    if (!bytes.ok) return bytes;
    const sha256 = createHash("sha256").update(bytes.value).digest("hex");
    const place = parseDepotKey(key);
    if (place && "sha256" in place && place.sha256 !== sha256) return err({ kind: "document-damaged", name: key, reason: "it is not what was handed in under this name" });
    const document = await openDocument(kind, key, bytes.value, trust, desk.identities);
    return document.ok ? ok({ key, bytes: bytes.value, sha256, document: document.value }) : document;
  }

  return {
    desk,
    async open(kind, key) {
      if (away) return err(away);
      const known = refused.get(key);
      if (known) return err(known);
      const fetched = await read(kind, key);
      if (fetched.ok) return fetched;
      if (isDepotAway(fetched.error)) away = fetched.error;
      else if (isRefusedForGood(fetched.error)) refused.set(key, fetched.error);
      return fetched;
    },
    keep: ({ key, bytes, sha256 }) => desk.store.work.putDocument(key, sha256, bytes, desk.now()),
    refuse(problem) {
      if (isDepotAway(problem)) away ??= problem;
      first ??= problem;
    },
    away: () => away,
    problem: () => away ?? first,
  };
}

/** A document, and what was wrong with a newer one in its place, if anything was. */
export interface Newest<K extends LeadsKind> {
  fetched: Fetched<K> | undefined;
  problem: Problem | undefined;
}

/** The first of these keys, newest first, that can be believed. */
export async function newestOf<K extends LeadsKind>(round: Round, kind: K, keys: readonly string[]): Promise<Newest<K>> {
  let problem: Problem | undefined;
  for (const key of keys) {
    const fetched = await round.open(kind, key);
    if (fetched.ok) return { fetched: fetched.value, problem };
    problem ??= fetched.error;
    if (round.away()) break;
  }
  return { fetched: undefined, problem };
}

/**
 * The newest after the revision that is known. Revisions are counted without gaps, so the next is asked for until there is none: a
 * batch's folder, full of recordings, is never listed. A damaged revision does not hide the next, with which its lead repairs it.
 */
export async function newestAfter<K extends "campaign" | "batch">(round: Round, kind: K, keyOf: (revision: number) => string, known: number): Promise<Newest<K>> {
  let newest: Newest<K> = { fetched: undefined, problem: undefined };
  for (let revision = known + 1; ; revision += 1) {
    const next = await round.open(kind, keyOf(revision));
    if (next.ok) newest = { fetched: next.value, problem: undefined };
    else if (next.error.kind === "depot-missing") return newest;
    else {
      newest = { ...newest, problem: newest.problem ?? next.error };
      // Who is refused one revision is refused them all, and would ask for ever.
      if (round.away() || next.error.kind === "depot-denied") return newest;
    }
  }
}
