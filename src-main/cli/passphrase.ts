import type { Problem } from "../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../src-shared/result.ts";
import { readSmallFile } from "../engine/enrolment/small-files.ts";

/**
 * A passphrase from a file (its first line) or from DESK_PASSPHRASE; never from an option, where other users of the
 * computer could see it. `null` where there is neither.
 */
export async function readPassphrase(file: string | undefined, env: Record<string, string | undefined>): Promise<Result<string | null, Problem>> {
  if (file === undefined) return ok(env["DESK_PASSPHRASE"] || null);
  const bytes = await readSmallFile(file, 64 * 1024);
  if (!bytes.ok) return bytes;
  return ok(bytes.value.toString("utf8").replace(/^\uFEFF/, "").split(/\r?\n/, 1)[0] || null);
}
