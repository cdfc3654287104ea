import { dataSize } from "../../../src-shared/data-size.ts";
import { ok } from "../../../src-shared/result.ts";
import { defineCommand, wrongUsage, type CommandResult } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { count } from "../words.ts";

export const tidyCommand = defineCommand({
  name: "tidy",
  summary: "Remove recordings that are needed no more.",
  explanation: [
    "Removes recordings and captions, with their keys, of every batch whose set was delivered and whose campaign's days are",
    "over; with --batch those of one batch now. Marks, notes and what was submitted stay, and the audit log says what was",
    "removed. A batch that is not delivered yet, or on a lead's desk has no outcome yet, is refused, unless --still-needed is",
    "given. desk sync does not fetch them again; --fetch-again lets it.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "Only the recordings of this batch, whether its days are over or not." },
    "still-needed": { help: "Remove them even though the batch is not delivered yet." },
    "fetch-again": { help: "Let the removed recordings of the batch come again with the next desk sync." },
  },
  async run(values, _argument, context) {
    const { home, batch, "still-needed": stillNeeded, "fetch-again": fetchAgain } = values;
    if (batch === undefined && (stillNeeded || fetchAgain)) return wrongUsage(`${stillNeeded ? "--still-needed" : "--fetch-again"} needs --batch.`);
    if (stillNeeded && fetchAgain) return wrongUsage("--still-needed and --fetch-again do not go together.");
    return withDesk(values, context, async (engine): Promise<CommandResult> => {
      if (batch !== undefined && fetchAgain) {
        const wanted = await engine.request("recordings.fetch-again", { batch });
        return wanted.ok ? ok({ json: { home, batch, fetchAgain }, text: `The recordings of ${batch} come again with the next desk sync.` }) : wanted;
      }
      const removed = batch === undefined ? await engine.request("recordings.remove-over", {}) : await engine.request("recordings.remove", { batch, stillNeeded });
      if (!removed.ok) return removed;
      const batches = "removed" in removed.value ? removed.value.removed : [removed.value];
      const lines = batches.map((each) => `${each.batch}: ${count(each.files, "file")} removed, ${dataSize(each.bytes)}.`);
      return ok({ json: { home, removed: batches }, text: lines.length === 0 ? "Nothing was removed: no batch's time is over." : lines.join("\n") });
    });
  },
});
