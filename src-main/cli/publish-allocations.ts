import { describeProblem, type Problem } from "../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../src-shared/result.ts";
import type { Engine } from "../engine/engine.ts";
import type { CommandContext, Outcome } from "./command.ts";
import { syncOnce } from "./sync-home.ts";

/** What a command published, and how it is told. */
export interface Publishing {
  json: Record<string, unknown>;
  text: string;
}

/**
 * Takes in what other leads did, publishes, and delivers. Without a network it is decided on what is here, and what was published waits
 * in the outbox: the exit status says so.
 */
export async function publishInStep(engine: Engine, batch: string, { progress }: CommandContext, act: () => Promise<Result<Publishing, Problem>>): Promise<Result<Outcome, Problem>> {
  const before = await syncOnce(engine, progress);
  if (!before.ok) return before;
  const published = await act();
  if (!published.ok) return published;
  const after = await syncOnce(engine, progress);
  if (!after.ok) return after;
  const board = await engine.request("board.batch", { batch });
  if (!board.ok) return board;
  const { waiting } = board.value;
  const delivery = await engine.request("lead.delivery", {});
  if (!delivery.ok) return delivery;
  const ended = delivery.value.closed.filter(({ problem }) => problem.kind === "changed-meanwhile").map(({ problem }) => describeProblem(problem));
  const isDelivered = waiting.length === 0 && ended.length === 0;
  const why = after.value.problem ? ` ${describeProblem(after.value.problem)}` : "";
  const left = waiting.length > 0 ? [`It is sealed and safe here, and not delivered yet; desk sync delivers it.${why}`] : [];
  return ok({ json: { ...published.value.json, delivered: isDelivered }, text: [published.value.text, ...left, ...ended].join("\n"), good: isDelivered });
}
