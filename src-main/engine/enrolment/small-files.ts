import { open, stat } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { createDurably, errorCode, reasonOf, writeProblem } from "../files/durable-files.ts";

/** Reads a file that a user named. Longer than `maxBytes` counts as unreadable: it is something else. */
export async function readSmallFile(file: string, maxBytes: number): Promise<Result<Buffer, Problem>> {
  const unreadable = (reason: string) => err({ kind: "file-unreadable" as const, file, reason });
  try {
    const handle = await open(file, "r");
    try {
      const found = await handle.stat();
      if (found.isDirectory()) return unreadable("it is a folder");
      if (!found.isFile()) return unreadable("it is no ordinary file");
      if (found.size > maxBytes) return unreadable("it is far too long to be what is expected here");
      return ok(await handle.readFile());
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return unreadable(reasonOf(errorCode(error)));
  }
}

/** Carries a problem out of a callback that can only throw. */
class Stopped extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.kind);
    this.problem = problem;
  }
}

/**
 * Writes a file that holds a secret: readable by its owner alone, never over another one, whole or not at all, and into
 * a folder that is there: one that was mistyped is not made.
 * `fill` may be given more than the bytes to do: the file gets its name only when `fill` has gone well.
 */
export async function createSecretFile<T>(
  file: string,
  fill: (write: (bytes: Uint8Array) => Promise<void>) => Promise<Result<T, Problem>>,
): Promise<Result<T, Problem>> {
  const target = path.resolve(file);
  if (!(await isFolder(path.dirname(target)))) return err({ kind: "file-unwritable", file, reason: `there is no folder ${path.dirname(target)}` });
  let filled: T | undefined;
  try {
    const outcome = await createDurably(target, async (handle) => {
      await handle.chmod(0o600).catch((error: unknown) => {
        // A USB drive's file system knows no owners; the file is ours, so nothing else can be the reason.
        if (!["EPERM", "ENOTSUP", "ENOSYS", "EINVAL"].includes(errorCode(error))) throw error;
      });
      const result = await fill(async (bytes) => {
        await handle.truncate(0);
        await handle.write(bytes, 0, bytes.length, 0);
        await handle.sync();
      });
      if (!result.ok) throw new Stopped(result.error);
      filled = result.value;
    });
    return outcome === "created" ? ok(filled as T) : err({ kind: "would-overwrite", file });
  } catch (error) {
    return err(error instanceof Stopped ? error.problem : writeProblem(error, file));
  }
}

async function isFolder(folder: string): Promise<boolean> {
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}
