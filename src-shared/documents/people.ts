import { z } from "zod";
import { ageIdentity, ageRecipient, envelope, pathId, privateSigningKey, publicSigningKey, revision, role } from "./ids.ts";

const personName = z.string().trim().min(1).max(120);

/** `invitations/<person>/<number>.json`: a lead lets one person enrol one laptop. Readable in the depot. */
export const invitationDocument = z.lazy(() => z.object({
  ...envelope("invitation"),
  person: pathId,
  number: revision,
  role,
  /** Whoever holds its secret half may publish this person's signing key, once. */
  invitationKey: publicSigningKey,
  /** What is meant for this person is sealed for it. */
  recipient: ageRecipient,
}));
export type InvitationDocument = z.infer<typeof invitationDocument>;

/** `people/<person>/<number>.json`: the signing key of the laptop that took the invitation. Readable in the depot. */
export const personDocument = z.lazy(() => z.object({
  ...envelope("person"),
  person: pathId,
  number: revision,
  name: personName,
  signingKey: publicSigningKey,
}));
export type PersonDocument = z.infer<typeof personDocument>;

/** A lead as others need to know them: whose signature to trust and whom to seal for. */
export const trustedLead = z.object({ person: pathId, name: personName, signingKey: publicSigningKey, recipient: ageRecipient });
export type TrustedLead = z.infer<typeof trustedLead>;

/** The file that `desk keygen` writes. Secret: it stays with its lead. */
export const leadKeyFile = z.lazy(() => z.object({
  kind: z.literal("lead-key"),
  version: z.literal(1),
  person: pathId,
  name: personName,
  signingKey: privateSigningKey,
  identity: ageIdentity,
  recipient: ageRecipient,
  /** The organisation's recovery key, public half: what laptops lock away can be opened again with its secret. */
  recoveryRecipient: ageRecipient,
}));
export type LeadKeyFile = z.infer<typeof leadKeyFile>;

/** What an object store asks of whoever reads and writes there. Secret. */
export const depotCredentials = z.object({ accessKeyId: z.string().min(1).max(300), secretAccessKey: z.string().min(1).max(300) });
export type PersonalCredentials = z.infer<typeof depotCredentials>;

/** The file that joins a person on a laptop to a depot (`desk invite`). Secret; it may itself be sealed with a passphrase. */
export const enrolmentFile = z.lazy(() => z.object({
  kind: z.literal("enrolment"),
  version: z.literal(1),
  depot: z.object({
    url: z.string().min(1).max(2000),
    credentials: depotCredentials.optional(),
  }),
  person: pathId,
  name: personName,
  role,
  number: revision,
  invitationKey: privateSigningKey,
  identity: ageIdentity,
  leads: z.array(trustedLead).min(1).max(100),
  /** For a lead: opens what was sealed for the leads before this one came. */
  leadIdentities: z.array(ageIdentity).max(100).default([]),
  recoveryRecipient: ageRecipient,
}));
export type EnrolmentFile = z.infer<typeof enrolmentFile>;
