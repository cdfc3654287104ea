import path from "node:path";
import { runnerImport } from "vite";
import { inRepository } from "../../../scripts/setup/places.ts";
import { deskCommand } from "./panel.ts";

/** The larger one. */
export const MARKED = "b-marked";

async function must(...args: string[]): Promise<void> {
  const { status, stderr } = await deskCommand(...args);
  if (status !== 0) throw new Error(`desk ${args[0]}: ${stderr}`);
}

/**
 * Makes a lead's data folder with the demonstration's batch, which nobody has marked, and two more, which fourteen assessors have: each
 * with a way of their own. Returns the folder.
 */
export async function makeMarkedPanel(folder: string, defined?: number): Promise<string> {
  const [demo, home, file] = [path.join(folder, "demo"), path.join(folder, "lead"), path.join(folder, "lead.enrolment.json")];
  await must("demo", "--home", demo);
  await must("invite", "--depot", path.join(demo, "demo", "depot"), "--trust", path.join(demo, "demo", "lead.key.json"), "--person", "l-1", "--name", "Team lead", "--role", "lead", "--out", file);
  await must("enrol", "--home", home, "--file", file);
  await must("sync", "--home", home);
  // The engine's own store writes it; its migrations are read the way that Vite does.
  const { module } = await runnerImport<typeof import("./write-marked-panel.ts")>(inRepository("tests", "end-to-end", "support", "write-marked-panel.ts"));
  module.writeMarkedPanel(home, defined);
  return home;
}
