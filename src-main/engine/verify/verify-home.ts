import { createHash } from "node:crypto";
import { open, readdir } from "node:fs/promises";
import path from "node:path";
import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { PublicSigningKey } from "../../../src-shared/documents/ids.ts";
import { personDocument } from "../../../src-shared/documents/people.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { secretName } from "../desk.ts";
import type { OutboxRow } from "../store/outbox-store.ts";
import { openDataKey, type DataKey } from "../keys/data-key.ts";
import { parseJson, readJws, type UnverifiedJws } from "../documents/sealing.ts";
import { trustLeads } from "../documents/trust.ts";
import { openStoreToRead } from "../store/store.ts";
import { chunkSpan, HEADER_BYTES, openHeader, RECORDING_CONTEXT, SEALED_CHUNK_BYTES } from "../vault/cobblestone.ts";
import { isInVault, vaultFile } from "../vault/vault.ts";

/** What a check of a whole data folder found. */
export interface HomeVerification {
  home: string;
  database: "ok" | "damaged";
  audit: { rows: number; brokenAt: number | null };
  documents: number;
  outbox: { documents: number; waiting: number };
  /** `opened` are those whose every chunk opened with its key; 0 where the key is locked with a passphrase. */
  recordings: { checked: number; opened: number };
  problems: { subject: string; message: string }[];
  ok: boolean;
}

/** Checks the database, the audit chain, every kept document and set, and every file of the vault. Changes nothing. */
export async function verifyHome(home: string, passphrase: string | null, onProgress: (checked: number, total: number) => void): Promise<Result<HomeVerification, Problem>> {
  const opened = openStoreToRead(home);
  if (!opened.ok) return opened;
  const store = opened.value;
  const problems: HomeVerification["problems"] = [];
  try {
    const database = store.db.pragma("integrity_check", { simple: true }) === "ok" && (store.db.pragma("foreign_key_check") as unknown[]).length === 0 ? "ok" : "damaged";
    if (database === "damaged") problems.push({ subject: "database", message: "The database does not pass its own check." });
    const audit = store.audit.check();
    if (audit.brokenAt !== undefined) problems.push({ subject: `audit log, row ${audit.brokenAt}`, message: "The audit log was changed: this row does not follow from the one before." });
    let documents = 0;
    const trust = new Map([...store.enrolment.signers(), ...(await trustLeads(store.enrolment.get()?.leads ?? []))]);
    for (const { key, sha256, bytes } of store.work.documents()) {
      documents += 1;
      const jws = readJws(bytes);
      const signer = jws && trust.get(jws.header.kid);
      if (sha256Of(bytes) !== sha256) problems.push({ subject: key, message: "The kept document is not what was fetched." });
      else if (!jws || !signer || !(await jws.verify(signer.key))) problems.push({ subject: key, message: "The kept document is not signed by somebody this desk trusts." });
    }
    const outbox = store.outbox.everything();
    const ownKey = await publishedKey(outbox);
    const me = store.enrolment.get()?.person;
    const isOwnSignature = async (jws: UnverifiedJws) => {
      // A set that came back from the depot was handed in on another laptop of the same person.
      const signer = trust.get(jws.header.kid);
      const key = signer?.person === me ? signer?.key : ownKey;
      return key !== undefined && jws.verify(key);
    };
    for (const set of store.outbox.sets()) {
      const row = outbox.find((each) => each.key === set.key);
      const jws = row && readJws(row.bytes);
      if (!row || sha256Of(row.bytes) !== set.sha256) problems.push({ subject: set.key, message: "The submitted set is not what was sealed." });
      else if (!jws || !(await isOwnSignature(jws))) problems.push({ subject: set.key, message: "The submitted set is not signed by this laptop's own key, nor by an earlier one of the same person." });
    }
    const key = store.enrolment.get() ? await openDataKey(home, null, passphrase) : undefined;
    const dataKey = key?.ok ? key.value : undefined;
    // Outside the window the operating system's key store cannot be asked; hashes are checked all the same.
    if (key && !key.ok && key.error.kind !== "passphrase-needed" && key.error.kind !== "key-store-failed") problems.push({ subject: "data key", message: describeProblem(key.error) });
    const media = store.media.here();
    let recordingsOpened = 0;
    for (const [index, each] of media.entries()) {
      const subject = `vault/${each.object}`;
      if (!(await isInVault(home, each))) problems.push({ subject, message: "The file is missing or has another length." });
      else {
        const outcome = await checkSealedFile(vaultFile(home, each.object), each, dataKey);
        if (outcome.hash !== each.object) problems.push({ subject, message: "The file is not what was packed: its hash differs." });
        else if (outcome.opens === false) problems.push({ subject, message: "The file does not open with its key." });
        else if (outcome.opens) recordingsOpened += 1;
      }
      onProgress(index + 1, media.length);
    }
    const strangers = await strangersIn(home, new Set(media.map((each) => each.object)));
    for (const name of strangers) problems.push({ subject: `vault/${name}`, message: "The vault holds a file that no batch asked for." });
    return ok({
      home,
      database,
      audit: { rows: audit.rows, brokenAt: audit.brokenAt ?? null },
      documents,
      outbox: { documents: outbox.length, waiting: store.outbox.waitingCount() },
      recordings: { checked: media.length, opened: recordingsOpened },
      problems,
      ok: problems.length === 0,
    });
  } finally {
    store.close();
  }
}

/** The laptop's signing key as it was published at enrolment, if that document is signed by itself. */
async function publishedKey(outbox: readonly OutboxRow[]): Promise<PublicSigningKey | undefined> {
  const row = outbox.find(({ key }) => parseDepotKey(key)?.kind === "person");
  const outer = row && readJws(row.bytes);
  const inner = outer && readJws(outer.payload);
  const person = personDocument.safeParse(inner && parseJson(inner.payload));
  return inner && person.success && (await inner.verify(person.data.signingKey)) ? person.data.signingKey : undefined;
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Hashes a sealed file and, where the data key is at hand, opens every chunk. */
async function checkSealedFile(
  file: string,
  media: { object: string; wrappedKey: Uint8Array; sealedBytes: number },
  dataKey: DataKey | undefined,
): Promise<{ hash: string; opens: boolean | undefined }> {
  const hash = createHash("sha256");
  const handle = await open(file, "r");
  try {
    const header = await readAt(handle, 0, HEADER_BYTES);
    hash.update(header);
    const opener = dataKey && openHeader(header, dataKey.unwrap(secretName.mediaKey(media.object), media.wrappedKey), RECORDING_CONTEXT);
    let opens = dataKey ? opener !== undefined : undefined;
    for (let chunk = 0; ; chunk += 1) {
      const { offset, length } = chunkSpan(chunk, media.sealedBytes);
      const isLast = length < SEALED_CHUNK_BYTES;
      const sealed = await readAt(handle, offset, length);
      hash.update(sealed);
      if (opener && !opener.open(chunk, sealed, isLast)) opens = false;
      if (isLast) return { hash: hash.digest("hex"), opens };
    }
  } finally {
    await handle.close();
  }
}

async function readAt(handle: Awaited<ReturnType<typeof open>>, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}

async function strangersIn(home: string, known: ReadonlySet<string>): Promise<string[]> {
  const names = await readdir(path.join(home, "vault"), { recursive: true, withFileTypes: true }).catch(() => []);
  return names.filter((entry) => entry.isFile() && path.basename(entry.parentPath) !== "partial" && !known.has(entry.name)).map((entry) => entry.name);
}
