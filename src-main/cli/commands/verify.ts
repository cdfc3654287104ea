import { ok } from "../../../src-shared/result.ts";
import { readLeadKey } from "../../engine/enrolment/lead-key-file.ts";
import { verifyDepot } from "../../engine/verify/verify-depot.ts";
import { verifyHome } from "../../engine/verify/verify-home.ts";
import { defineCommand, wrongUsage, type CommandContext, type CommandResult } from "../command.ts";
import { CREDENTIALS_HELP, DEPOT_HELP, openLeadDepot } from "../lead-depot.ts";
import { readPassphrase } from "../passphrase.ts";
import { count } from "../words.ts";

export const verifyCommand = defineCommand({
  name: "verify",
  summary: "Check signatures and hashes of a depot, or a desk's data folder.",
  explanation: [
    "With --depot: reads everything in a depot and changes nothing. Without a lead's key it checks names, forms, hashes and",
    "the signatures of laptops, whose keys lie in the depot, but none that a lead made. With --key it checks them all, opens",
    "every document, and opens every recording to its last byte. With --home: checks a desk's database, audit log,",
    "documents and recordings.",
    CREDENTIALS_HELP,
  ].join("\n"),
  options: {
    depot: { value: "URL", help: DEPOT_HELP },
    key: { value: "FILE", help: "A lead's key file." },
    home: { value: "FOLDER", help: "A desk's data folder." },
    "passphrase-file": { value: "FILE", help: "Opens the desk's keys, where a passphrase locks them (also: the variable DESK_PASSPHRASE)." },
  },
  async run({ depot, key, home, "passphrase-file": passphraseFile }, _argument, context) {
    if ((depot === undefined) === (home === undefined)) return wrongUsage("verify needs either --depot or --home.");
    if (depot !== undefined) return verifyThisDepot(depot, key, context);
    if (key !== undefined) return wrongUsage("--key goes with --depot.");
    return verifyThisHome(home ?? "", passphraseFile, context);
  },
});

async function verifyThisDepot(depotUrl: string, key: string | undefined, context: CommandContext): Promise<CommandResult> {
  const depot = await openLeadDepot(depotUrl, "read", context);
  if (!depot.ok) return depot;
  const leadKey = key === undefined ? ok(null) : await readLeadKey(key);
  if (!leadKey.ok) return leadKey;
  const verified = await verifyDepot(depot.value, leadKey.value, (step) => context.progress.show({ what: step.kind === "documents" ? "Checking documents" : "Checking recordings", done: step.done, total: step.total }));
  if (!verified.ok) return verified;
  const { depot: where, documents, signaturesChecked, foreignKey, recordings, problems, notes, ok: good } = verified.value;
  const opened = (number: number) => (leadKey.value ? `, ${number} opened` : "");
  const some = signaturesChecked === 0 ? "but none of their signatures (they need" : `and ${signaturesChecked === 1 ? "the signature of 1" : `the signatures of ${signaturesChecked}`} of them (the others need`;
  const signatures = leadKey.value ? "" : `, ${some} a lead's key)`;
  const lines = [
    ...(foreignKey && leadKey.value ? [`Nothing here was signed by ${leadKey.value.person}, whose key was given, or by a lead whom this key trusts; is it the right key?`] : []),
    `${where}: ${count(documents.checked, "document")} checked${opened(documents.opened)}${signatures}; ${count(recordings.checked, "sealed file")} checked${opened(recordings.opened)}.`,
    ...problems.map((each) => `  ${each.key}: ${each.message}`),
    good ? `No problem was found${leadKey.value ? "" : " as far as can be seen without a lead's key"}.` : `${count(problems.length, "problem")} found. Nothing was changed; tell whoever keeps the depot.`,
  ];
  return ok({ json: { ...verified.value }, text: lines.join("\n"), notes, good });
}

async function verifyThisHome(home: string, passphraseFile: string | undefined, { env, progress }: CommandContext): Promise<CommandResult> {
  const passphrase = await readPassphrase(passphraseFile, env);
  if (!passphrase.ok) return passphrase;
  const verified = await verifyHome(home, passphrase.value, (done, total) => progress.show({ what: "Checking recordings", done, total }));
  if (!verified.ok) return verified;
  const { audit, documents, outbox, recordings, problems, ok: good } = verified.value;
  const lines = [
    `${home}: database and ${count(audit.rows, "line")} of the audit log checked; ${count(documents, "document")}; ${count(outbox.documents, "document")} of its own (${outbox.waiting} not delivered yet); ${count(recordings.checked, "recording")} and captions checked, ${recordings.opened} opened.`,
    ...problems.map((each) => `  ${each.subject}: ${each.message}`),
    good ? "No problem was found." : `${count(problems.length, "problem")} found. Nothing was changed; do not delete anything, and tell your team lead.`,
  ];
  return ok({ json: { ...verified.value }, text: lines.join("\n"), good });
}
