import { depotKey, parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import type { LeadKeyFile } from "../../../src-shared/documents/people.ts";
import { isDepotAway, describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { MAX_DOCUMENT_BYTES } from "../documents/documents.ts";
import { readJws } from "../documents/sealing.ts";
import { readPeople, trustLeads } from "../documents/trust.ts";
import { trustedLeadOf } from "../enrolment/lead-key-file.ts";
import { checkReferences } from "./check-references.ts";
import { faultWithoutKey, isSignatureReadable, openWithKey, readReadableKeys, type DocumentPlace, type OpenedDocument } from "./verify-documents.ts";
import { verifyRecordings, type Finding } from "./verify-recordings.ts";

export type VerifyProgress = { kind: "documents"; done: number; total: number } | { kind: "recordings"; done: number; total: number; bytes: number };

export interface VerifiedDepot {
  /** The depot, as a user names it. */
  depot: string;
  documents: { checked: number; opened: number };
  /** Documents whose signature was checked and fits. Without a lead's key nobody can check those that leads made. */
  signaturesChecked: number;
  /** With a lead's key: nothing here is signed by its holder or by a lead whom it trusts. It is another depot's, most likely. */
  foreignKey: boolean;
  /** Recordings and captions. `opened`: each chunk opened with the batch's key, and the content is what was packed. */
  recordings: { checked: number; opened: number };
  problems: Finding[];
  /** Whole sentences about what is neither right nor wrong. */
  notes: string[];
  ok: boolean;
}

/** Where documents lie. A depot lists under a prefix only. */
const PREFIXES = ["invitations/", "people/", "campaigns/", "batches/", "allocations/", "drafts/", "sets/", "queries/", "decisions/", "groups/", "outcomes/"];

/**
 * Goes through a whole depot. Without a lead's key: names, forms, hashes, and signatures whose keys lie in the
 * depot. With it: trust from that lead on, every document opened, every recording opened to its last chunk.
 * Fails only where the depot goes away; everything else that is wrong is a finding.
 */
export async function verifyDepot(depot: Depot, leadKey: LeadKeyFile | null, onProgress: (progress: VerifyProgress) => void): Promise<Result<VerifiedDepot, Problem>> {
  const problems: Finding[] = [];
  const media: string[] = [];
  const places: [string, DocumentPlace][] = [];
  for (const prefix of PREFIXES) {
    const keys = await depot.list(prefix);
    if (!keys.ok) return keys;
    for (const key of keys.value.sort()) {
      const place = parseDepotKey(key);
      if (!place) problems.push({ key, message: "Its name is none that this version knows; it was not checked." });
      else if (place.kind === "media") media.push(key);
      else places.push([key, place]);
    }
  }

  if (places.length + media.length + problems.length === 0) problems.push({ key: depot.where, message: "This is no depot, or an empty one: it has none of a depot's documents." });

  const documents = new Map<string, { place: DocumentPlace; bytes: Uint8Array }>();
  for (const [index, [key, place]] of places.entries()) {
    onProgress({ kind: "documents", done: index, total: places.length });
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    if (bytes.ok) documents.set(key, { place, bytes: bytes.value });
    else if (isDepotAway(bytes.error)) return bytes;
    else problems.push({ key, message: describeProblem(bytes.error) });
  }
  const verified = leadKey ? await verifyWithKey(depot, documents, leadKey) : ok(await verifyWithoutKey(documents));
  if (!verified.ok) return verified;
  problems.push(...verified.value.problems);
  onProgress({ kind: "documents", done: places.length, total: places.length });

  const batches = leadKey ? verified.value.opened.flatMap((each) => (each.kind === "batch" ? [each.document] : [])) : null;
  const recordings = await verifyRecordings(depot, media, batches, (progress) => onProgress({ kind: "recordings", ...progress }));
  if (!recordings.ok) return recordings;
  problems.push(...recordings.value.problems);
  const { unused } = recordings.value;
  const notes: string[] = [];
  // Where batches are there and none opens, one of them may well name it.
  const batchesOpen = (batches?.length ?? 0) > 0 || places.every(([, place]) => place.kind !== "batch");
  if (unused.length > 0 && batchesOpen)
    notes.push(`${unused.length} sealed ${unused.length === 1 ? "file is" : "files are"} named by no batch that could be opened: left by packing that was interrupted, nobody can open ${unused.length === 1 ? "it" : "them"}.`);
  if (!leadKey) notes.push("Without a lead's key nobody can say who is to be trusted, and nothing sealed was opened.");
  return ok({
    depot: depot.where,
    documents: { checked: documents.size, opened: verified.value.openedCount },
    signaturesChecked: verified.value.signaturesChecked,
    foreignKey: verified.value.foreignKey,
    recordings: { checked: recordings.value.checked, opened: recordings.value.opened },
    problems,
    notes,
    ok: problems.length === 0,
  });
}

interface VerifiedDocuments {
  opened: OpenedDocument[];
  openedCount: number;
  signaturesChecked: number;
  foreignKey: boolean;
  problems: Finding[];
}

type Documents = ReadonlyMap<string, { place: DocumentPlace; bytes: Uint8Array }>;

async function verifyWithoutKey(documents: Documents): Promise<VerifiedDocuments> {
  const readable = readReadableKeys([...documents.values()].map(({ place, bytes }) => [place, bytes] as const));
  const problems: Finding[] = [];
  let signaturesChecked = 0;
  for (const [key, { place, bytes }] of documents) {
    const message = await faultWithoutKey(place, bytes, readable);
    if (message !== undefined) problems.push({ key, message });
    else if (await isSignatureReadable(place, bytes, readable)) signaturesChecked += 1;
  }
  return { opened: [], openedCount: 0, signaturesChecked, foreignKey: false, problems };
}

async function verifyWithKey(depot: Depot, documents: Documents, leadKey: LeadKeyFile): Promise<Result<VerifiedDocuments, Problem>> {
  const people = await readPeople(depot, await trustLeads([trustedLeadOf(leadKey)]));
  if (!people.ok) return err(people.error);
  const problems: Finding[] = people.value.alarms.map(({ key, problem }) => ({ key, message: describeProblem(problem) }));
  for (const [each, expected] of [
    ...people.value.invitations.map((each) => [each, depotKey.invitation(each.person, each.number)] as const),
    ...people.value.persons.map((each) => [each, depotKey.person(each.person, each.number)] as const),
  ])
    if (each.place !== placeOf(expected)) problems.push({ key: `${each.place}.json`, message: `It is for ${each.person}, number ${each.number}, which its name does not say.` });

  const opened: OpenedDocument[] = [];
  for (const [key, { place, bytes }] of documents) {
    // Invitations and people's keys: settled above, together.
    if (place.kind === "invitation" || place.kind === "person") continue;
    const document = await openWithKey(place, key, bytes, people.value.trust, leadKey.identity);
    if (document.ok) opened.push(document.value);
    else problems.push({ key, message: document.error });
  }
  problems.push(...checkReferences(opened));
  const openedCount = opened.length + people.value.invitations.length + people.value.persons.length;
  const signers = [...documents.values()].flatMap(({ bytes }) => readJws(bytes)?.header.kid ?? []);
  const foreignKey = signers.length > 0 && !signers.some((signer) => people.value.trust.has(signer));
  // Nothing is opened whose signature does not fit.
  return ok({ opened, openedCount, signaturesChecked: openedCount, foreignKey, problems });
}
