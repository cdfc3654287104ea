import { ok } from "../../../src-shared/result.ts";
import { readEnrolment } from "../../engine/enrolment/enrol.ts";
import { readSmallFile } from "../../engine/enrolment/small-files.ts";
import { defineCommand } from "../command.ts";
import { withEngine } from "../open-home.ts";
import { readPassphrase } from "../passphrase.ts";

const MAX_ENROLMENT_BYTES = 2 * 1024 * 1024;

export const enrolCommand = defineCommand({
  name: "enrol",
  summary: "Join a data folder to a depot, with an enrolment file.",
  explanation: [
    "Makes a desk in a data folder, for the person and the depot that the enrolment file names. An enrolment file works for",
    "one desk. On the command line the desk's keys are kept in a file of the data folder that only its owner can read.",
  ].join("\n"),
  options: {
    home: { value: "FOLDER", help: "The desk's data folder; it is made if need be.", required: true },
    file: { value: "FILE", help: "The enrolment file from desk invite.", required: true },
    "passphrase-file": { value: "FILE", help: "Opens a locked enrolment file (also: the variable DESK_PASSPHRASE)." },
  },
  async run({ home, file, "passphrase-file": passphraseFile }, _argument, context) {
    const bytes = await readSmallFile(file, MAX_ENROLMENT_BYTES);
    if (!bytes.ok) return bytes;
    const passphrase = await readPassphrase(passphraseFile, context.env);
    if (!passphrase.ok) return passphrase;
    // Read before the data folder is made: a wrong file leaves nothing behind.
    const enrolment = await readEnrolment(bytes.value, passphrase.value);
    if (!enrolment.ok) return enrolment;
    const { person, name, role, depot } = enrolment.value;
    return withEngine(home, context, async (engine) => {
      const enrolled = await engine.enrol({ file: bytes.value, filePassphrase: passphrase.value, protection: { kind: "key-file" } });
      if (!enrolled.ok) return enrolled;
      return ok({
        json: { home, person, name, role, depot: depot.url },
        text: `${home} is the desk of ${name} (${person}) now, with the depot ${depot.url}. desk sync fetches what is allocated.`,
      });
    });
  },
});
