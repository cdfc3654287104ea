import { MOST_OUTCOME_ROWS, type OutcomeRow, type OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { OUTCOME_DECLARATION } from "../../../src-shared/documents/outcome.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Engine } from "../../engine/engine.ts";
import { defineCommand, type CommandResult } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { problemText } from "../problem-text.ts";
import { syncOnce } from "../sync-home.ts";
import { count, wrapped } from "../words.ts";

export const publishCommand = defineCommand({
  name: "publish",
  summary: "Publish a batch's outcome, or show what it would be.",
  explanation: [
    wrapped(
      "Works out the order of merit from what stands for every answer, seals it for the leads and delivers it. Answers are settled, and ties across the last place broken, before. Publishing what is published already does nothing.",
    ),
    wrapped(`Whoever publishes declares: “${OUTCOME_DECLARATION}”`),
    wrapped("With --dry-run nothing is published: it prints the order of merit and what is in the way, and the exit status is 1 where something is."),
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch whose outcome it is.", required: true },
    reason: { value: "TEXT", help: "Why an earlier revision is followed by this one." },
    incomplete: { value: "TEXT", help: "Why candidates whose answers are still with assessors are left without a place." },
    "dry-run": { help: "Publish nothing; print what would be." },
  },
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
      const { batch, reason = null, incomplete = null } = values;
      if (values["dry-run"]) return dryRun(engine, batch, incomplete);
      const before = await engine.request("outcome.view", { batch });
      if (!before.ok) return before;
      const outcome = await engine.request("outcome.publish", { batch, seen: before.value.digest, reason, incompleteReason: incomplete, declared: true });
      if (!outcome.ok) return outcome.error.kind === "reason-needed" ? err({ kind: "input-invalid", reason: `An outcome of ${batch} is published already, and this one differs; --reason says why it follows.` }) : outcome;
      const synced = await syncOnce(engine, context.progress);
      if (!synced.ok) return synced;
      const view = await engine.request("outcome.view", { batch });
      if (!view.ok) return view;
      const published = view.value.published.find((each) => each.key === outcome.value.published.key) ?? outcome.value.published;
      if (published.delivery.kind === "waiting") {
        const why = published.delivery.problem ?? synced.value.problem;
        return err({ kind: "outcome-waiting", batch, why: why ? describeProblem(why) : "The depot did not take it yet." });
      }
      const { isNew } = outcome.value;
      return ok({
        json: { ...published, isNew, counts: view.value.counts, declaration: OUTCOME_DECLARATION },
        text: isNew
          ? `The outcome of ${batch}, revision ${published.revision}, is published as ${published.key}: ${summary(view.value)}.\nDeclared: ${OUTCOME_DECLARATION}`
          : `Nothing has changed since revision ${published.revision} of the outcome of ${batch}, so nothing was published.`,
      });
    }),
});

async function dryRun(engine: Engine, batch: string, incomplete: string | null): Promise<CommandResult> {
  const view = await engine.request("outcome.view", { batch });
  if (!view.ok) return view;
  const candidates = await everybody(engine, batch);
  if (!candidates.ok) return candidates;
  const { hindrance, open, counts, ties, changes, behaviours } = view.value;
  const problem = hindrance?.kind === "outcome-incomplete" && incomplete !== null ? null : hindrance;
  const lines = candidates.value.map((each) => `${each.rank === null ? "–" : each.rank}\t${each.candidate}\t${each.total}\t${each.place}${each.tieReason === null ? "" : `\t${each.tieReason}`}`);
  return ok({
    json: { batch, publishable: problem === null, problem: problem && { ...problem, message: problemText(problem) }, behaviours, open, counts, ties, changes, candidates: candidates.value },
    text: [`${batch}: ${summary(view.value)}.`, ...lines, ...(problem ? [problemText(problem)] : [])].join("\n"),
    good: problem === null,
  });
}

async function everybody(engine: Engine, batch: string): Promise<Result<OutcomeRow[], Problem>> {
  const rows: OutcomeRow[] = [];
  for (;;) {
    const page = await engine.request("outcome.page", { batch, filter: "all", search: "", offset: rows.length, limit: MOST_OUTCOME_ROWS });
    if (!page.ok) return page;
    rows.push(...page.value.rows);
    if (page.value.rows.length === 0 || rows.length >= page.value.total) return ok(rows);
  }
}

function summary({ candidates, counts, rules }: OutcomeView): string {
  const passing = rules.places === null ? [`${counts.passed} passed`] : [count(counts.offer, "offer"), `${counts.reserve} on the reserve list`];
  return [count(candidates, "candidate"), ...passing, `${counts["not-passed"]} not passed`, `${counts.incomplete} incomplete`].join(", ");
}
