import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "../desk-window.ts";
import { createPanel, deskCommand } from "./panel.ts";

/**
 * For the top of a file of tests: gives a way to make a data folder into a desk that has these recordings, from a depot of
 * the test's own that goes with it.
 */
export function preparedDesks(): (home: string, recordings: string[]) => Promise<void> {
  let folder: string;
  test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"))));
  test.afterEach(() => rm(folder, { recursive: true, force: true }));
  return async (home, recordings) => {
    const panel = await createPanel(folder, { recordings });
    await panel.enrol(home);
    expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  };
}
