import { z } from "zod";
import { publicSigningKey, role } from "../../../src-shared/documents/ids.ts";
import { trustedLead } from "../../../src-shared/documents/people.ts";
import type { Signer } from "../documents/documents.ts";
import type { Db } from "./open-database.ts";

const enrolment = z.lazy(() => z.object({
  person: z.string(),
  name: z.string(),
  role,
  invitationNumber: z.int(),
  depotUrl: z.string(),
  recoveryRecipient: z.string(),
  leads: z.string().transform((json) => z.array(trustedLead).parse(JSON.parse(json))),
  enrolledAt: z.string(),
}));
export type Enrolment = z.infer<typeof enrolment>;

const signerRow = z.lazy(() => z.object({ thumbprint: z.string(), person: z.string(), role, key: z.string().transform((json) => publicSigningKey.parse(JSON.parse(json))) }));

const personRow = z.lazy(() => z.object({ person: z.string(), role, invitation: z.int(), recipient: z.string(), name: z.string().nullable(), enrolledAt: z.string().nullable() }));
/** Somebody who takes part: `recipient` is that of their newest invitation, `name` null until they took one. */
export type PersonRow = z.infer<typeof personRow>;

/** Who this desk belongs to, its wrapped secrets, and whom it trusts: `enrolment`, `secrets`, `signers`, `lead_recipients`, `people`. */
export function createEnrolmentStore(db: Db) {
  const get = db.prepare(
    "SELECT person, name, role, invitation_number AS invitationNumber, depot_url AS depotUrl, recovery_recipient AS recoveryRecipient, leads, enrolled_at AS enrolledAt FROM enrolment",
  );
  const insert = db.prepare(
    "INSERT INTO enrolment (id, person, name, role, invitation_number, depot_url, recovery_recipient, leads, enrolled_at) VALUES (1, @person, @name, @role, @invitationNumber, @depotUrl, @recoveryRecipient, @leads, @enrolledAt)",
  );
  const getSecret = db.prepare("SELECT wrapped FROM secrets WHERE name = ?").pluck();
  const putSecret = db.prepare("INSERT INTO secrets (name, wrapped) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET wrapped = excluded.wrapped");
  const signers = db.prepare("SELECT thumbprint, person, role, key FROM signers");
  const putSigner = db.prepare("INSERT INTO signers (thumbprint, person, role, key) VALUES (?, ?, ?, ?) ON CONFLICT (thumbprint) DO NOTHING");
  const recipients = db.prepare("SELECT recipient FROM lead_recipients").pluck();
  const putRecipient = db.prepare("INSERT INTO lead_recipients (recipient) VALUES (?) ON CONFLICT DO NOTHING");
  const putPerson = db.prepare(
    `INSERT INTO people (person, role, invitation, recipient, name, enrolled_at) VALUES (@person, @role, @invitation, @recipient, @name, @enrolledAt)
     ON CONFLICT (person) DO UPDATE SET role = excluded.role, invitation = excluded.invitation, recipient = excluded.recipient,
       name = COALESCE(excluded.name, name), enrolled_at = COALESCE(excluded.enrolled_at, enrolled_at)`,
  );
  const people = db.prepare("SELECT person, role, invitation, recipient, name, enrolled_at AS enrolledAt FROM people ORDER BY person");
  const person = db.prepare("SELECT person, role, invitation, recipient, name, enrolled_at AS enrolledAt FROM people WHERE person = ?");
  return {
    get: (): Enrolment | undefined => {
      const row = get.get();
      return row === undefined ? undefined : enrolment.parse(row);
    },
    insert: (value: Enrolment) => void insert.run({ ...value, leads: JSON.stringify(value.leads) }),
    wrappedSecret: (name: string) => getSecret.get(name) as Buffer | undefined,
    putWrappedSecret: (name: string, wrapped: Buffer) => void putSecret.run(name, wrapped),
    signers: (): Map<string, Signer> => new Map(signers.all().map((row) => signerRow.parse(row)).map(({ thumbprint, ...signer }) => [thumbprint, signer])),
    putSigner: (thumbprint: string, signer: Signer) => void putSigner.run(thumbprint, signer.person, signer.role, JSON.stringify(signer.key)),
    leadRecipients: () => recipients.all() as string[],
    /** Everybody invited, and the leads of the enrolment. */
    people: () => people.all().map((row) => personRow.parse(row)),
    person: (id: string): PersonRow | undefined => {
      const row = person.get(id);
      return row === undefined ? undefined : personRow.parse(row);
    },
    putPerson: (row: PersonRow) => void putPerson.run(row),
    putLeadRecipient: (recipient: string) => void putRecipient.run(recipient),
  };
}
