import PQueue from "p-queue";
import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { InvitationDocument, PersonDocument, TrustedLead } from "../../../src-shared/documents/people.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { MAX_DOCUMENT_BYTES, openInvitation, openPerson, type Signer, type Trust } from "./documents.ts";
import { thumbprint } from "./sealing.ts";

/** Trust that begins with the leads of an enrolment, or of a lead's own key file. */
export async function trustLeads(leads: readonly Pick<TrustedLead, "person" | "signingKey">[]): Promise<Map<string, Signer>> {
  const trust = new Map<string, Signer>();
  for (const lead of leads) trust.set(await thumbprint(lead.signingKey), { person: lead.person, role: "lead", key: lead.signingKey });
  return trust;
}

/** What a depot says about people, and what was found wrong on the way. */
export interface People {
  trust: Trust;
  invitations: InvitationDocument[];
  /** The laptops that took an invitation. */
  persons: PersonDocument[];
  /** Documents that could not be believed, such as a key without a lead's invitation. */
  alarms: { key: string; problem: Problem }[];
}

/** So many are read at once: hundreds of people are a few seconds, also over a slow network. */
const PARALLEL_READS = 8;

/** Reads invitations and people from a depot. */
export async function readPeople(depot: Depot, roots: Trust): Promise<Result<People, Problem>> {
  const read = await createPeopleReader(() => Promise.resolve(roots))(depot);
  return read.ok ? ok(read.value.people) : read;
}

/**
 * Reads them again and again: nothing in a depot ever changes, so each document is read once, and where none has come or gone
 * the people are those of last time (`isSame`).
 */
export function createPeopleReader(roots: () => Promise<Trust>): (depot: Depot) => Promise<Result<{ people: People; isSame: boolean }, Problem>> {
  const documents = new Map<string, Uint8Array>();
  let last: { keys: string; people: People } | undefined;
  return async (depot) => {
    const keys: string[] = [];
    for (const prefix of ["invitations/", "people/"]) {
      const listed = await depot.list(prefix);
      if (!listed.ok) return listed;
      keys.push(...listed.value.sort());
    }
    const together = keys.join("\n");
    if (last?.keys === together) return ok({ people: last.people, isSame: true });
    const unreadable = new Map<string, Problem>();
    let away: Problem | undefined;
    const reads = new PQueue({ concurrency: PARALLEL_READS });
    await reads.addAll(
      keys
        .filter((key) => !documents.has(key))
        .map((key) => async () => {
          if (away) return;
          const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
          if (bytes.ok) documents.set(key, bytes.value);
          else if (isDepotAway(bytes.error)) away = bytes.error;
          // Whoever can write into a depot could otherwise stop everybody with one unreadable file.
          else unreadable.set(key, bytes.error);
        }),
    );
    if (away) return err(away);
    const people = await believe(new Map(keys.flatMap((key) => (documents.has(key) ? [[key, documents.get(key)!]] : []))), await roots(), unreadable);
    // What could not be read is tried again the next time.
    last = unreadable.size === 0 ? { keys: together, people } : undefined;
    return ok({ people, isSame: false });
  };
}

/**
 * Whom these documents make known. A lead's invitation lets a person's key count; a person invited as a lead may invite
 * others, so it goes round until nothing new is found.
 */
async function believe(documents: ReadonlyMap<string, Uint8Array>, roots: Trust, unreadable: ReadonlyMap<string, Problem>): Promise<People> {
  const trust = new Map(roots);
  const alarms = new Map(unreadable);
  const invitations = new Map<string, InvitationDocument>();
  const persons: PersonDocument[] = [];
  let waiting = [...documents.keys()];
  for (let found = true; found; ) {
    found = false;
    const still: string[] = [];
    for (const key of waiting) {
      const place = parseDepotKey(key);
      const bytes = documents.get(key)!;
      if (place?.kind === "invitation") {
        const invitation = await openInvitation(key, bytes, trust);
        if (invitation.ok) {
          invitations.set(key, invitation.value);
          alarms.delete(key);
          found = true;
          continue;
        }
        alarms.set(key, invitation.error);
      } else if (place?.kind === "person") {
        const invitation = invitations.get(depotKey.invitation(place.person, place.number));
        if (invitation) {
          const person = await openPerson(key, bytes, invitation);
          if (person.ok) {
            persons.push(person.value);
            trust.set(await thumbprint(person.value.signingKey), { person: place.person, role: invitation.role, key: person.value.signingKey });
            alarms.delete(key);
            found = true;
            continue;
          }
          alarms.set(key, person.error);
        } else alarms.set(key, { kind: "document-forged", name: key, reason: "no lead invited this key" });
      }
      still.push(key);
    }
    waiting = still;
  }
  return { trust, invitations: [...invitations.values()], persons, alarms: [...alarms].map(([key, problem]) => ({ key, problem })) };
}

/** A depot that other leads set up: it has invitations, and none of them can be believed with this key. */
export function belongsToOthers(people: People): boolean {
  return people.invitations.length === 0 && people.alarms.some(({ key, problem }) => key.startsWith("invitations/") && problem.kind === "document-forged");
}

/** The invitation that counts for a person now: the one with the highest number. */
export function newestInvitation(people: People, person: string): InvitationDocument | undefined {
  return people.invitations.filter((each) => each.person === person).sort((a, b) => b.number - a.number)[0];
}

/** All leads' age recipients: those of the roots and those invited as leads since. */
export function leadRecipients(leads: readonly TrustedLead[], people: People): string[] {
  const invited = people.invitations.filter((each) => each.role === "lead").map((each) => each.recipient);
  return [...new Set([...leads.map((lead) => lead.recipient), ...invited])];
}
