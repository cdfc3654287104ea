import { createHash } from "node:crypto";
import path from "node:path";
import { z } from "zod";
import { documentKinds, type DocumentKind } from "../../../src-shared/documents/document-kinds.ts";
import { ageIdentity, type PublicSigningKey } from "../../../src-shared/documents/ids.ts";
import { enrolmentFile, leadKeyFile } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { firstIssue, MAX_DOCUMENT_BYTES } from "../documents/documents.ts";
import { isAgeFile, openSealed, parseJson, readJws, thumbprint, type UnverifiedJws } from "../documents/sealing.ts";
import { readSmallFile } from "../enrolment/small-files.ts";

/** What may help to open and to believe a document. */
export interface ShowKeys {
  /** Age identities: of a lead's key, an enrolment, or a key file of age's. */
  identities: readonly string[];
  /** Whose signatures can be checked. */
  signers: readonly { person: string; key: PublicSigningKey }[];
}

export type SignatureState = "fits" | "does-not-fit" | "unknown-key";

export type Shown =
  | {
      what: "document";
      file: string;
      /** `age` for sealed content, `json` and `jose+json` for readable. */
      contentType: string;
      /** The signing key's thumbprint (RFC 7638), as the document states it. */
      signer: string;
      /** Whose key that is; `null` where it is none of those given. */
      signerPerson: string | null;
      signature: SignatureState;
      /** The signature inside, of a document signed twice. */
      innerSignature: SignatureState | null;
      /** Whether a name that holds the document's SHA-256 is right; `null` for other names. */
      nameFits: boolean | null;
      sha256: string;
      bytes: number;
      /** `null` where none of the given keys opens it. */
      content: unknown;
      /** What the content's own schema finds wrong with it. */
      fault: string | null;
    }
  | { what: "enrolment" | "lead-key"; file: string; content: unknown }
  | { what: "locked-file"; file: string; bytes: number };

const SECRET = "(secret, not shown)";

/** Reads any file that this software writes and says what it is, as far as the given keys allow. */
export async function showDocument(file: string, keys: ShowKeys): Promise<Result<Shown, Problem>> {
  const bytes = await readSmallFile(file, MAX_DOCUMENT_BYTES);
  if (!bytes.ok) return bytes;
  if (isAgeFile(bytes.value)) return ok({ what: "locked-file", file, bytes: bytes.value.length });
  const jws = readJws(bytes.value);
  if (jws) return ok(await showJws(file, bytes.value, jws, keys));
  const json = parseJson(bytes.value);
  const enrolment = enrolmentFile.safeParse(json);
  if (enrolment.success) return ok({ what: "enrolment", file, content: redacted(enrolment.data) });
  const leadKey = leadKeyFile.safeParse(json);
  if (leadKey.success) return ok({ what: "lead-key", file, content: redacted(leadKey.data) });
  return err({ kind: "file-unreadable", file, reason: "it is no document, enrolment or key of Assessor Desk" });
}

async function showJws(file: string, bytes: Uint8Array, jws: UnverifiedJws, { identities, signers }: ShowKeys): Promise<Shown> {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const named = /-([0-9a-f]{64})\.json$/.exec(path.basename(file))?.[1];
  const inner = jws.header.cty === "jose+json" ? readJws(jws.payload) : undefined;
  const payload = jws.header.cty === "age" ? await openSealed(identities, jws.payload) : (inner?.payload ?? jws.payload);
  const content = payload === undefined ? null : (parseJson(payload) ?? null);
  return {
    what: "document",
    file,
    contentType: jws.header.cty,
    signer: jws.header.kid,
    ...(await signatureOf(jws, signers)),
    innerSignature: inner ? await innerSignature(inner, content) : null,
    nameFits: named === undefined ? null : named === sha256,
    sha256,
    bytes: bytes.length,
    content,
    fault: content === null ? null : faultOf(content),
  };
}

async function signatureOf(jws: UnverifiedJws, signers: ShowKeys["signers"]): Promise<{ signerPerson: string | null; signature: SignatureState }> {
  for (const { person, key } of signers) if ((await thumbprint(key)) === jws.header.kid) return { signerPerson: person, signature: (await jws.verify(key)) ? "fits" : "does-not-fit" };
  return { signerPerson: null, signature: "unknown-key" };
}

/** A person's key document is signed inside by the key that it brings. */
async function innerSignature(inner: UnverifiedJws, content: unknown): Promise<SignatureState> {
  const person = documentKinds.person.schema.safeParse(content);
  if (!person.success) return "unknown-key";
  return (await inner.verify(person.data.signingKey)) ? "fits" : "does-not-fit";
}

const outline = z.object({ kind: z.string(), version: z.int() });

function faultOf(content: unknown): string | null {
  const stated = outline.safeParse(content);
  if (!stated.success || !Object.hasOwn(documentKinds, stated.data.kind)) return "it is of a kind that this version does not know";
  const { schema, version } = documentKinds[stated.data.kind as DocumentKind];
  if (stated.data.version > version) return `it is of version ${stated.data.version}; this software knows ${version}`;
  const checked = schema.safeParse(content);
  return checked.success ? null : firstIssue(checked.error);
}

/** A copy in which no secret stands. */
function redacted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(redacted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, ["d", "identity", "leadIdentities", "secretAccessKey"].includes(name) ? SECRET : redacted(each)]));
}

/** Reads identities out of an enrolment file, or out of a key file of age's own form. */
export async function readIdentities(file: string): Promise<Result<ShowKeys, Problem>> {
  const bytes = await readSmallFile(file, 1024 * 1024);
  if (!bytes.ok) return bytes;
  const enrolment = enrolmentFile.safeParse(parseJson(bytes.value));
  if (enrolment.success) return ok({ identities: [enrolment.data.identity, ...enrolment.data.leadIdentities], signers: enrolment.data.leads.map(({ person, signingKey }) => ({ person, key: signingKey })) });
  const identities = identitiesIn(bytes.value.toString("utf8"));
  return identities.length > 0 ? ok({ identities, signers: [] }) : err({ kind: "file-unreadable", file, reason: "there is no age identity in it" });
}

/** The age identities in a text, one to a line; comments and everything else is passed over. */
export function identitiesIn(text: string): string[] {
  return text.split(/\s+/).filter((word) => ageIdentity.safeParse(word).success);
}
