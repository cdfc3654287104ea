import { readdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Desk } from "../desk.ts";
import { isInVault, partialFile } from "../vault/vault.ts";

/** Somebody or something may have taken a file away since it came, or cut it. Says whether any was missed. */
export async function missWhatIsGone({ store: { home, media }, now }: Desk): Promise<boolean> {
  let isMissed = false;
  for (const object of media.namesHere()) {
    if (await isInVault(home, media.get(object)!)) continue;
    media.setState(object, "wanted", now());
    isMissed = true;
  }
  return isMissed;
}

/** What an earlier try left of a file that nobody wants any more. */
export async function removeLeftovers({ store: { home, media } }: Desk): Promise<void> {
  const folder = path.dirname(partialFile(home, "any"));
  for (const object of await readdir(folder).catch(() => [])) if (media.get(object)?.state === "here" || !media.isWanted(object)) await rm(path.join(folder, object), { force: true });
}
