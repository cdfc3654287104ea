import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import { readSmallFile } from "../engine/enrolment/small-files.ts";

const MAX_TABLE_BYTES = 64 * 1024 * 1024;

/** Reads a table that a user wrote. `refused` makes the problem where it is no text. */
export async function readTableFile(file: string, refused: (reason: string) => Problem): Promise<Result<{ text: string; bytes: Uint8Array }, Problem>> {
  const bytes = await readSmallFile(file, MAX_TABLE_BYTES);
  if (!bytes.ok) return bytes;
  try {
    return ok({ text: new TextDecoder("utf-8", { fatal: true }).decode(bytes.value), bytes: bytes.value });
  } catch {
    return err(refused("it is not UTF-8 text; save it as “CSV UTF-8”"));
  }
}
