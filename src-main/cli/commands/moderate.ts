import path from "node:path";
import { ok } from "../../../src-shared/result.ts";
import { columnsOf } from "../../engine/moderation/import-acts.ts";
import { decisionsTable } from "../../engine/moderation/import-decisions.ts";
import { definitiveTable } from "../../engine/moderation/import-definitive.ts";
import { ignoredColumnsNote, parseTable } from "../../engine/packing/read-table.ts";
import { defineCommand, wrongUsage } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { readTableFile } from "../table-file.ts";
import { count } from "../words.ts";

export const moderateCommand = defineCommand({
  name: "moderate",
  summary: "Settle answers, or record definitive marks, by a lead's table.",
  explanation: [
    "On a lead's desk that has synchronised. --csv reads decisions from a CSV table with the columns batch, candidate,",
    "question, final, reason: each line settles one answer as the lead's own decision; final is a point of the campaign's",
    "scale, or none where no score can stand. --define reads marks that leads agreed on in advance, for practice answers and",
    "seeds, with the columns batch, candidate, question, score, rationale; none takes one back, with why. One line that cannot",
    "be used refuses the whole table. What stands so already is not done again, so that a table can be taken twice.",
  ].join("\n"),
  options: {
    ...homeOptions,
    csv: { value: "FILE", help: "The table of decisions (CSV, UTF-8)." },
    define: { value: "FILE", help: "The table of definitive marks (CSV, UTF-8)." },
  },
  async run(values, _argument, context) {
    const { home, csv, define } = values;
    if ((csv === undefined) === (define === undefined)) return wrongUsage("One of --csv and --define is needed, and only one.");
    const [file, table] = csv === undefined ? [define!, definitiveTable] : [csv, decisionsTable];
    return withDesk(values, context, async (engine) => {
      const read = await readTableFile(file, table.tableRefused);
      if (!read.ok) return read;
      const imported = await (csv === undefined ? engine.importDefinitive(read.value.text) : engine.importDecisions(read.value.text));
      if (!imported.ok) return imported;
      const columns = parseTable(file, read.value.bytes, columnsOf(table));
      const notes = columns.ok ? ignoredColumnsNote(path.basename(file), columns.value.ignoredColumns) : [];
      const { unchanged } = imported.value;
      const [done, so] = "settled" in imported.value ? [`${count(imported.value.settled, "answer")} settled`, "settled so before"] : [`${count(imported.value.recorded, "definitive mark")} recorded`, "recorded so before"];
      return ok({ json: { home, ...imported.value, notes }, text: `${done}${unchanged === 0 ? "" : `, ${unchanged} ${so}`}.`, notes });
    });
  },
});
