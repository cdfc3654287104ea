import { createHash } from "node:crypto";
import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import type { BatchDocument } from "../../../src-shared/documents/batch.ts";
import type { CampaignDocument } from "../../../src-shared/documents/campaign.ts";
import type { DecisionsDocument } from "../../../src-shared/documents/decisions.ts";
import type { DepotPlace } from "../../../src-shared/documents/depot-keys.ts";
import type { DraftDocument } from "../../../src-shared/documents/draft.ts";
import type { GroupsDocument } from "../../../src-shared/documents/groups.ts";
import type { PublicSigningKey } from "../../../src-shared/documents/ids.ts";
import type { ModerationSetDocument } from "../../../src-shared/documents/moderation-set.ts";
import type { OutcomeDocument } from "../../../src-shared/documents/outcome.ts";
import type { QueryDocument } from "../../../src-shared/documents/query.ts";
import { invitationDocument, personDocument } from "../../../src-shared/documents/people.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { openDocument, type Trust } from "../documents/documents.ts";
import { isAgeFile, parseJson, readJws, thumbprint } from "../documents/sealing.ts";

export type DocumentPlace = Exclude<DepotPlace, { kind: "media" }>;

/** A document that was opened, with where it was found. */
export type OpenedDocument =
  | { kind: "campaign"; key: string; document: CampaignDocument }
  | { kind: "batch"; key: string; document: BatchDocument }
  | { kind: "allocation"; key: string; document: AllocationDocument }
  | { kind: "draft"; key: string; document: DraftDocument }
  | { kind: "moderation-set"; key: string; document: ModerationSetDocument }
  | { kind: "query"; key: string; document: QueryDocument }
  | { kind: "decisions"; key: string; document: DecisionsDocument }
  | { kind: "groups"; key: string; document: GroupsDocument }
  | { kind: "outcome"; key: string; document: OutcomeDocument };

/** Whether the keys that lie readable in a depot are enough to check its signature; what leads sign, some drafts too, needs a lead's key. */
export async function isSignatureReadable(place: DocumentPlace, bytes: Uint8Array, readable: ReadableKeys): Promise<boolean> {
  if (place.kind === "draft") return (await draftSigner(place, bytes, readable)) !== undefined;
  return place.kind === "person" || place.kind === "moderation-set";
}

/** The laptop's key that a draft says to be signed with; `undefined` where that is none of its person's. */
async function draftSigner({ person }: { person: string }, bytes: Uint8Array, readable: ReadableKeys): Promise<PublicSigningKey | undefined> {
  const signer = readJws(bytes)?.header.kid;
  for (const key of readable.signingKeys(person)) if ((await thumbprint(key)) === signer) return key;
  return undefined;
}

/** What can be said of a document without any key: its form, its name, and signatures whose keys lie in the depot. */
export async function faultWithoutKey(place: DocumentPlace, bytes: Uint8Array, readable: ReadableKeys): Promise<string | undefined> {
  const jws = readJws(bytes);
  if (!jws) return "It is no signed document.";
  const expected = { invitation: "json", person: "jose+json" }[place.kind as string] ?? "age";
  if (jws.header.cty !== expected) return `Its content is marked ${jws.header.cty}, not ${expected}.`;
  if (expected === "age" && !isAgeFile(jws.payload)) return "Its content is not sealed (no age file).";
  const named = nameFault(place, bytes);
  if (named !== undefined) return named;
  if (place.kind === "invitation") return invitationDocument.safeParse(parseJson(jws.payload)).success ? undefined : "It is no invitation in the form that this version knows.";
  if (place.kind === "person") return personFault(jws.payload, place, readable, jws.verify);
  if (place.kind === "draft") {
    // A lead may have made it, whose key is not here to be read.
    const key = await draftSigner(place, bytes, readable);
    return key === undefined || (await jws.verify(key)) ? undefined : "Its signature does not fit its content.";
  }
  if (place.kind !== "moderation-set") return undefined;
  for (const key of readable.signingKeys(place.person)) if (await jws.verify(key)) return undefined;
  return `None of the keys that ${place.person} has in the depot made its signature.`;
}

async function personFault(inner: Uint8Array, place: { person: string; number: number }, readable: ReadableKeys, verifyOuter: (key: PublicSigningKey) => Promise<boolean>) {
  const jws = readJws(inner);
  const person = personDocument.safeParse(jws && parseJson(jws.payload));
  if (!jws || !person.success) return "It is no person's key in the form that this version knows.";
  if (!(await jws.verify(person.data.signingKey))) return "It is not signed by the key that it brings.";
  const invitationKey = readable.invitationKey(place.person, place.number);
  if (!invitationKey) return "No invitation in the depot allows it.";
  return (await verifyOuter(invitationKey)) ? undefined : "It is not signed by its invitation's key.";
}

/** Keys as they lie in a depot, readable by anybody; without a lead's key nobody can say whether they are to be trusted. */
export interface ReadableKeys {
  invitationKey(person: string, number: number): PublicSigningKey | undefined;
  signingKeys(person: string): PublicSigningKey[];
}

export function readReadableKeys(documents: Iterable<readonly [DocumentPlace, Uint8Array]>): ReadableKeys {
  const invitations = new Map<string, PublicSigningKey>();
  const signing = new Map<string, PublicSigningKey[]>();
  for (const [place, bytes] of documents) {
    const outer = readJws(bytes);
    if (place.kind === "invitation") {
      const invitation = invitationDocument.safeParse(outer && parseJson(outer.payload));
      if (invitation.success) invitations.set(`${place.person}/${place.number}`, invitation.data.invitationKey);
    } else if (place.kind === "person") {
      const inner = outer && readJws(outer.payload);
      const person = personDocument.safeParse(inner && parseJson(inner.payload));
      if (person.success) signing.set(place.person, [...(signing.get(place.person) ?? []), person.data.signingKey]);
    }
  }
  return { invitationKey: (person, number) => invitations.get(`${person}/${number}`), signingKeys: (person) => signing.get(person) ?? [] };
}

/** A set's key, and an outcome's, ends in the SHA-256 of the document. */
function nameFault(place: DocumentPlace, bytes: Uint8Array): string | undefined {
  if (!("sha256" in place) || createHash("sha256").update(bytes).digest("hex") === place.sha256) return undefined;
  return "Its bytes are not those that its name stands for: it was damaged or changed.";
}

/** Opens a sealed document with a lead's identity and checks that it is what its key says, down to each field that repeats it. */
export async function openWithKey(
  place: Exclude<DocumentPlace, { kind: "invitation" | "person" }>,
  key: string,
  bytes: Uint8Array,
  trust: Trust,
  identity: string,
): Promise<Result<OpenedDocument, string>> {
  const refuse = (message: string) => ({ ok: false as const, error: message });
  const named = nameFault(place, bytes);
  if (named !== undefined) return refuse(named);
  const opened = await openDocument(place.kind, key, bytes, trust, [identity]);
  if (!opened.ok) return refuse(describeProblem(opened.error));
  return ok({ kind: place.kind, key, document: opened.value } as OpenedDocument);
}
