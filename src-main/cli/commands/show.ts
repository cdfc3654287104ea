import { dataSize } from "../../../src-shared/data-size.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { readPeople, trustLeads } from "../../engine/documents/trust.ts";
import { readLeadKey } from "../../engine/enrolment/lead-key-file.ts";
import { identitiesIn, readIdentities, showDocument, type Shown, type ShowKeys, type SignatureState } from "../../engine/verify/show-document.ts";
import { defineCommand, wrongUsage, type CommandContext } from "../command.ts";
import { CREDENTIALS_HELP, openLeadDepot } from "../lead-depot.ts";

export const showCommand = defineCommand({
  name: "show",
  summary: "Show what stands in a document, an enrolment or a key file.",
  explanation: [
    "Shows who signed a document of a depot, whether the signature fits, and its content where a key opens it. Without a key",
    "it shows what anybody can see. Of enrolment and key files it shows everything but the secrets. An opened document is",
    "shown whole, the keys of its recordings included: mind who looks on.",
    CREDENTIALS_HELP,
  ].join("\n"),
  argument: { value: "FILE", help: "The file to show." },
  options: {
    key: { value: "FILE", help: "A lead's key file." },
    depot: { value: "URL", help: "With --key: looks up in this depot whose signatures that lead's invitations make good." },
    identity: { value: "FILE", help: "An enrolment file, or a key file of age's own; the variable DESK_IDENTITY is used where neither is given." },
  },
  async run({ key, identity, depot }, file, context) {
    if (depot !== undefined && key === undefined) return wrongUsage("--depot goes with --key.");
    const withKey = key === undefined ? ok(none) : await keysOfLead(key, depot, context);
    if (!withKey.ok) return withKey;
    const withIdentity = identity === undefined ? ok({ ...none, identities: key === undefined ? identitiesIn(context.env["DESK_IDENTITY"] ?? "") : [] }) : await readIdentities(identity);
    if (!withIdentity.ok) return withIdentity;
    const shown = await showDocument(file, {
      identities: [...withKey.value.identities, ...withIdentity.value.identities],
      signers: [...withKey.value.signers, ...withIdentity.value.signers],
    });
    if (!shown.ok) return shown;
    return ok({ json: { ...shown.value }, text: textOf(shown.value), good: isGood(shown.value) });
  },
});

const none: ShowKeys = { identities: [], signers: [] };

/** What a lead's key opens, and whom it lets one believe: that lead, and with a depot everybody invited there. */
async function keysOfLead(file: string, depotUrl: string | undefined, context: CommandContext): Promise<Result<ShowKeys, Problem>> {
  const leadKey = await readLeadKey(file);
  if (!leadKey.ok) return leadKey;
  const roots = await trustLeads([leadKey.value]);
  const identities = [leadKey.value.identity];
  if (depotUrl === undefined) return ok({ identities, signers: [...roots.values()] });
  const depot = await openLeadDepot(depotUrl, "read", context);
  if (!depot.ok) return depot;
  const people = await readPeople(depot.value, roots);
  if (!people.ok) return people;
  // A person's key document is signed by its invitation's key, which stands in the invitation.
  const invited = people.value.invitations.map(({ person, invitationKey }) => ({ person, key: invitationKey }));
  return ok({ identities, signers: [...people.value.trust.values(), ...invited] });
}

function isGood(shown: Shown): boolean {
  return shown.what !== "document" || (shown.signature !== "does-not-fit" && shown.innerSignature !== "does-not-fit" && shown.nameFits !== false && shown.fault === null);
}

const signatureText: Record<SignatureState, string> = {
  fits: "fits",
  "does-not-fit": "DOES NOT FIT: the document was changed or forged",
  "unknown-key": "cannot be checked here: that key is none of those given, and --depot adds those of a depot",
};

function textOf(shown: Shown): string {
  if (shown.what === "locked-file") return `${shown.file} is locked with age (${dataSize(shown.bytes)}): an enrolment file with a passphrase, or something else that age made.`;
  const content = JSON.stringify(shown.content, null, 2);
  if (shown.what !== "document") return `${shown.file} is ${shown.what === "enrolment" ? "an enrolment file" : "a lead's key file"}. Its secrets are not shown.\n${content}`;
  const lines = [
    `${shown.file} is a ${shown.contentType === "age" ? "signed and sealed" : "signed, readable"} document (${dataSize(shown.bytes)}).`,
    `Signed by ${shown.signerPerson ?? "an unknown person"}, key ${shown.signer}. The signature ${signatureText[shown.signature]}.`,
  ];
  if (shown.innerSignature !== null) lines.push(`The signature inside, by the key that it brings, ${signatureText[shown.innerSignature]}.`);
  if (shown.nameFits !== null) lines.push(shown.nameFits ? "Its name holds the right SHA-256." : "Its name DOES NOT hold its SHA-256: the document was changed.");
  if (shown.fault !== null) lines.push(`Its content is not as it should be: ${shown.fault}.`);
  lines.push(shown.content === null ? "Its content is sealed for readers whose key was not given." : content);
  return lines.join("\n");
}
