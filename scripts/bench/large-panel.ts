import path from "node:path";
import { runnerImport } from "vite";
import { desk } from "../demo/demo-desk.ts";
import { inRepository } from "../setup/places.ts";

/** As many as `write-large-panel.ts` writes. */
export const LARGE_PANEL_MARKS = 100_002;

/**
 * Makes a lead's data folder `lead` in a folder, with the demonstration's batch and one that 200 assessors have marked: 100,000 marks.
 * Returns the folder, and that batch's name.
 */
export async function makeLargePanel(folder: string): Promise<{ home: string; batch: string }> {
  const [demo, home, file] = [path.join(folder, "demo"), path.join(folder, "lead"), path.join(folder, "lead.enrolment.json")];
  await desk("demo", "--home", demo);
  await desk("invite", "--depot", path.join(demo, "demo", "depot"), "--trust", path.join(demo, "demo", "lead.key.json"), "--person", "l-1", "--name", "Team lead", "--role", "lead", "--out", file);
  await desk("enrol", "--home", home, "--file", file);
  await desk("sync", "--home", home);
  const { module } = await runnerImport<typeof import("./write-large-panel.ts")>(inRepository("scripts", "bench", "write-large-panel.ts"));
  module.writeLargePanel(home);
  return { home, batch: module.LARGE_PANEL };
}
