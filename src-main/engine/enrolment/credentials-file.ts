import { depotCredentials, type PersonalCredentials } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { firstIssue } from "../documents/documents.ts";
import { readJsonText } from "./json-text.ts";
import { readSmallFile } from "./small-files.ts";

const MAX_BYTES = 64 * 1024;

/** Reads a file with a person's own access to a store: `{"accessKeyId": …, "secretAccessKey": …}`. */
export async function readCredentials(file: string): Promise<Result<PersonalCredentials, Problem>> {
  const bytes = await readSmallFile(file, MAX_BYTES);
  if (!bytes.ok) return bytes;
  const json = readJsonText(bytes.value);
  if (!json.ok) return err({ kind: "credentials-invalid", file, reason: json.error });
  const credentials = depotCredentials.safeParse(json.value);
  return credentials.success ? ok(credentials.data) : err({ kind: "credentials-invalid", file, reason: firstIssue(credentials.error) });
}
