import { z } from "zod";
import { parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import { documentKinds, type DocumentKind, type DocumentOf } from "../../../src-shared/documents/document-kinds.ts";
import type { PrivateSigningKey, PublicSigningKey, Role } from "../../../src-shared/documents/ids.ts";
import type { InvitationDocument, PersonDocument } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { openSealed, parseJson, readJws, sealFor, sign, type UnverifiedJws } from "./sealing.ts";

/** Bigger than any real document (100,000 candidates' batch) and small enough to hold in memory. */
export const MAX_DOCUMENT_BYTES = 128 * 1024 * 1024;

type SealedKind = { [K in DocumentKind]: (typeof documentKinds)[K]["sealed"] extends true ? K : never }[DocumentKind];

/** Writes a document that only `recipients` can read: signed outside, sealed inside. */
export async function writeSealed<K extends SealedKind>(
  kind: K,
  document: DocumentOf<K>,
  recipients: readonly string[],
  key: PrivateSigningKey,
): Promise<Uint8Array> {
  return sign(await sealFor(recipients, jsonOf(kind, document)), "age", key);
}

export async function writeInvitation(invitation: InvitationDocument, key: PrivateSigningKey): Promise<Uint8Array> {
  return sign(jsonOf("invitation", invitation), "json", key);
}

/** A person's signing key, signed by itself (inside) and by the invitation's key (outside). */
export async function writePerson(person: PersonDocument, signingKey: PrivateSigningKey, invitationKey: PrivateSigningKey): Promise<Uint8Array> {
  return sign(await sign(jsonOf("person", person), "json", signingKey), "jose+json", invitationKey);
}

function jsonOf<K extends DocumentKind>(kind: K, document: DocumentOf<K>): Uint8Array {
  return Buffer.from(JSON.stringify(documentKinds[kind].schema.parse(document)));
}

/** Somebody whose signature this desk accepts. */
export interface Signer {
  person: string;
  role: Role;
  key: PublicSigningKey;
}

/** Everybody whose signature this desk accepts, by the thumbprint of their key (a document's `kid`). */
export type Trust = ReadonlyMap<string, Signer>;

/**
 * Opens a sealed document found under `key`: signature, seal, kind, version, content, and that what it says of
 * itself (author, place) agrees with the signature and with where it was found.
 */
export async function openDocument<K extends SealedKind>(
  kind: K,
  key: string,
  bytes: Uint8Array,
  trust: Trust,
  identities: readonly string[],
): Promise<Result<DocumentOf<K>, Problem>> {
  const jws = readJws(bytes);
  if (!jws || jws.header.cty !== "age") return damaged(key, "it is no sealed document");
  const signer = await signerOf(kind, key, jws, trust);
  if (!signer.ok) return signer;
  const content = await openSealed(identities, jws.payload);
  if (!content) return err({ kind: "document-not-for-you", name: key });
  return readContent(kind, key, content, signer.value.person);
}

/** Opens an invitation: readable, signed by a lead. */
export async function openInvitation(key: string, bytes: Uint8Array, trust: Trust): Promise<Result<InvitationDocument, Problem>> {
  const jws = readJws(bytes);
  if (!jws || jws.header.cty !== "json") return damaged(key, "it is no signed document");
  const signer = await signerOf("invitation", key, jws, trust);
  if (!signer.ok) return signer;
  return readContent("invitation", key, jws.payload, signer.value.person);
}

async function signerOf(kind: DocumentKind, key: string, jws: UnverifiedJws, trust: Trust): Promise<Result<Signer, Problem>> {
  const signer = trust.get(jws.header.kid);
  if (!signer) return err({ kind: "document-forged", name: key, reason: "its signing key is unknown here" });
  if (!(await jws.verify(signer.key))) return damaged(key, "its signature does not fit its content");
  if (documentKinds[kind].author === "lead" && signer.role !== "lead")
    return err({ kind: "document-forged", name: key, reason: `${signer.person} is not a lead` });
  const place = parseDepotKey(key);
  if (place?.kind === "draft" && signer.role !== "lead" && signer.person !== place.person)
    return err({ kind: "document-forged", name: key, reason: `${signer.person} signed it, who is neither ${place.person} nor a lead` });
  return ok(signer);
}

/** Opens a person's key document against the invitation that allows it. */
export async function openPerson(key: string, bytes: Uint8Array, invitation: InvitationDocument): Promise<Result<PersonDocument, Problem>> {
  const outer = readJws(bytes);
  const inner = outer?.header.cty === "jose+json" ? readJws(outer.payload) : undefined;
  if (!outer || !inner) return damaged(key, "it is no signed document");
  const person = readContent("person", key, inner.payload, invitation.person);
  if (!person.ok) return person;
  const { value } = person;
  const signed = (await outer.verify(invitation.invitationKey)) && (await inner.verify(value.signingKey));
  if (!signed || value.person !== invitation.person || value.number !== invitation.number)
    return err({ kind: "document-forged", name: key, reason: "it does not agree with its invitation" });
  return person;
}

const anyDocument = z.object({ kind: z.string(), version: z.int() });

function readContent<K extends DocumentKind>(kind: K, key: string, content: Uint8Array, author: string): Result<DocumentOf<K>, Problem> {
  const json = parseJson(content);
  const outline = anyDocument.safeParse(json);
  if (!outline.success) return damaged(key, "its content is no document");
  if (outline.data.kind !== kind) return damaged(key, `it is of the kind ${outline.data.kind.slice(0, 40)}, not ${kind}`);
  if (outline.data.version > documentKinds[kind].version) return err({ kind: "document-newer", name: key, what: `${kind} version ${outline.data.version}` });
  const document = documentKinds[kind].schema.safeParse(json);
  if (!document.success) return damaged(key, firstIssue(document.error));
  if (document.data.place !== placeOf(key)) return damaged(key, `it belongs at ${document.data.place.slice(0, 120)}`);
  if (document.data.author !== author) return err({ kind: "document-forged", name: key, reason: `it says to be by ${document.data.author} but ${author} signed it` });
  const disagreement = disagreementWith(key, document.data);
  if (disagreement) return damaged(key, disagreement);
  return ok(document.data as DocumentOf<K>);
}

/**
 * Where a document says otherwise than its key: person, number, batch, campaign, revision. A moderation set lies under
 * its author's name: nobody hands in for somebody else.
 */
function disagreementWith(key: string, document: DocumentOf<DocumentKind>): string | undefined {
  const place = parseDepotKey(key);
  if (place?.kind !== document.kind) return "no such document lies there";
  if (place.kind === "moderation-set" && place.person !== document.author) return `it is by ${document.author}, not by ${place.person}`;
  if ((place.kind === "query" || place.kind === "decisions") && place.lead !== document.author) return `it is by ${document.author}, not by ${place.lead}`;
  if (document.kind === "draft" && document.person !== document.author && document.resealed === null) return `it is by ${document.author} and does not say what was sealed again`;
  const said: Record<string, unknown> = { ...document, ...(document.kind === "campaign" ? { campaign: document.campaign.id } : {}) };
  const wrong = Object.entries(place).find(([name, value]) => name in said && said[name] !== value);
  return wrong && `its ${wrong[0]} is ${String(said[wrong[0]])}, not ${wrong[1]}`;
}

/** The first thing that a schema refused, in plain words: where, and what. */
export function firstIssue(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "it does not have the expected form";
  const words = issueInWords(issue);
  if (issue.path.length > 0) return `${placeInWords(issue.path)} ${words}`;
  // The whole of it: there is no name that the words could follow.
  return issue.code === "invalid_type" && ["object", "array"].includes(issue.expected) ? `it ${words}` : words;
}

/** Where in a document, as people count: `questions[2].text` is the second question's. */
function placeInWords(path: readonly PropertyKey[]): string {
  return path.map((step, index) => (typeof step === "number" ? `[${step + 1}]` : `${index === 0 ? "" : "."}${String(step)}`)).join("");
}

const typeInWords: Record<string, string> = {
  string: "a text in quotation marks",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list in [ ]",
  object: "a group of named fields in { }",
  null: "null",
};

const formatInWords: Record<string, string> = {
  datetime: "a moment such as 2026-11-21T09:40:00Z",
  date: "a date such as 2026-11-27",
  url: "an address such as https://example.org",
};

/** What the schema's library says is meant for programmers; what our own schemas say of themselves stays as it is. */
function issueInWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case "invalid_type":
      return issue.message.endsWith("received undefined") ? "is missing" : `must be ${typeInWords[issue.expected] ?? "of another type"}`;
    case "invalid_value":
      return `must be ${issue.values.map(String).join(" or ")}`;
    case "too_small":
      return leastInWords(issue);
    case "too_big":
      return mostInWords(issue);
    case "invalid_format":
      if (!issue.message.startsWith("Invalid ")) return issue.message;
      return `must be ${formatInWords[issue.format] ?? "written in another form"}`;
    case "unrecognized_keys":
      return `must not have ${issue.keys.join(", ")}`;
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "custom":
      return issue.message === "Invalid input" ? "is not as expected" : issue.message;
    default:
      return "has none of the forms that are known here";
  }
}

function leastInWords({ origin, minimum, inclusive }: z.core.$ZodIssueTooSmall): string {
  if (origin === "string") return minimum === 1 ? "must not be empty" : `must have at least ${minimum} characters`;
  if (origin === "array") return `must have at least ${minimum} ${minimum === 1 ? "entry" : "entries"}`;
  return inclusive === false ? `must be more than ${minimum}` : `must be ${minimum} or more`;
}

function mostInWords({ origin, maximum, inclusive }: z.core.$ZodIssueTooBig): string {
  if (origin === "string") return `must have at most ${maximum} characters`;
  if (origin === "array") return `must have at most ${maximum} ${maximum === 1 ? "entry" : "entries"}`;
  return inclusive === false ? `must be less than ${maximum}` : `must be ${maximum} or less`;
}

function damaged(name: string, reason: string): Result<never, Problem> {
  return err({ kind: "document-damaged", name, reason });
}
