import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { rm } from "node:fs/promises";
import { ageRecipient } from "../../../src-shared/documents/ids.ts";
import { leadKeyFile, type LeadKeyFile } from "../../../src-shared/documents/people.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { createSigningKey } from "../documents/sealing.ts";
import { firstIssue } from "../documents/documents.ts";
import { exists } from "../files/durable-files.ts";
import { createSecretFile } from "./small-files.ts";

export interface AgePair {
  /** Secret. */
  identity: string;
  recipient: string;
}

/** An age X25519 pair. Not one of age's newer hybrid ones, which the `age` of today's Linux distributions cannot open. */
export async function createAgePair(): Promise<AgePair> {
  const identity = await generateX25519Identity();
  return { identity, recipient: await identityToRecipient(identity) };
}

/** Makes a lead's key in memory. `input-invalid` where the person, the name or the recovery recipient cannot be used. */
export async function createLeadKey(lead: { person: string; name: string; recoveryRecipient: string }): Promise<Result<LeadKeyFile, Problem>> {
  const key = leadKeyFile.safeParse({ kind: "lead-key", version: 1, ...lead, signingKey: await createSigningKey(), ...(await createAgePair()) });
  return key.success ? ok(key.data) : err({ kind: "input-invalid", reason: `The lead's key cannot be made (${firstIssue(key.error)}).` });
}

export interface KeygenRequest {
  out: string;
  person: string;
  name: string;
  /** The organisation's recovery key, public half; `null` makes a new one and writes its secret beside. */
  recovery: string | null;
}

export interface Keygen {
  file: string;
  person: string;
  recipient: string;
  recoveryRecipient: string;
  /** Where the new recovery identity lies, or `null` where one was given. */
  recoveryFile: string | null;
}

/**
 * Makes a lead's key file, and a recovery identity beside it unless a recovery recipient is given. Both files can
 * be read by their owner alone; where either name is taken, nothing is written.
 */
export async function keygen({ out, person, name, recovery }: KeygenRequest, now: () => Date): Promise<Result<Keygen, Problem>> {
  if (recovery !== null && !ageRecipient.safeParse(recovery).success) return err({ kind: "input-invalid", reason: "This is not the public half of a recovery key, which begins with age1 and has 62 characters; the recovery key's file says it." });
  const recoveryFile = recovery === null ? `${out.replace(/\.json$/i, "")}.recovery.txt` : null;
  for (const file of [out, recoveryFile]) if (file !== null && (await exists(file))) return err({ kind: "would-overwrite", file });
  const recoveryPair = recovery === null ? await createAgePair() : null;
  const leadKey = await createLeadKey({ person, name, recoveryRecipient: recoveryPair?.recipient ?? recovery ?? "" });
  if (!leadKey.ok) return leadKey;
  if (recoveryFile !== null && recoveryPair !== null) {
    const written = await writeSecret(recoveryFile, recoveryText(recoveryPair, now()));
    if (!written.ok) return written;
  }
  const written = await writeSecret(out, `${JSON.stringify(leadKey.value, null, 2)}\n`);
  if (!written.ok) {
    // Made a moment ago and known to nobody: a recovery identity without its lead's key is of no use.
    if (recoveryFile !== null) await rm(recoveryFile, { force: true });
    return written;
  }
  const { recipient, recoveryRecipient } = leadKey.value;
  return ok({ file: out, person, recipient, recoveryRecipient, recoveryFile });
}

/** The form of age's own key files, so that `age -d -i` takes it as it is. */
function recoveryText({ identity, recipient }: AgePair, now: Date): string {
  return [
    "# Assessor Desk: the organisation's recovery key.",
    "# It opens a laptop's recordings and keys where the passphrase or the sign-in that locks them is lost. Whoever has it",
    "# can open every laptop's: keep it in a safe, not on a computer. For another lead's key with the same recovery key, give",
    "# desk keygen --recovery the public key below.",
    `# created: ${now.toISOString()}`,
    `# public key: ${recipient}`,
    identity,
    "",
  ].join("\n");
}

function writeSecret(file: string, text: string): Promise<Result<null, Problem>> {
  return createSecretFile(file, async (write) => {
    await write(Buffer.from(text));
    return ok(null);
  });
}
