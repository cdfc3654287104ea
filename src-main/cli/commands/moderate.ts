import path from "node:path";
import { ok } from "../../../src-shared/result.ts";
import { decisionColumns } from "../../engine/moderation/import-decisions.ts";
import { ignoredColumnsNote, parseTable } from "../../engine/packing/read-table.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { readTableFile } from "../table-file.ts";
import { count } from "../words.ts";

export const moderateCommand = defineCommand({
  name: "moderate",
  summary: "Settle answers by a lead's table.",
  explanation: [
    "Reads decisions from a CSV table with the columns batch, candidate, question, final, reason, on a lead's desk that has",
    "synchronised. Each line settles one answer as the lead's own decision; final is a point of the campaign's scale, or none",
    "where no score can stand. One line that cannot be used refuses the whole table, and nothing is settled. What is settled",
    "already with the same score and reason is not done again, so that a table can be taken twice.",
  ].join("\n"),
  options: { ...homeOptions, csv: { value: "FILE", help: "The table of decisions (CSV, UTF-8).", required: true } },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const table = await readTableFile(values.csv, (reason) => ({ kind: "decisions-table-refused", reason }));
      if (!table.ok) return table;
      const imported = await engine.importDecisions(table.value.text);
      if (!imported.ok) return imported;
      const { settled, unchanged } = imported.value;
      const columns = parseTable(values.csv, table.value.bytes, decisionColumns);
      const notes = columns.ok ? ignoredColumnsNote(path.basename(values.csv), columns.value.ignoredColumns) : [];
      const before = unchanged === 0 ? "" : `, ${unchanged} settled so before`;
      return ok({ json: { home: values.home, ...imported.value, notes }, text: `${count(settled, "answer")} settled${before}.`, notes });
    }),
});
