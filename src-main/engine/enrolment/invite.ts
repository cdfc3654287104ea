import { depotKey, parseDepotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import { pathId, type Role } from "../../../src-shared/documents/ids.ts";
import { enrolmentFile, type EnrolmentFile, type InvitationDocument, type LeadKeyFile, type PersonalCredentials, type TrustedLead } from "../../../src-shared/documents/people.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { absoluteDepotUrl } from "../depot/open-depot.ts";
import type { Depot } from "../depot/depot.ts";
import { firstIssue, MAX_DOCUMENT_BYTES, writeInvitation } from "../documents/documents.ts";
import { createSigningKey, publicHalf, readJws, sealWithPassphrase } from "../documents/sealing.ts";
import { belongsToOthers, leadRecipients, readPeople, trustLeads, type People } from "../documents/trust.ts";
import { exists } from "../files/durable-files.ts";
import { LEAST_PASSPHRASE_LENGTH } from "../keys/data-key.ts";
import { createAgePair, type AgePair } from "./keygen.ts";
import { trustedLeadOf } from "./lead-key-file.ts";
import { prepareDrafts, publishDrafts, type ResealedDraft } from "./reseal-drafts.ts";
import { prepareResealing, publishResealed } from "./reseal-allocations.ts";
import { createSecretFile } from "./small-files.ts";

/** How many other leads may take the same number at the same time before it is given up. */
const NUMBER_TRIES = 20;

export interface InviteRequest {
  depot: Depot;
  /** As it goes into the enrolment; a path is made absolute. */
  depotUrl: string;
  /** The invited person's own access to a store; goes into the enrolment and nowhere else. */
  credentials?: PersonalCredentials | null;
  leadKey: LeadKeyFile;
  person: string;
  name: string;
  role: Role;
  /** Locks the enrolment file; `null` leaves it readable to whoever has it. */
  passphrase: string | null;
  software: string;
  now: () => Date;
}

export interface Invited {
  person: string;
  number: number;
  role: Role;
  /** Where the invitation lies in the depot. */
  invitation: string;
  /** Whose signatures the new desk trusts from the start. */
  leads: string[];
  locked: boolean;
  /** Work that was allocated before and is now sealed for the new desk. */
  allocations: { batch: string; revision: number }[];
  /** Marks in progress that are now sealed for the new desk. */
  drafts: ResealedDraft[];
  /** What in the depot could not be believed and was passed over. */
  warnings: string[];
}

/** Invites a person and writes their enrolment file. Nothing is published where the file's name is taken. */
export async function inviteToFile(request: InviteRequest, out: string): Promise<Result<Invited, Problem>> {
  if (await exists(out)) return err({ kind: "would-overwrite", file: out });
  return createSecretFile(out, (write) => invite(request, write));
}

/**
 * Invites a person: publishes an invitation under their next free number and seals what was allocated to them, and
 * what they have marked, for their new key. `keep` is given the enrolment file, before anything is published, so that a full disk
 * shows in time; where somebody else takes the number meanwhile, it is given another, which replaces the first.
 */
export async function invite(request: InviteRequest, keep: (enrolment: Uint8Array) => Promise<void>): Promise<Result<Invited, Problem>> {
  const { depot, leadKey, person, role, passphrase } = request;
  if (passphrase !== null && [...passphrase.normalize("NFC")].length < LEAST_PASSPHRASE_LENGTH)
    return err({ kind: "passphrase-too-short", least: LEAST_PASSPHRASE_LENGTH });
  const id = pathId.safeParse(person);
  if (!id.success) return err({ kind: "input-invalid", reason: `The person's id ${firstIssue(id.error)}.` });
  const people = await readPeople(depot, await trustLeads([trustedLeadOf(leadKey)]));
  if (!people.ok) return people;
  const isOfOthers = await publishedByOthers(depot, people.value);
  if (!isOfOthers.ok) return isOfOthers;
  if (isOfOthers.value) return err({ kind: "depot-of-others", where: depot.where, person: leadKey.person });
  const taken = await takenNumbers(depot, person);
  if (!taken.ok) return taken;

  const pair = await createAgePair();
  const invitationKey = await createSigningKey();
  const leads = leadsToTrust(leadKey, people.value);
  const recipients = leadRecipients([trustedLeadOf(leadKey)], people.value);
  const resealing = await prepareResealing({ depot, people: people.value, leadKey, person });
  if (!resealing.ok) return resealing;
  const drafts = await prepareDrafts({ depot, people: people.value, leadKey, person }, resealing.value.allocations.map((each) => each.document.batch));
  if (!drafts.ok) return drafts;

  let number = taken.value + 1;
  for (let attempt = 1; ; attempt += 1, number += 1) {
    const enrolment = await enrolmentBytes(request, { number, invitationKey, leads }, pair);
    if (!enrolment.ok) return enrolment;
    await keep(enrolment.value);
    const key = depotKey.invitation(person, number);
    const invitation: InvitationDocument = {
      kind: "invitation",
      version: 1,
      place: placeOf(key),
      author: leadKey.person,
      writtenAt: request.now().toISOString(),
      software: request.software,
      person,
      number,
      role,
      invitationKey: publicHalf(invitationKey),
      recipient: pair.recipient,
    };
    const created = await depot.create(key, await writeInvitation(invitation, leadKey.signingKey));
    if (!created.ok) return created;
    if (created.value === "created") break;
    if (attempt === NUMBER_TRIES) return err({ kind: "depot-conflict", key });
  }

  const resealed = await publishResealed(resealing.value, [pair.recipient, ...recipients], { ...request, person });
  // The invitation stands in the depot, so its file must reach its person whatever else fails: packing again seals the rest.
  const marks = await publishDrafts(drafts.value.drafts, [pair.recipient, ...recipients], { ...request, person, invitation: number });
  const unsealed = [resealed, marks].flatMap((each) => (each.ok ? [] : [each.error]));
  return ok({
    person,
    number,
    role,
    invitation: depotKey.invitation(person, number),
    leads: [...new Set(leads.map((lead) => lead.person))],
    locked: passphrase !== null,
    allocations: resealed.ok ? resealed.value : [],
    drafts: marks.ok ? marks.value : [],
    warnings: [...people.value.alarms.map((alarm) => alarm.problem), ...resealing.value.ignored, ...drafts.value.ignored, ...unsealed].map(describeProblem),
  });
}

/** Whether all that was published in a depot is other leads'. A stranger's invitation alone keeps nobody from inviting. */
async function publishedByOthers(depot: Depot, people: People): Promise<Result<boolean, Problem>> {
  if (!belongsToOthers(people)) return ok(false);
  const campaigns = await depot.list("campaigns/");
  if (!campaigns.ok) return campaigns;
  for (const key of campaigns.value) {
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    if (!bytes.ok) return bytes;
    const jws = readJws(bytes.value);
    if (jws && people.trust.has(jws.header.kid)) return ok(false);
  }
  return ok(campaigns.value.length > 0);
}

/** The highest number that a person's invitations have in the depot, believable or not. */
async function takenNumbers(depot: Depot, person: string): Promise<Result<number, Problem>> {
  const keys = await depot.list("invitations/");
  if (!keys.ok) return keys;
  let highest = 0;
  for (const key of keys.value) {
    const place = parseDepotKey(key);
    if (place?.kind !== "invitation") continue;
    // On a Windows drive both would be one folder.
    if (place.person !== person && place.person.toLowerCase() === person.toLowerCase())
      return err({ kind: "input-invalid", reason: `${person} differs from ${place.person}, who is invited already, only in capital letters; use the same spelling, or another name.` });
    if (place.person === person) highest = Math.max(highest, place.number);
  }
  return ok(highest);
}

/** The inviting lead, and every lead whose laptop has taken an invitation. */
function leadsToTrust(leadKey: LeadKeyFile, people: People): TrustedLead[] {
  const others = people.persons.flatMap(({ person, number, name, signingKey }) => {
    const invitation = people.invitations.find((each) => each.person === person && each.number === number);
    return invitation?.role === "lead" ? [{ person, name, signingKey, recipient: invitation.recipient }] : [];
  });
  return [trustedLeadOf(leadKey), ...others];
}

async function enrolmentBytes(
  { depotUrl, credentials, person, name, role, leadKey, passphrase }: InviteRequest,
  invitation: Pick<EnrolmentFile, "number" | "invitationKey" | "leads">,
  pair: AgePair,
): Promise<Result<Uint8Array, Problem>> {
  const enrolment = enrolmentFile.safeParse({
    kind: "enrolment",
    version: 1,
    depot: { url: absoluteDepotUrl(depotUrl), ...(credentials ? { credentials } : {}) },
    person,
    name,
    role,
    identity: pair.identity,
    recoveryRecipient: leadKey.recoveryRecipient,
    // Whatever was ever sealed for leads was sealed for this key too.
    leadIdentities: role === "lead" ? [leadKey.identity] : [],
    ...invitation,
  });
  if (!enrolment.success) return err({ kind: "input-invalid", reason: `This invitation cannot be made (${firstIssue(enrolment.error)}).` });
  const bytes = Buffer.from(`${JSON.stringify(enrolment.data, null, 2)}\n`);
  return ok(passphrase === null ? bytes : await sealWithPassphrase(passphrase, bytes));
}
