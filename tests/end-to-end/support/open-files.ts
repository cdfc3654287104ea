import { readdir, readlink } from "node:fs/promises";
import { join } from "node:path";
import type { Desk } from "../desk-window.ts";

/** How many recordings the application's main process holds open. Linux alone tells. */
export async function openRecordings({ app, home }: Desk): Promise<number> {
  const folder = `/proc/${app.process().pid}/fd`;
  const targets = await Promise.all((await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => "")));
  return targets.filter((target) => target.startsWith(join(home, "vault"))).length;
}
