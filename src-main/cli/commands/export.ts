import { exportFormat, exportFormats } from "../../../src-shared/bridge/lead/exports.ts";
import { dataSize } from "../../../src-shared/data-size.ts";
import { candidateRef } from "../../../src-shared/documents/ids.ts";
import { ok } from "../../../src-shared/result.ts";
import { defineCommand, wrongUsage } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { count } from "../words.ts";

export const exportCommand = defineCommand({
  name: "export",
  summary: "Write a batch's record, or one candidate's, to a file.",
  explanation: [
    "Writes what a lead's desk knows of a batch: the outcome, every answer with all of its marks and their evidence, what leads settled and",
    "why, and the audit trail. csv: a row for each answer and mark. xlsx: a workbook with a sheet for each kind of thing. pdf: a record to read",
    "and to print. As long as nothing is published, the file says “Draft, not published”. Of which group a candidate is, none of them says.",
    "An existing file is never overwritten. Synchronise first: what is exported is what this desk has.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch whose record it is.", required: true },
    format: { value: exportFormats.join("|"), help: "What kind of file.", required: true },
    out: { value: "FILE", help: "The file to write; its folder must exist.", required: true },
    candidate: { value: "REF", help: "This candidate's record alone." },
  },
  async run(values, _argument, context) {
    const format = exportFormat.safeParse(values.format);
    if (!format.success) return wrongUsage(`--format is ${exportFormats.join(", ")}, not “${values.format}”.`);
    const candidate = values.candidate?.normalize("NFC") ?? null;
    if (candidate !== null && !candidateRef.safeParse(candidate).success) return wrongUsage(`“${candidate}” cannot be a candidate's reference.`);
    const { batch, out: file } = values;
    return withDesk(values, context, async (engine) => {
      const exported = await engine.exportBatch({ batch, format: format.data, candidate, file, replace: false }, (done, total) => context.progress.show({ what: "Writing", done, total }));
      if (!exported.ok) return exported;
      const { candidates, bytes, draft } = exported.value;
      return ok({
        json: { ...exported.value, file, batch, candidate },
        text: `${file} has the record of ${candidate === null ? count(candidates, "candidate") : `candidate ${candidate}`} of ${batch} (${dataSize(bytes)}).`,
        notes: draft ? [`The outcome of ${batch} is not published: the file says so, and it is a draft.`] : [],
      });
    });
  },
});
