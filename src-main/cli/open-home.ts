import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { Engine } from "../engine/engine.ts";
import { startEngine } from "../engine/start-engine.ts";
import { holdsDesk } from "../engine/store/open-database.ts";
import type { CommandContext } from "./command.ts";
import { credentialsIn } from "./lead-depot.ts";
import { readPassphrase } from "./passphrase.ts";
import { noteRestoring } from "./words.ts";

/** The option of commands that work on a desk, and that of its lock. */
export const homeOptions = {
  home: { value: "FOLDER", help: "The desk's data folder.", required: true },
  "passphrase-file": { value: "FILE", help: "Opens a desk that a passphrase locks (also: the variable DESK_PASSPHRASE)." },
} as const;

interface HomeValues {
  home: string;
  "passphrase-file": string | undefined;
}

/** Starts the engine on a data folder, without any synchronising of its own, and closes it after `act`. */
export async function withEngine<T>(home: string, { fetch, wait, now, random, env, software, demoAssets }: CommandContext, act: (engine: Engine) => Promise<T>): Promise<T> {
  const engine = await startEngine({ home, fetch, wait, now, random, depotCredentials: credentialsIn(env), keyStore: null, software, demoAssets, log: () => undefined, byItself: false });
  try {
    return await act(engine);
  } finally {
    await engine.close();
  }
}

/** The same for a desk that must be there, enrolled and unlocked. */
export async function withDesk<T, E>(values: HomeValues, context: CommandContext, act: (engine: Engine) => Promise<Result<T, Problem | E>>): Promise<Result<T, Problem | E>> {
  const { home } = values;
  // Looking at a folder whose name was mistyped must not make a desk of it.
  if (!holdsDesk(home)) return err({ kind: "home-missing", where: home });
  const startedAt = context.now();
  return withEngine(home, context, async (engine) => {
    const ready = await unlocked(engine, values, context);
    if (!ready.ok) return ready;
    const view = await engine.request("home.view", {});
    if (view.ok) noteRestoring(view.value.restored, startedAt, context);
    return act(engine);
  });
}

async function unlocked(engine: Engine, values: HomeValues, { env }: CommandContext): Promise<Result<null, Problem>> {
  const state = await engine.request("desk.state", {});
  if (!state.ok) return state;
  switch (state.value.kind) {
    case "ready":
      return ok(null);
    case "first-start":
      return err({ kind: "not-enrolled" });
    case "refused":
      return err(state.value.problem);
    case "locked": {
      const passphrase = await readPassphrase(values["passphrase-file"], env);
      if (!passphrase.ok) return passphrase;
      if (passphrase.value === null) return err({ kind: "passphrase-needed" });
      const opened = await engine.request("desk.unlock", { passphrase: passphrase.value });
      return opened.ok ? ok(null) : opened;
    }
  }
}
