import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";
import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { PublicSigningKey } from "../../../src-shared/documents/ids.ts";
import { personDocument } from "../../../src-shared/documents/people.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Trust } from "../documents/documents.ts";
import { parseJson, readJws, type UnverifiedJws } from "../documents/sealing.ts";
import { trustLeads } from "../documents/trust.ts";
import { TEMPORARY_PREFIX } from "../files/durable-files.ts";
import { openDataKey } from "../keys/data-key.ts";
import { listBackups, readBackup } from "../store/backups.ts";
import { KNOWN_VERSION } from "../store/open-database.ts";
import type { OutboxRow } from "../store/outbox-store.ts";
import { openStoreToRead } from "../store/open-store-to-read.ts";
import type { Store } from "../store/store.ts";
import { problemOfFault } from "../store/store-problem.ts";
import { verifyVault, type VaultVerification } from "./verify-vault.ts";

/** What a check of a whole data folder found. */
export interface HomeVerification {
  home: string;
  database: "ok" | "damaged";
  audit: { rows: number; brokenAt: number | null };
  documents: number;
  outbox: { documents: number; waiting: number };
  /** `opened` are those whose every chunk opened with its key; 0 where the key is locked with a passphrase. */
  recordings: { checked: number; opened: number };
  /** Those of them that are damaged or gone, by their objects: a desk fetches them again once it knows. */
  damagedRecordings: string[];
  backups: { checked: number; good: number };
  /** Files that nothing needs, within the data folder: left by writing that was interrupted. No fault. */
  leftovers: string[];
  problems: Finding[];
  ok: boolean;
}

interface Finding {
  subject: string;
  message: string;
}

/**
 * Checks the database, the audit chain, every kept document and set, every file of the vault and every backup, and looks for
 * what was left behind. Changes nothing. A database that cannot be read at all is the problem `store-damaged`.
 */
export async function verifyHome(home: string, passphrase: string | null, onProgress: (checked: number, total: number) => void): Promise<Result<HomeVerification, Problem>> {
  let store: Store | undefined;
  try {
    const opened = openStoreToRead(home);
    if (!opened.ok) return opened;
    store = opened.value;
    return ok(await verifyStore(store, passphrase, onProgress));
  } catch (error) {
    const problem = problemOfFault(error, home);
    if (problem.kind === "engine-fault") throw error;
    return err(problem);
  } finally {
    store?.close();
  }
}

async function verifyStore(store: Store, passphrase: string | null, onProgress: (checked: number, total: number) => void): Promise<HomeVerification> {
  const { home } = store;
  const problems: Finding[] = [];
  const database = store.db.pragma("integrity_check", { simple: true }) === "ok" && (store.db.pragma("foreign_key_check") as unknown[]).length === 0 ? "ok" : "damaged";
  if (database === "damaged") problems.push({ subject: "database", message: "The database does not pass its own check." });
  const audit = store.audit.check();
  if (audit.brokenAt !== undefined) problems.push({ subject: `audit log, row ${audit.brokenAt}`, message: "The audit log was changed: this row does not follow from the one before." });
  const trust = new Map([...store.enrolment.signers(), ...(await trustLeads(store.enrolment.get()?.leads ?? []))]);
  const documents = await verifyKeptDocuments(store, trust, problems);
  const outbox = store.outbox.everything();
  await verifySets(store, trust, outbox, problems);
  const vault = await verifyRecordings(store, passphrase, onProgress, problems);
  const backups = verifyBackups(home, problems);
  return {
    home,
    database,
    audit: { rows: audit.rows, brokenAt: audit.brokenAt ?? null },
    documents,
    outbox: { documents: outbox.length, waiting: store.outbox.waitingCount() },
    recordings: { checked: vault.checked, opened: vault.opened },
    damagedRecordings: vault.damaged,
    backups,
    leftovers: [...(await temporariesIn(home)), ...vault.leftovers],
    problems,
    ok: problems.length === 0,
  };
}

async function verifyKeptDocuments(store: Store, trust: Trust, problems: Finding[]): Promise<number> {
  let documents = 0;
  for (const { key, sha256, bytes } of store.work.documents()) {
    documents += 1;
    const jws = readJws(bytes);
    const signer = jws && trust.get(jws.header.kid);
    if (sha256Of(bytes) !== sha256) problems.push({ subject: key, message: "The kept document is not what was fetched." });
    else if (!jws || !signer || !(await jws.verify(signer.key))) problems.push({ subject: key, message: "The kept document is not signed by somebody this desk trusts." });
  }
  return documents;
}

async function verifySets(store: Store, trust: Trust, outbox: readonly OutboxRow[], problems: Finding[]): Promise<void> {
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
}

/** The laptop's signing key as it was published at enrolment, if that document is signed by itself. */
async function publishedKey(outbox: readonly OutboxRow[]): Promise<PublicSigningKey | undefined> {
  const row = outbox.find(({ key }) => parseDepotKey(key)?.kind === "person");
  const outer = row && readJws(row.bytes);
  const inner = outer && readJws(outer.payload);
  const person = personDocument.safeParse(inner && parseJson(inner.payload));
  return inner && person.success && (await inner.verify(person.data.signingKey)) ? person.data.signingKey : undefined;
}

async function verifyRecordings(store: Store, passphrase: string | null, onProgress: (checked: number, total: number) => void, problems: Finding[]): Promise<VaultVerification> {
  const key = store.enrolment.get() ? await openDataKey(store.home, null, passphrase) : undefined;
  // Outside the window the operating system's key store cannot be asked; hashes are checked all the same.
  if (key && !key.ok && key.error.kind !== "passphrase-needed" && key.error.kind !== "key-store-failed") problems.push({ subject: "data key", message: describeProblem(key.error) });
  const vault = await verifyVault(store, key?.ok ? key.value : undefined, onProgress);
  problems.push(...vault.problems);
  return vault;
}

function verifyBackups(home: string, problems: Finding[]): HomeVerification["backups"] {
  const backups = listBackups(home);
  let good = 0;
  for (const { name, file } of backups) {
    const fault = faultOfBackup(file);
    if (fault === undefined) good += 1;
    else problems.push({ subject: `backups/${name}`, message: fault });
  }
  return { checked: backups.length, good };
}

function faultOfBackup(file: string): string | undefined {
  try {
    const { sound, chainHolds, version } = readBackup(file);
    if (!sound) return "This backup is damaged.";
    if (!chainHolds) return "The audit log in this backup was changed.";
    return version > KNOWN_VERSION ? "This backup was made by a newer version of Assessor Desk." : undefined;
  } catch {
    return "This backup is damaged.";
  }
}

/** Temporary files in the folders that a desk writes to. */
async function temporariesIn(home: string): Promise<string[]> {
  const found = await Promise.all(
    ["", "backups", "damaged"].map(async (folder) => {
      const names = await readdir(path.join(home, folder)).catch(() => []);
      return names.filter((name) => name.startsWith(TEMPORARY_PREFIX)).map((name) => path.join(folder, name));
    }),
  );
  return found.flat();
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
