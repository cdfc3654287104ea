import { err, ok } from "../../../src-shared/result.ts";
import { readSmallFile } from "../../engine/enrolment/small-files.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { count } from "../words.ts";

const MAX_MARKS_BYTES = 64 * 1024 * 1024;

export const markCommand = defineCommand({
  name: "mark",
  summary: "Take marks from a table.",
  explanation: [
    "Reads marks from a CSV table with the columns batch, candidate, question, assessor, score, note, at. The note becomes",
    "the written evidence; at is when the mark was given, such as 2026-11-21T09:40:00Z, or empty for now. One line that",
    "cannot be used refuses the whole table, and no mark is changed.",
  ].join("\n"),
  options: { ...homeOptions, csv: { value: "FILE", help: "The table of marks (CSV, UTF-8).", required: true } },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const bytes = await readSmallFile(values.csv, MAX_MARKS_BYTES);
      if (!bytes.ok) return bytes;
      const text = utf8(bytes.value);
      if (text === undefined) return err({ kind: "marks-refused", line: 1, reason: "the table is not in UTF-8; save it as “CSV UTF-8”" });
      const imported = await engine.importMarks(text);
      if (!imported.ok) return imported;
      return ok({ json: { home: values.home, ...imported.value }, text: `${count(imported.value.marks, "mark")} saved.` });
    }),
});

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
