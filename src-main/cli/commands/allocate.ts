import type { AllocationPlan } from "../../../src-shared/bridge/lead/board.ts";
import { round } from "../../../src-shared/documents/allocation.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Engine } from "../../engine/engine.ts";
import { defineCommand, wrongUsage, type CommandResult } from "../command.ts";
import { readDay } from "../day.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { publishInStep, type Publishing } from "../publish-allocations.ts";
import { syncOnce } from "../sync-home.ts";
import { count } from "../words.ts";

export const allocateCommand = defineCommand({
  name: "allocate",
  summary: "Draw who marks whom, and publish it.",
  explanation: [
    "On a lead's desk: draws who marks whom among these assessors, the campaign's share of the candidates by several, and",
    "publishes it. Numbers of candidates, and how often any two assessors mark a candidate together, are as even as can",
    "be. The same seed draws the same on every computer. What is allocated already stays with whom it is; desk reassign",
    "passes it on. In the place of who knows a candidate, or was stopped, comes somebody else. In the round of",
    "standardisation all of them practise on the same candidates, and get the definitive marks that leads have recorded for",
    "them. Where the campaign asks for seeds, candidates all of whose answers have a definitive mark are hidden among everybody's",
    "live ones. --definitive draws nothing: it sends the definitive marks as they stand to everybody who practises.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch.", required: true },
    assessors: { value: "IDS", help: "Who gets candidates, such as a-morgan,a-singh." },
    candidates: { value: "REFS", help: "Whom to practise on, such as K-2031,K-2038; where none are given, all whom nobody marks live and who are no seeds." },
    due: { value: "DAY", help: "Until when, such as 2026-11-27." },
    seed: { value: "TEXT", help: "What the lots are drawn from; the batch's id where none is given." },
    round: { value: "ROUND", help: "live (where none is given) or standardisation." },
    definitive: { help: "Send the definitive marks of practice answers." },
    "dry-run": { help: "Draw, and publish nothing." },
  },
  async run(values, _argument, context) {
    const { home, batch, seed = "" } = values;
    if (values.definitive) {
      const besides = (["assessors", "candidates", "due", "seed", "round"] as const).find((option) => values[option] !== undefined);
      if (besides !== undefined || values["dry-run"]) return wrongUsage(`--definitive draws nothing, so that --${besides ?? "dry-run"} says nothing to it.`);
      return withDesk(values, context, (engine) => publishInStep(engine, batch, context, () => sendDefinitive(engine, home, batch)));
    }
    const due = readDay(values.due, context.now());
    if (!due.ok) return due;
    const inRound = round.safeParse(values.round ?? "live");
    if (!inRound.success) return wrongUsage(`--round is live or standardisation, not ${values.round}.`);
    const candidates = values.candidates === undefined ? undefined : values.candidates.split(",").map((each) => each.trim().normalize("NFC")).filter((each) => each !== "");
    if (candidates && (inRound.data === "live" || candidates.length === 0)) return wrongUsage("--candidates names whom to practise on, in --round standardisation.");
    const assessors = (values.assessors ?? "").split(",").map((each) => each.trim()).filter((each) => each !== "");
    if (assessors.length === 0) return wrongUsage("--assessors names nobody.");
    const asked = { batch, assessors, round: inRound.data, seed, ...(candidates && { candidates }) };
    const planned = async (engine: Engine, dryRun: boolean): Promise<Result<{ plan: AllocationPlan; json: Record<string, unknown> }, Problem>> => {
      const plan = await engine.request("board.plan", asked);
      if (!plan.ok) return plan;
      const { known: _known, digest: _digest, ...told } = plan.value;
      return ok({ plan: plan.value, json: { home, batch, round: asked.round, due: due.value, dryRun, ...told } });
    };
    return withDesk(values, context, async (engine): Promise<CommandResult> => {
      if (values["dry-run"]) {
        await syncOnce(engine, context.progress);
        const drawn = await planned(engine, true);
        return drawn.ok ? ok({ json: drawn.value.json, text: [planText(drawn.value.plan), "Nothing was published."].join("\n") }) : drawn;
      }
      return publishInStep(engine, batch, context, async () => {
        const drawn = await planned(engine, false);
        if (!drawn.ok) return drawn;
        const { plan, json } = drawn.value;
        const published = await engine.request("board.allocate", { ...asked, due: due.value, known: plan.known, seen: plan.digest });
        if (isUnneeded(published)) return ok({ json: { ...json, allocations: [] }, text: `Nothing of ${batch} was to be changed: everybody has what they would get.` });
        return published.ok ? ok({ json: { ...json, allocations: published.value.allocations }, text: planText(plan) }) : published;
      });
    });
  },
});

async function sendDefinitive(engine: Engine, home: string, batch: string): Promise<Result<Publishing, Problem>> {
  const board = await engine.request("board.batch", { batch });
  if (!board.ok) return board;
  const sent = await engine.request("board.send-definitive", { batch, known: board.value.assessors.map(({ person, revision }) => ({ person, revision })) });
  if (isUnneeded(sent)) return ok({ json: { home, batch, allocations: [] }, text: `Everybody who practises has the definitive marks of ${batch} as they stand, so nothing was sent.` });
  return sent.ok ? ok({ json: { home, batch, ...sent.value }, text: `The definitive marks of ${batch} were sent to ${count(sent.value.allocations.length, "assessor")}.` }) : sent;
}

/** Whether nothing was published because all is so already. */
function isUnneeded(published: Result<unknown, Problem>): boolean {
  return !published.ok && published.error.kind === "allocation-unchanged";
}

function planText({ seed, assessors, doubles, added, released, short, together, seedsWanted, seedsLeftOut }: AllocationPlan): string {
  const lacking = assessors.filter((each) => each.seeds < seedsWanted);
  return [
    `${count(added, "allocation")} of a candidate to an assessor, drawn from the seed “${seed}”; ${count(doubles, "candidate")} marked by several.`,
    ...assessors.map(({ person, before, added: more, addedAnswers }) => `  ${person}: ${count(before + more, "candidate")}${before > 0 ? ` (${before} before)` : ""}, ${count(addedAnswers, "answer")} more`),
    ...(together ? [`Any two of them mark ${together.least === together.most ? count(together.least, "candidate") : `${together.least} to ${count(together.most, "candidate")}`} together.`] : []),
    ...(released > 0 ? [`${count(released, "candidate")} left somebody who withdrew or was stopped.`] : []),
    ...(seedsLeftOut > 0 ? [`${count(seedsLeftOut, "candidate")} with definitive marks of all answers left out and kept for seeds; --candidates names whom to practise on.`] : []),
    ...(lacking.length > 0 ? [`There are too few seeds: ${lacking.map((each) => `${each.person} has ${each.seeds} of ${count(seedsWanted, "answer")}`).join(", ")}.`] : []),
    ...(short.length > 0 ? [`Too few assessors can mark ${short.slice(0, 10).map((each) => each.candidate).join(", ")}${short.length > 10 ? " and others" : ""}.`] : []),
  ].join("\n");
}
