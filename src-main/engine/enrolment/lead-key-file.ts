import { identityToRecipient } from "age-encryption";
import { leadKeyFile, type LeadKeyFile, type TrustedLead } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { firstIssue } from "../documents/documents.ts";
import { publicHalf, readJws, sign } from "../documents/sealing.ts";
import { readJsonText } from "./json-text.ts";
import { readSmallFile } from "./small-files.ts";

const MAX_KEY_FILE_BYTES = 64 * 1024;

/** Reads the file that `desk keygen` wrote, and checks that its public halves belong to its secret ones. */
export async function readLeadKey(file: string): Promise<Result<LeadKeyFile, Problem>> {
  const bytes = await readSmallFile(file, MAX_KEY_FILE_BYTES);
  return bytes.ok ? parseLeadKey(file, bytes.value) : bytes;
}

/** The same for bytes at hand; `file` is how to name them to the user. */
export async function parseLeadKey(file: string, bytes: Uint8Array): Promise<Result<LeadKeyFile, Problem>> {
  const invalid = (reason: string) => err({ kind: "lead-key-invalid" as const, file, reason });
  const json = readJsonText(bytes);
  if (!json.ok) return invalid(json.error);
  const leadKey = leadKeyFile.safeParse(json.value);
  if (!leadKey.success) return invalid(firstIssue(leadKey.error));
  if (!(await halvesFit(leadKey.data))) return invalid("its public and secret halves do not belong together");
  return ok(leadKey.data);
}

async function halvesFit({ signingKey, identity, recipient }: LeadKeyFile): Promise<boolean> {
  try {
    const jws = readJws(await sign(Buffer.from("{}"), "json", signingKey));
    return (await identityToRecipient(identity)) === recipient && (await jws?.verify(signingKey)) === true;
  } catch {
    // Numbers of the right length that are no key.
    return false;
  }
}

/** What others may know of a lead. */
export function trustedLeadOf({ person, name, signingKey, recipient }: LeadKeyFile): TrustedLead {
  return { person, name, signingKey: publicHalf(signingKey), recipient };
}
