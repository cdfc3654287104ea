import { ok } from "../../../src-shared/result.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";

export const reopenCommand = defineCommand({
  name: "reopen",
  summary: "Let a submitted batch be changed, with a reason.",
  explanation: [
    "Opens a submitted batch for changes. The set that was submitted stays as it is; the next one is a new revision and",
    "carries the reason, and the lead sees both.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch to reopen.", required: true },
    reason: { value: "TEXT", help: "Why it has to be changed; it goes into the record.", required: true },
  },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const { batch, reason } = values;
      const reopened = await engine.request("set.reopen", { batch, reason });
      if (!reopened.ok) return reopened;
      return ok({ json: { home: values.home, batch, reason }, text: `${batch} can be changed again. Submit it when that is done.` });
    }),
});
