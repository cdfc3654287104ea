import { DECLARATION } from "../../../src-shared/documents/moderation-set.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { err, ok } from "../../../src-shared/result.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { syncOnce } from "../sync-home.ts";
import { wrapped } from "../words.ts";

export const submitCommand = defineCommand({
  name: "submit",
  summary: "Seal a batch's marks as a moderation set and deliver it.",
  explanation: [
    "Seals all marks of a batch and puts the set into the outbox, then synchronises, so that it is delivered.",
    wrapped(`Whoever submits declares: “${DECLARATION}”`),
    "Where the depot is away the set stays sealed and safe in the data folder, the exit status is 1, and desk sync delivers",
    "it later. A batch that was submitted before is changed with desk reopen, or submitted once more with --reason.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch to submit.", required: true },
    reason: { value: "TEXT", help: "Why an earlier set is followed by this one." },
  },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const { batch, reason } = values;
      if (reason !== undefined) {
        const reopened = await engine.request("set.reopen", { batch, reason });
        if (!reopened.ok) return reopened;
      }
      const set = await engine.request("set.submit", { batch, declared: true });
      if (!set.ok) return set;
      const synced = await syncOnce(engine, context.progress);
      if (!synced.ok) return synced;
      const delivered = synced.value.view.outbox.find((each) => each.key === set.value.key) ?? set.value;
      if (delivered.delivery.kind === "waiting") {
        const { problem } = delivered.delivery;
        return err({ kind: "set-waiting", batch, why: problem ? describeProblem(problem) : synced.value.problem ? describeProblem(synced.value.problem) : "the depot did not take it yet." });
      }
      return ok({
        json: { ...delivered, declaration: DECLARATION },
        text: `The set for ${batch}, revision ${delivered.revision}, is sealed and delivered as ${delivered.key}.\nDeclared: ${DECLARATION}`,
      });
    }),
});
