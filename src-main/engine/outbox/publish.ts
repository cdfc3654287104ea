import { createHash } from "node:crypto";
import { identityToRecipient } from "age-encryption";
import { placeOf, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { DocumentOf } from "../../../src-shared/documents/document-kinds.ts";
import type { Desk } from "../desk.ts";
import { writeSealed } from "../documents/documents.ts";

/** What a lead writes; sets and drafts have their own ways. */
type LeadsKind = "allocation" | "query" | "decisions" | "groups" | "outcome";
type Envelope = "kind" | "version" | "place" | "author" | "writtenAt" | "software";

export interface Published {
  key: string;
  sha256: string;
}

/** A document that is sealed and signed, and not in the outbox yet. */
export interface SealedDocument<K extends LeadsKind> extends Published {
  bytes: Uint8Array;
  document: DocumentOf<K>;
}

/** Seals a document for these readers and its author. `key` may depend on the sealed bytes' hash, and must be free: see `nextNumber`. */
export async function sealAsLead<K extends LeadsKind>(desk: Desk, kind: K, key: string | ((sha256: string) => string), content: Omit<DocumentOf<K>, Envelope>, recipients: readonly string[]): Promise<SealedDocument<K>> {
  const place = placeOf(typeof key === "string" ? key : key("0".repeat(64)));
  const envelope = { kind, version: 1, place, author: desk.me.person, writtenAt: desk.now().toISOString(), software: desk.software };
  const document = { ...envelope, ...content } as DocumentOf<K>;
  const bytes = await writeSealed(kind, document, [...recipients, await identityToRecipient(desk.identity)], desk.signingKey);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { key: typeof key === "string" ? key : key(sha256), sha256, bytes, document };
}

/**
 * Seals a document and puts it into the outbox; what else belongs to it is done `alongside`, in the same transaction. Sealing takes a
 * moment: where `alongside` says false, since something changed meanwhile, nothing is kept and nothing is given.
 */
export async function publishThroughOutbox<K extends LeadsKind>(
  desk: Desk,
  kind: K,
  key: string | ((sha256: string) => string),
  content: Omit<DocumentOf<K>, Envelope>,
  recipients: readonly string[],
  alongside: (published: Published) => boolean = () => true,
): Promise<Published | undefined> {
  const { bytes, document, ...published } = await sealAsLead(desk, kind, key, content, recipients);
  return desk.store.transaction(() => {
    if (!alongside(published)) return undefined;
    putIntoOutbox(desk, published.key, bytes, new Date(document.writtenAt));
    return published;
  });
}

/** Keeps sealed bytes until they are delivered, with a line by which they are known after damage. Call it in a transaction. */
export function putIntoOutbox({ store, me }: Desk, key: string, bytes: Uint8Array, at: Date): void {
  store.outbox.add(key, bytes, at);
  // What was decided is sealed anew from its own lines.
  if (parseDepotKey(key)?.kind !== "decisions") store.audit.append({ at, who: me.person, what: "sealed", subject: key, to: { sha256: createHash("sha256").update(bytes).digest("hex") } });
}

/** Everybody who may read what is meant for a person: their newest laptop, and all leads. */
export function recipientsOf(desk: Desk, person: string): string[] {
  const known = desk.store.enrolment.person(person);
  return [...new Set([...(known ? [known.recipient] : []), ...desk.leadRecipients()])];
}

/**
 * The number that the next document under `prefix` takes: after the newest that is known, and after all that this desk ever sealed for
 * that place, so that one which found somebody else's in its place is not tried under the same number again.
 */
export function nextNumber({ store }: Desk, prefix: string, known: number): number {
  const sealed = store.outbox.keys(prefix).map((key) => {
    const place = parseDepotKey(key);
    if (place && "revision" in place) return place.revision;
    return place && "number" in place ? place.number : 0;
  });
  return Math.max(known, ...sealed) + 1;
}
