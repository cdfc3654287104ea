import { enrolmentFile, type EnrolmentFile, type PersonDocument } from "../../../src-shared/documents/people.ts";
import { depotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import type { DepotCredentials, Network } from "../depot/network.ts";
import { isS3, openDepot } from "../depot/open-depot.ts";
import { secretName } from "../desk.ts";
import { firstIssue, openInvitation, writePerson } from "../documents/documents.ts";
import { createSigningKey, isAgeFile, openWithPassphrase, parseJson, publicHalf, thumbprint } from "../documents/sealing.ts";
import { MAX_PERSON_BYTES, trustLeads } from "../documents/trust.ts";
import { createDataKey, type DataKey, type NewProtection } from "../keys/data-key.ts";
import type { Enrolment } from "../store/enrolment-store.ts";
import type { Store } from "../store/store.ts";

export interface EnrolRequest {
  /** The enrolment file, readable or locked. */
  file: Uint8Array;
  filePassphrase: string | null;
  protection: NewProtection;
}

/**
 * Joins this desk to a depot: reads the enrolment file, checks its invitation where the depot can be reached, makes
 * the laptop's own signing key and data key, and keeps everything in one transaction. The signing key is published
 * through the outbox, so enrolling works without a network too.
 */
export async function enrol(store: Store, { file, filePassphrase, protection }: EnrolRequest, deps: Network & { software: string; depotCredentials: DepotCredentials | null }): Promise<Result<DataKey, Problem>> {
  const enrolment = await readEnrolment(file, filePassphrase);
  if (!enrolment.ok) return enrolment;
  const { person, number, depot: address } = enrolment.value;
  const present = store.enrolment.get();
  if (present) return err({ kind: "already-enrolled", person: present.person, where: present.depotUrl });
  const depot = openDepot(address.url, deps, address.credentials ?? deps.depotCredentials);
  if (!depot.ok) return depot;
  // Never to be mended afterwards: a desk enrols once.
  if (isS3(address.url) && !address.credentials && !deps.depotCredentials) return err({ kind: "depot-credentials-missing", where: depot.value.where });
  const refused = await checkInvitation(depot.value, enrolment.value);
  if (refused) return err(refused);

  const dataKey = await createDataKey(store.home, protection, enrolment.value.recoveryRecipient);
  if (!dataKey.ok) return dataKey;
  const signingKey = await createSigningKey();
  const key = depotKey.person(person, number);
  const at = deps.now();
  const document: PersonDocument = {
    ...{ kind: "person", version: 1, place: placeOf(key), author: person, writtenAt: at.toISOString(), software: deps.software },
    ...{ person, number, name: enrolment.value.name, signingKey: publicHalf(signingKey) },
  };
  const published = await writePerson(document, signingKey, enrolment.value.invitationKey);
  const fingerprint = await thumbprint(signingKey);
  const secrets: [string, unknown][] = [
    [secretName.identity, enrolment.value.identity],
    [secretName.signingKey, signingKey],
    ...(enrolment.value.leadIdentities.length > 0 ? [[secretName.leadIdentities, enrolment.value.leadIdentities] as [string, unknown]] : []),
    ...(address.credentials ? [[secretName.depotCredentials, address.credentials] as [string, unknown]] : []),
  ];
  store.transaction(() => {
    store.enrolment.insert({
      person,
      name: enrolment.value.name,
      role: enrolment.value.role,
      invitationNumber: number,
      depotUrl: address.url,
      recoveryRecipient: enrolment.value.recoveryRecipient,
      leads: enrolment.value.leads,
      enrolledAt: at.toISOString(),
    });
    for (const [name, secret] of secrets) store.enrolment.putWrappedSecret(name, dataKey.value.wrap(name, Buffer.from(JSON.stringify(secret))));
    store.outbox.add(key, published, at);
    store.audit.append({ at, who: person, what: "enrolled", subject: depot.value.where, to: { invitation: number, signingKey: fingerprint, protection: protection.kind } });
  });
  return dataKey;
}

/** Whether this file is the very one that the desk was enrolled with. */
export async function isEnrolmentOf(me: Enrolment, { file, filePassphrase }: EnrolRequest): Promise<boolean> {
  const enrolment = await readEnrolment(file, filePassphrase);
  return enrolment.ok && enrolment.value.person === me.person && enrolment.value.number === me.invitationNumber && enrolment.value.depot.url === me.depotUrl;
}

/** Reads an enrolment file, unlocking it where it is locked. */
export async function readEnrolment(file: Uint8Array, passphrase: string | null): Promise<Result<EnrolmentFile, Problem>> {
  let bytes = file;
  if (isAgeFile(file)) {
    if (passphrase === null || passphrase === "") return err({ kind: "enrolment-needs-passphrase" });
    const opened = await openWithPassphrase(passphrase, file);
    if (!opened) return err({ kind: "enrolment-wrong-passphrase" });
    bytes = opened;
  }
  const json = parseJson(bytes);
  if (json === undefined) return err({ kind: "enrolment-invalid", reason: "it is damaged or something else" });
  const enrolment = enrolmentFile.safeParse(json);
  if (enrolment.success) return ok(enrolment.data);
  const { kind, version } = Object(json) as { kind?: unknown; version?: unknown };
  if (kind !== "enrolment") return err({ kind: "enrolment-invalid", reason: "it is another kind of file" });
  if (typeof version === "number" && version > 1) return err({ kind: "document-newer", name: "The enrolment file", what: `enrolment version ${version}` });
  return err({ kind: "enrolment-invalid", reason: firstIssue(enrolment.error) });
}

/** What speaks against this enrolment in its depot. A depot that is away now is met at the first synchronising. */
async function checkInvitation(depot: Depot, enrolment: EnrolmentFile): Promise<Problem | undefined> {
  const { person, number } = enrolment;
  const key = depotKey.invitation(person, number);
  const bytes = await depot.read(key, MAX_PERSON_BYTES);
  if (!bytes.ok) {
    // An address that is wrong does not come back by itself.
    if (bytes.error.kind === "depot-not-found" || bytes.error.kind === "depot-address-wrong") return bytes.error;
    if (isDepotAway(bytes.error)) return undefined;
    return bytes.error.kind === "depot-missing" ? { kind: "enrolment-for-another-depot", where: depot.where } : bytes.error;
  }
  const invitation = await openInvitation(key, bytes.value, await trustLeads(enrolment.leads));
  if (!invitation.ok) return invitation.error.kind === "document-forged" ? { kind: "enrolment-for-another-depot", where: depot.where } : invitation.error;
  if (invitation.value.invitationKey.x !== enrolment.invitationKey.x) return { kind: "enrolment-for-another-depot", where: depot.where };
  const taken = await depot.read(depotKey.person(person, number), MAX_PERSON_BYTES);
  return taken.ok ? { kind: "invitation-already-used", person } : undefined;
}
