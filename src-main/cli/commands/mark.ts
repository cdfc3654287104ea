import path from "node:path";
import { ok } from "../../../src-shared/result.ts";
import type { Engine } from "../../engine/engine.ts";
import { markColumns, type ImportedMarks } from "../../engine/marking/import-marks.ts";
import { shortList } from "../../engine/packing/read-candidates.ts";
import { ignoredColumnsNote, parseTable } from "../../engine/packing/read-table.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { readTableFile } from "../table-file.ts";
import { count } from "../words.ts";

export const markCommand = defineCommand({
  name: "mark",
  summary: "Take marks from a table.",
  explanation: [
    "Reads marks from a CSV table with the columns batch, candidate, question, assessor, score, note, at. The note becomes",
    "the written evidence; at is when the mark was given, such as 2026-11-21T09:40:00Z, or empty for now. One line that",
    "cannot be used refuses the whole table, and no mark is changed. A mark that was given on this desk later than at stays,",
    "and the answer is named; an empty at replaces it. Where the campaign asks for watching, marks from a table count as",
    "made outside the window, and the lead reads so: nobody knows what was watched.",
  ].join("\n"),
  options: { ...homeOptions, csv: { value: "FILE", help: "The table of marks (CSV, UTF-8).", required: true } },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const table = await readTableFile(values.csv, (reason) => ({ kind: "marks-table-refused", reason }));
      if (!table.ok) return table;
      const imported = await engine.importMarks(table.value.text);
      if (!imported.ok) return imported;
      const { marks, replaced, kept } = imported.value;
      const notes = [...keptNote(kept), ...(await notesOn(path.basename(values.csv), table.value.bytes, engine))];
      const inPlace = replaced === 0 ? "" : `, ${replaced === marks ? "each" : replaced} in place of another, which stays in the log`;
      return ok({ json: { home: values.home, ...imported.value, notes }, text: `${count(marks, "mark")} saved${inPlace}.`, notes });
    }),
});

/** Which marks of this desk were newer than the table's. */
function keptNote(kept: ImportedMarks["kept"]): string[] {
  if (kept.length === 0) return [];
  const answers = shortList(kept.map(({ batch, candidate, question }) => `${batch} ${candidate} ${question}`));
  const [subject, which] = kept.length === 1 ? ["1 mark stays as it is, since it was", "its line"] : [`${kept.length} marks stay as they are, since they were`, "their lines"];
  return [`${subject} given here later than the table says: ${answers}. Leave the column at empty in ${which} to replace ${kept.length === 1 ? "it" : "them"}.`];
}

/** What to look at in a table whose marks were taken. */
async function notesOn(file: string, bytes: Uint8Array, engine: Engine): Promise<string[]> {
  const table = parseTable(file, bytes, markColumns);
  if (!table.ok) return [];
  const notes = ignoredColumnsNote(file, table.value.ignoredColumns);
  const watched: string[] = [];
  for (const batch of new Set(table.value.rows.map((row) => row.cells.batch))) {
    const view = await engine.request("check.view", { batch });
    if (view.ok && view.value.minimumWatchedShare > 0) watched.push(batch);
  }
  if (watched.length > 0) notes.push(`The campaign asks for watching (${shortList(watched)}): marks from a table count as made outside the window, and their sets say so to the lead.`);
  return notes;
}
