import { role } from "../../../src-shared/documents/ids.ts";
import { ok } from "../../../src-shared/result.ts";
import { isS3 } from "../../engine/depot/open-depot.ts";
import { readCredentials } from "../../engine/enrolment/credentials-file.ts";
import { inviteToFile } from "../../engine/enrolment/invite.ts";
import { readLeadKey } from "../../engine/enrolment/lead-key-file.ts";
import { defineCommand, wrongUsage } from "../command.ts";
import { CREDENTIALS_HELP, DEPOT_HELP, openLeadDepot } from "../lead-depot.ts";
import { readPassphrase } from "../passphrase.ts";
import { count, momentText } from "../words.ts";

export const inviteCommand = defineCommand({
  name: "invite",
  summary: "Invite a person, and write the enrolment file for their laptop.",
  explanation: [
    "Publishes an invitation and writes the enrolment file that joins one laptop to the depot. The file is a secret: give it",
    "to that person alone, and lock it with a passphrase where it travels by mail. A new laptop needs a new invitation; what",
    "was allocated to the person before, and the marks that their earlier laptop kept in the depot, are sealed for it.",
    "Nothing is published where the file's name is taken.",
    "",
    CREDENTIALS_HELP,
    "Those are the lead's own and go nowhere else; what the invited person's laptop is to use comes from --credentials.",
  ].join("\n"),
  options: {
    depot: { value: "URL", help: `${DEPOT_HELP} It is written into the enrolment as given.`, required: true },
    person: { value: "ID", help: "The person's id in the depot, such as a-morgan.", required: true },
    name: { value: "NAME", help: "The person's name, for leads to see.", required: true },
    role: { value: "ROLE", help: "assessor or lead.", required: true },
    trust: { value: "FILE", help: "The inviting lead's key file.", required: true },
    out: { value: "FILE", help: "The enrolment file to write.", required: true },
    credentials: { value: "FILE", help: 'The person\'s own access to the store, put into the enrolment: {"accessKeyId": …, "secretAccessKey": …}.' },
    "passphrase-file": { value: "FILE", help: "Locks the enrolment file with the passphrase on this file's first line." },
    lock: { help: "Locks the enrolment file with the passphrase in the variable DESK_PASSPHRASE." },
  },
  async run(values, _argument, context) {
    const { env, now, software } = context;
    const { depot: depotUrl, person, name, trust, out, lock } = values;
    const asked = role.safeParse(values.role);
    if (!asked.success) return wrongUsage(`--role is assessor or lead, not ${values.role}.`);
    const locks = lock || values["passphrase-file"] !== undefined;
    const passphrase = locks ? await readPassphrase(values["passphrase-file"], env) : ok(null);
    if (!passphrase.ok) return passphrase;
    if (locks && passphrase.value === null) return wrongUsage(values["passphrase-file"] === undefined ? "--lock needs the variable DESK_PASSPHRASE." : "The passphrase file is empty.");
    if (values.credentials !== undefined && !isS3(depotUrl)) return wrongUsage("--credentials goes with a depot in a store.");
    const credentials = values.credentials === undefined ? ok(null) : await readCredentials(values.credentials);
    if (!credentials.ok) return credentials;
    const depot = await openLeadDepot(depotUrl, "publish", context);
    if (!depot.ok) return depot;
    const leadKey = await readLeadKey(trust);
    if (!leadKey.ok) return leadKey;
    const invited = await inviteToFile({ depot: depot.value, depotUrl, credentials: credentials.value, leadKey: leadKey.value, person, name, role: asked.data, passphrase: passphrase.value, software, now }, out);
    if (!invited.ok) return invited;
    const { number, allocations, drafts, locked, warnings } = invited.value;
    const lines = [`${out} enrols one laptop for ${name} (${person}, ${asked.data}, invitation ${number}).${locked ? " It is locked with the passphrase: send that another way." : " It is a secret: give it to nobody else."}`];
    if (allocations.length > 0) lines.push(`What was allocated before is sealed for it: ${count(allocations.length, "batch", "batches")} (${allocations.map((each) => each.batch).join(", ")}).`);
    for (const draft of drafts) lines.push(`So ${draft.marks === 1 ? "is" : "are"} their ${count(draft.marks, "mark")} of ${draft.batch}, as their laptop sent ${draft.marks === 1 ? "it" : "them"} up to ${momentText(draft.upTo)}; what that laptop marked later is not in the depot.`);
    const notes = isS3(depotUrl) && credentials.value === null ? [...warnings, `${out} has no credentials of the store (--credentials): ${person} can only use it where the variables AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set.`] : warnings;
    return ok({ json: { ...invited.value, file: out }, text: lines.join("\n"), notes });
  },
});
