import PQueue from "p-queue";
import { depotKey, parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { InvitationDocument, PersonDocument, TrustedLead } from "../../../src-shared/documents/people.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { openInvitation, openPerson, type Signer, type Trust } from "./documents.ts";
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

/** Of an invitation or a person's document, which take one or two: whatever somebody puts there takes little of anybody's time. */
export const MAX_PERSON_BYTES = 64 * 1024;

export type PeopleReader = (depot: Depot) => Promise<Result<People, Problem>>;

/** Reads invitations and people from a depot. */
export async function readPeople(depot: Depot, roots: Trust): Promise<Result<People, Problem>> {
  return createPeopleReader(() => Promise.resolve(roots))(depot);
}

/**
 * Reads them again and again: nothing in a depot ever changes, so what was believed once is not read again, and where no
 * document has come or gone the people are the very same object as last time.
 */
export function createPeopleReader(roots: () => Promise<Trust>): PeopleReader {
  /** What was believed, by key. */
  const invitations = new Map<string, InvitationDocument>();
  const persons = new Map<string, PersonDocument>();
  let last: { keys: string; people: People } | undefined;

  return async (depot) => {
    const keys: string[] = [];
    for (const prefix of ["invitations/", "people/"]) {
      const listed = await depot.list(prefix);
      if (!listed.ok) return listed;
      keys.push(...listed.value.sort());
    }
    const together = keys.join("\n");
    if (last?.keys === together) return ok(last.people);
    // Who counted only through what is gone counts no more.
    const there = new Set(keys);
    if ([...invitations.keys(), ...persons.keys()].some((key) => !there.has(key))) [invitations, persons].forEach((believed) => believed.clear());

    const alarms = new Map<string, Problem>();
    let away: Problem | undefined;
    /** Something may be readable the next time. */
    let mayPass = false;
    const reads = new PQueue({ concurrency: PARALLEL_READS });
    const readAll = async (wanted: readonly string[]): Promise<Map<string, Uint8Array>> => {
      const found = new Map<string, Uint8Array>();
      await reads.addAll(
        wanted.map((key) => async () => {
          if (away) return;
          const bytes = await depot.read(key, MAX_PERSON_BYTES);
          if (bytes.ok) return void found.set(key, bytes.value);
          if (isDepotAway(bytes.error)) return void (away = bytes.error);
          // Whoever can write into a depot could otherwise stop everybody with one unreadable file.
          alarms.set(key, bytes.error);
          mayPass ||= bytes.error.kind !== "document-damaged";
        }),
      );
      return found;
    };

    const trust = new Map(await roots());
    const trustPerson = async ({ person, signingKey }: PersonDocument, role: Signer["role"]) => trust.set(await thumbprint(signingKey), { person, role, key: signingKey });
    const places = keys.flatMap((key) => {
      const place = parseDepotKey(key);
      return place ? [{ key, place }] : [];
    });
    const invitationKeys = places.flatMap(({ key, place }) => (place.kind === "invitation" ? [key] : []));
    /** The key of a person's document, with that of the invitation that it answers. */
    const answering = new Map(places.flatMap(({ key, place }) => (place.kind === "person" ? [[key, depotKey.invitation(place.person, place.number)]] : [])));
    for (const [key, person] of persons) await trustPerson(person, invitations.get(answering.get(key)!)!.role);

    // A lead's invitation lets a person's key count; a person invited as a lead may invite others, so it goes round until nobody new is found.
    const waiting = await readAll(invitationKeys.filter((key) => !invitations.has(key)));
    const asked = new Set(persons.keys());
    for (let found = true; found && !away; ) {
      found = false;
      for (const [key, bytes] of waiting) {
        const invitation = await openInvitation(key, bytes, trust);
        if (!invitation.ok) {
          alarms.set(key, invitation.error);
          continue;
        }
        invitations.set(key, invitation.value);
        waiting.delete(key);
        alarms.delete(key);
      }
      // Nobody's document is even read whom no lead invited.
      const invited = [...answering].flatMap(([key, invitationKey]) => (!asked.has(key) && invitations.has(invitationKey) ? [key] : []));
      for (const key of invited) asked.add(key);
      for (const [key, bytes] of await readAll(invited)) {
        const invitation = invitations.get(answering.get(key)!)!;
        const person = await openPerson(key, bytes, invitation);
        if (!person.ok) {
          alarms.set(key, person.error);
          continue;
        }
        persons.set(key, person.value);
        await trustPerson(person.value, invitation.role);
        found = true;
      }
    }
    if (away) return err(away);
    for (const key of answering.keys()) if (!asked.has(key)) alarms.set(key, { kind: "document-forged", name: key, reason: "no lead invited this key" });
    const people: People = { trust, invitations: [...invitations.values()], persons: [...persons.values()], alarms: [...alarms].map(([key, problem]) => ({ key, problem })) };
    last = mayPass ? undefined : { keys: together, people };
    return ok(people);
  };
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
