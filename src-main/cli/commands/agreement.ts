import path from "node:path";
import { agreementOf } from "../../../src-shared/agreement/agreement.ts";
import { cautionsOn } from "../../../src-shared/agreement/cautions.ts";
import { tabulateMarks } from "../../../src-shared/agreement/mark-table.ts";
import { readScale } from "../../../src-shared/agreement/written-scale.ts";
import { ok } from "../../../src-shared/result.ts";
import { readScoredMarks } from "../../engine/agreement/read-marks.ts";
import { readSmallFile } from "../../engine/enrolment/small-files.ts";
import { ignoredColumnsNote, MAX_TABLE_BYTES } from "../../engine/packing/read-table.ts";
import { agreementText } from "../agreement-text.ts";
import { defineCommand, wrongUsage } from "../command.ts";

export const agreementCommand = defineCommand({
  name: "agreement",
  summary: "Say how far assessors agree, from a table of marks.",
  explanation: [
    "Reads the marks of two or more assessors from a CSV table with the columns batch, candidate, question, assessor, score,",
    "note, at, and prints exact and adjacent agreement, Cohen's kappa (for two assessors), the intraclass correlation (over",
    "answers that all of them marked), Krippendorff's alpha, and each assessor's severity. An empty score is a missing mark.",
    "Nothing is changed. What does not exist is null with --json, and the reason stands beside it.",
  ].join("\n"),
  options: {
    marks: { value: "FILE", help: "The table of marks (CSV, UTF-8).", required: true },
    scale: { value: "SCALE", help: "The whole scale, also what nobody used: 1-7, or its points as 1,2,4.", required: true },
  },
  async run(values) {
    const scale = readScale(values.scale);
    if (!scale) return wrongUsage(`“${values.scale}” is not a scale; write it as 1-7, or its points as 1,2,4.`);
    const bytes = await readSmallFile(values.marks, MAX_TABLE_BYTES);
    if (!bytes.ok) return bytes;
    const read = readScoredMarks(bytes.value, scale);
    if (!read.ok) return read;
    const table = tabulateMarks(read.value.marks, scale);
    const agreement = agreementOf(table);
    return ok({
      json: agreement,
      text: agreementText(agreement, scale, cautionsOn(table, agreement)),
      notes: ignoredColumnsNote(path.basename(values.marks), read.value.ignoredColumns),
    });
  },
});
