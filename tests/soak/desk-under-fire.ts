import { writeSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import type { Engine } from "../../src-main/engine/engine.ts";
import { startEngine } from "../../src-main/engine/start-engine.ts";
import type { Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import type { Activity, Told, Write } from "./told.ts";

/**
 * A desk in a process of its own, made to be killed at any moment. It does one thing over and over, and tells on
 * standard output what it is about to write and what was acknowledged: the log by which it is judged lies outside it.
 * Arguments: the data folder, what to do, and how often (0: until it is killed).
 */
const [, , home = "", activity = "", rounds = "0"] = process.argv;
const STANDARD_OUTPUT = 1;

/** Written at once, before anything else happens. */
const tell = (told: Told) => void writeSync(STANDARD_OUTPUT, `${JSON.stringify(told)}\n`);

let engine: Engine;

async function ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>> {
  const answer = await engine.request(name, input);
  if (!answer.ok) throw new Error(`${name}: ${describeProblem(answer.error)}`);
  return answer.value;
}

let number = Date.now();
const NOTE = "7b1a52a6-4ad2-4b5c-9d4f-0d8f3c9c7e10";

async function write(change: Omit<Write, "number" | "kind">, act: () => Promise<unknown>): Promise<void> {
  number += 1;
  tell({ kind: "writing", ...change, number });
  await act();
  tell({ kind: "acknowledged", number });
}

/** Every kind of change that marking makes, one after the other. */
async function mark(answerId: number): Promise<void> {
  const next = number + 1;
  const score = (next % 7) + 1;
  await write({ answerId, field: "score", value: String(score) }, () => ask("mark.set-score", { answerId, score }));
  const text = `evidence ${number + 1}`;
  await write({ answerId, field: "evidence", value: text }, () => ask("mark.set-evidence", { answerId, text }));
  if (answerId === 1) {
    const note = `note ${number + 1}`;
    await write({ answerId, field: "note", value: note }, () => ask("mark.put-note", { answerId, noteId: NOTE, atSeconds: 1, text: note }));
  }
  await ask("mark.set-watch-reason", { answerId, reason: "The soak watches nothing." });
}

async function markAll(): Promise<void> {
  for (const answerId of [1, 2, 3]) await mark(answerId);
}

async function submit(): Promise<void> {
  const set = await ask("set.submit", { batch: "b-1", declared: true });
  tell({ kind: "submitted", key: set.key, sha256: set.sha256 });
}

async function synchronise(): Promise<void> {
  const state = await ask("sync.now", {});
  if (state.kind === "idle") tell({ kind: "in-step" });
}

const reopen = () => ask("set.reopen", { batch: "b-1", reason: "The soak goes on." });

const activities: Record<Activity, () => Promise<void>> = {
  marking: markAll,
  synchronising: synchronise,
  async submitting() {
    await submit();
    await reopen();
    await mark(1);
  },
  async delivering() {
    await submit();
    await synchronise();
    await reopen();
  },
  // Opening the data folder is all there is to it.
  migrating: () => Promise.resolve(),
};

async function live(): Promise<void> {
  engine = await startEngine({
    home,
    fetch,
    wait: (ms, signal) => setTimeout(ms, undefined, { signal }),
    now: () => new Date(),
    random: Math.random,
    depotCredentials: null,
    keyStore: null,
    software: "Assessor Desk soak",
    demoAssets: null,
    log: () => undefined,
    byItself: false,
  });
  tell({ kind: "started" });
  for (let round = 0; rounds === "0" || round < Number(rounds); round += 1) await activities[activity as Activity]();
  tell({ kind: "done" });
  await engine.close();
}

void live();
