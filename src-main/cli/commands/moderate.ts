import path from "node:path";
import { ok } from "../../../src-shared/result.ts";
import type { Engine } from "../../engine/engine.ts";
import { columnsOf } from "../../engine/moderation/import-acts.ts";
import { decisionsTable } from "../../engine/moderation/import-decisions.ts";
import { definitiveTable } from "../../engine/moderation/import-definitive.ts";
import { ignoredColumnsNote, parseTable } from "../../engine/packing/read-table.ts";
import { defineCommand, wrongUsage, type CommandResult } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { csvLines } from "../../engine/reports/csv-lines.ts";
import { reasonWords } from "../../engine/reports/record-words.ts";
import { readTableFile } from "../table-file.ts";
import { count } from "../words.ts";

export const moderateCommand = defineCommand({
  name: "moderate",
  summary: "List what is to settle; settle answers, or record definitive marks, by a lead's table.",
  explanation: [
    "On a lead's desk that has synchronised. --csv reads decisions from a CSV table with the columns batch, candidate,",
    "question, final, reason: each line settles one answer as the lead's own decision; final is a point of the campaign's",
    "scale, or none where no score can stand. --define reads marks that leads agreed on in advance, for practice answers and",
    "seeds, with the columns batch, candidate, question, score, rationale; none takes one back, with why. One line that cannot",
    "be used refuses the whole table. What stands so already is not done again, so that a table can be taken twice. What was",
    "done goes to the other leads with the next desk sync. --list --batch prints the answers to settle as a table for --csv, with",
    "why and the marks that were given: fill in final and reason, and take out the lines that are to wait.",
  ].join("\n"),
  options: {
    ...homeOptions,
    csv: { value: "FILE", help: "The table of decisions (CSV, UTF-8)." },
    list: { help: "Print the answers of --batch that are to be settled (CSV)." },
    batch: { value: "ID", help: "Which batch --list is about." },
    define: { value: "FILE", help: "The table of definitive marks (CSV, UTF-8)." },
  },
  async run(values, _argument, context) {
    const { home, csv, define, list, batch } = values;
    if ([csv !== undefined, define !== undefined, list].filter(Boolean).length !== 1) return wrongUsage("One of --csv, --define and --list is needed, and only one.");
    if (list !== (batch !== undefined)) return wrongUsage("--list and --batch go together.");
    if (batch !== undefined) return withDesk(values, context, (engine) => listToSettle(engine, home, batch));
    const [file, table] = csv === undefined ? [define!, definitiveTable] : [csv, decisionsTable];
    return withDesk(values, context, async (engine) => {
      const read = await readTableFile(file, table.tableRefused);
      if (!read.ok) return read;
      const imported = await (csv === undefined ? engine.importDefinitive(read.value.text) : engine.importDecisions(read.value.text));
      if (!imported.ok) return imported;
      const columns = parseTable(file, read.value.bytes, columnsOf(table));
      const notes = columns.ok ? ignoredColumnsNote(path.basename(file), columns.value.ignoredColumns) : [];
      const { unchanged } = imported.value;
      const acts = "settled" in imported.value ? imported.value.settled : imported.value.recorded;
      const [done, so] = "settled" in imported.value ? [`${count(imported.value.settled, "answer")} settled`, "settled so before"] : [`${count(imported.value.recorded, "definitive mark")} recorded`, "recorded so before"];
      return ok({ json: { home, ...imported.value, notes }, text: `${done}${unchanged === 0 ? "" : `, ${unchanged} ${so}`}.${acts === 0 ? "" : " It is safe here; desk sync delivers it to the other leads."}`, notes });
    });
  },
});

/** The columns of a table of decisions, with what a lead goes by beside them. */
const LISTED = ["batch", "candidate", "question", "final", "reason", "why", "marks"];

async function listToSettle(engine: Engine, home: string, batch: string): Promise<CommandResult> {
  const listed = await engine.request("moderation.to-settle", { batch });
  if (!listed.ok) return listed;
  const { answers } = listed.value;
  const rows = answers.map(({ candidate, question, reasons, marks }) => {
    const given = marks.map(({ assessor, score }) => `${assessor} ${score ?? "cannot score"}`).join("; ");
    return [batch, candidate, question, "", "", reasons.map((each) => reasonWords[each]).join("; "), given];
  });
  return ok({
    json: { home, batch, answers: answers.map(({ answerId: _answerId, ...each }) => each) },
    text: csvLines([LISTED, ...rows]).trimEnd(),
    notes: answers.length === 0 ? [`Nothing of ${batch} is to be settled.`] : [],
  });
}
