import type { HomeView, SyncState } from "../../src-shared/bridge/views.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../src-shared/result.ts";
import type { Engine } from "../engine/engine.ts";
import type { Progress } from "./progress.ts";

/** Synchronises once and shows how far it is. The problem, where it did not get through. */
export async function syncOnce(engine: Engine, progress: Progress): Promise<Result<{ sync: SyncState; problem: Problem | null; view: HomeView }, Problem>> {
  const stop = engine.onEvent((name, payload) => {
    if (name !== "sync") return;
    const state = payload as SyncState;
    if (state.kind === "fetching")
      progress.show({ what: "Fetching recordings", done: state.doneFiles, total: state.totalFiles, bytes: { done: state.doneBytes, total: state.totalBytes }, rate: { bytesPerSecond: state.bytesPerSecond, secondsLeft: state.secondsLeft } });
  });
  const sync = await engine.request("sync.now", {});
  stop();
  if (!sync.ok) return sync;
  const view = await engine.request("home.view", {});
  if (!view.ok) return view;
  const problem = sync.value.kind === "waiting" || sync.value.kind === "stopped" ? sync.value.problem : null;
  return ok({ sync: sync.value, problem, view: view.value });
}

/** Sets that are sealed here but not in the depot yet. */
export function waitingSets({ outbox }: HomeView): HomeView["outbox"] {
  return outbox.filter((set) => set.delivery.kind === "waiting");
}
