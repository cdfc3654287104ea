import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { readLeadKey } from "../../engine/enrolment/lead-key-file.ts";
import { verifyDepot } from "../../engine/verify/verify-depot.ts";
import { repairHome } from "../../engine/verify/repair-home.ts";
import { verifyHome, type HomeVerification } from "../../engine/verify/verify-home.ts";
import { defineCommand, wrongUsage, type CommandContext, type CommandResult } from "../command.ts";
import { CREDENTIALS_HELP, DEPOT_HELP, openLeadDepot } from "../lead-depot.ts";
import { readPassphrase } from "../passphrase.ts";
import { count, noteRestoring } from "../words.ts";
import { readStatus } from "../../engine/views/status.ts";

export const verifyCommand = defineCommand({
  name: "verify",
  summary: "Check signatures and hashes of a depot, or a desk's data folder.",
  explanation: [
    "With --depot: reads everything in a depot and changes nothing. Without a lead's key it checks names, forms, hashes and",
    "the signatures of laptops, whose keys lie in the depot, but none that a lead made. With --key it checks them all, opens",
    "every document, and opens every recording to its last byte. With --home: checks a desk's database, audit log,",
    "documents, sets, recordings and backups, and changes nothing. With --repair as well: recordings that are damaged are",
    "put away and come again with the next desk sync, leftovers of interrupted writing go, and a damaged database is",
    "restored from its newest good backup; then all of it is checked again.",
    CREDENTIALS_HELP,
  ].join("\n"),
  options: {
    depot: { value: "URL", help: DEPOT_HELP },
    key: { value: "FILE", help: "A lead's key file." },
    home: { value: "FOLDER", help: "A desk's data folder." },
    repair: { help: "With --home: mend what can be mended." },
    "passphrase-file": { value: "FILE", help: "Opens the desk's keys, where a passphrase locks them (also: the variable DESK_PASSPHRASE)." },
  },
  async run({ depot, key, home, repair, "passphrase-file": passphraseFile }, _argument, context) {
    if ((depot === undefined) === (home === undefined)) return wrongUsage("verify needs either --depot or --home.");
    if (repair && home === undefined) return wrongUsage("--repair goes with --home.");
    if (depot !== undefined) return verifyThisDepot(depot, key, context);
    if (key !== undefined) return wrongUsage("--key goes with --depot.");
    return verifyThisHome(home ?? "", passphraseFile, repair, context);
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
  // Whatever else is said of such a depot is said because of the key.
  if (foreignKey && leadKey.value)
    return ok({ json: { ...verified.value }, text: `Nothing in ${where} was signed by ${leadKey.value.person}, whose key was given, or by a lead whom this key trusts; nothing was changed, so try again with the key of this depot's lead.`, good });
  const lines = [
    `${where}: ${count(documents.checked, "document")} checked${opened(documents.opened)}${signatures}; ${count(recordings.checked, "sealed file")} checked${opened(recordings.opened)}.`,
    ...problems.map((each) => `  ${each.key}: ${each.message}`),
    good ? `No problem was found${leadKey.value ? "" : " as far as can be seen without a lead's key"}.` : `${count(problems.length, "problem")} found. Nothing was changed; ${leadKey.value && problems.some((each) => each.key.includes("/media/")) ? "desk pack --mend with the same tables publishes damaged recordings anew; for the rest tell" : "tell"} whoever keeps the depot.`,
  ];
  return ok({ json: { ...verified.value }, text: lines.join("\n"), notes, good });
}

async function verifyThisHome(home: string, passphraseFile: string | undefined, repair: boolean, context: CommandContext): Promise<CommandResult> {
  const passphrase = await readPassphrase(passphraseFile, context.env);
  if (!passphrase.ok) return passphrase;
  const look = () => verifyHome(home, passphrase.value, (done, total) => context.progress.show({ what: "Checking recordings", done, total }));
  const first = await look();
  const verified = repair ? await lookAfterRepair(home, first, look, context) : first;
  if (!verified.ok) return verified;
  const { audit, documents, outbox, recordings, backups, leftovers, problems, ok: good } = verified.value;
  const refetched = repair && first.ok ? first.value.damagedRecordings.length : 0;
  const lines = [
    `${home}: database and ${count(audit.rows, "line")} of the audit log checked; ${count(documents, "document")}; ${count(outbox.documents, "document")} of its own (${outbox.waiting} not delivered yet); ${count(recordings.checked, "recording")} and captions checked, ${recordings.opened} opened; ${backups.good} of ${count(backups.checked, "backup")} good.`,
    ...problems.map((each) => `  ${each.subject}: ${each.message}`),
    ...(refetched > 0 ? [`${count(refetched, "damaged recording")} put away; desk sync fetches ${refetched === 1 ? "it" : "them"} again.`] : []),
    good ? "No problem was found." : `${count(problems.length, "problem")} found. ${repair ? "The rest" : "Nothing was changed; --repair mends what can be mended. The rest"} needs somebody: do not delete anything, and tell your team lead.`,
  ];
  const notes = leftovers.map((each) => `${each} was left by writing that was interrupted, or is being written; it does no harm, and --repair takes it away.`);
  return ok({ json: { ...verified.value }, text: lines.join("\n"), notes, good });
}

async function lookAfterRepair(home: string, first: Result<HomeVerification, Problem>, look: () => Promise<Result<HomeVerification, Problem>>, context: CommandContext): Promise<Result<HomeVerification, Problem>> {
  if (!first.ok && first.error.kind !== "store-damaged") return first;
  const startedAt = context.now();
  const repaired = await repairHome(home, first.ok ? first.value : { database: "damaged", damagedRecordings: [], leftovers: [] }, startedAt);
  if (!repaired.ok) return repaired;
  const status = await readStatus(home, context.now);
  if (status.ok) noteRestoring(status.value.restored, startedAt, context);
  return look();
}
