import { runnerImport } from "vite";
import { desk } from "../demo/demo-desk.ts";
import { inRepository } from "../setup/places.ts";

/** As many answers as ten thousand candidates give to six questions. */
export const LARGE_ANSWERS = 60_000;

/** Makes a data folder with the demonstration's batch and a batch of 60,000 answers. Returns that batch's name. */
export async function makeLargeDesk(home: string): Promise<string> {
  await desk("demo", "--home", home);
  // The engine's own store writes it; its migrations are read the way that Vite does.
  const { module } = await runnerImport<typeof import("./write-large-batch.ts")>(inRepository("scripts", "bench", "write-large-batch.ts"));
  module.writeLargeBatch(home, LARGE_ANSWERS);
  return module.LARGE_BATCH;
}
