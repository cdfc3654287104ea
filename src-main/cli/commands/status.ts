import type { BatchSummary } from "../../../src-shared/bridge/views.ts";
import { ok } from "../../../src-shared/result.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { waitingSets } from "../sync-home.ts";
import { bytesText, count } from "../words.ts";

export const statusCommand = defineCommand({
  name: "status",
  summary: "Show a desk's batches, marks, recordings and outbox.",
  explanation: "Shows how far the work on each batch is, which recordings are on this computer, and what waits to be delivered. Reaches for no network.",
  options: homeOptions,
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const view = await engine.request("home.view", {});
      if (!view.ok) return view;
      const { person, depot, batches, kept } = view.value;
      const waiting = waitingSets(view.value);
      const lines = [
        `${person.name} (${person.id}, ${person.role}), depot ${depot}.`,
        ...(batches.length === 0 ? ["No batch is here yet; desk sync fetches what is allocated."] : batches.map(batchText)),
        waiting.length === 0 ? "Nothing waits to be delivered." : `${count(waiting.length, "set")} to be delivered: ${waiting.map((set) => `${set.batch} revision ${set.revision}`).join(", ")}; desk sync delivers.`,
        `Kept here: ${count(kept.marks, "mark")}, ${count(kept.recordings, "recording")} (${bytesText(kept.vaultBytes)}).`,
      ];
      return ok({ json: { home: values.home, ...view.value }, text: lines.join("\n") });
    }),
});

const stateText: Record<BatchSummary["state"], string> = {
  "not-started": "not started",
  marking: "being marked",
  complete: "complete, not submitted",
  submitted: "submitted",
  reopened: "reopened",
};

function batchText({ batch, campaignTitle, state, answers, recordings, due }: BatchSummary): string {
  return `${batch} (${campaignTitle}): ${stateText[state]}; ${answers.marked} of ${count(answers.total, "answer")} marked, ${recordings.here} of ${count(recordings.total, "recording")} here${due === null ? "" : `, due ${due}`}.`;
}
