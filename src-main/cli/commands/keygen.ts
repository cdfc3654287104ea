import { keygen } from "../../engine/enrolment/keygen.ts";
import { defineCommand } from "../command.ts";
import { ok } from "../../../src-shared/result.ts";

export const keygenCommand = defineCommand({
  name: "keygen",
  summary: "Make a lead's key file, and the organisation's recovery key.",
  explanation: [
    "Makes the key with which a lead packs batches and invites people. Whoever has this file can do the same and can read",
    "every mark, so it belongs on the lead's own computer and in a backup, nowhere else. Without --recovery the",
    "organisation's recovery key is made as well, in a second file beside it: it opens a laptop's recordings and keys where",
    "the passphrase or the sign-in that locks them is lost. Move it to a safe. Neither file is ever overwritten.",
  ].join("\n"),
  options: {
    out: { value: "FILE", help: "The key file to make, such as lead.key.json.", required: true },
    person: { value: "ID", help: "The lead's id in the depot; lead unless given." },
    name: { value: "NAME", help: "The lead's name as others see it; Team lead unless given." },
    recovery: { value: "AGE1…", help: "The public half of the organisation's recovery key, where there is one already: its file says it." },
  },
  async run({ out, person = "lead", name = "Team lead", recovery = null }, _argument, { now }) {
    const made = await keygen({ out, person, name, recovery }, now);
    if (!made.ok) return made;
    const { file, recoveryFile } = made.value;
    const lines = [`${file} holds the key of ${name} (${person}). Keep it to yourself and keep a backup.`];
    if (recoveryFile === null) lines.push("No recovery key was made: the organisation's own, whose public half was given, opens the laptops that this lead invites.");
    else lines.push(`${recoveryFile} holds the organisation's recovery key, which opens a laptop's recordings and keys where its passphrase or sign-in is lost. Move it to a safe now; nobody needs it on a computer.`);
    return ok({ json: { ...made.value }, text: lines.join("\n") });
  },
});
