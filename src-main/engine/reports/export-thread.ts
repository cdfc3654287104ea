import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { stat } from "node:fs/promises";
import path from "node:path";
import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import type { ExportFormat } from "../../../src-shared/bridge/lead/exports.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { createDurably, replaceDurably, writeProblem } from "../files/durable-files.ts";
import { databaseFile } from "../store/store-files.ts";
import { sqliteCode, storeProblem } from "../store/store-problem.ts";
import { storeOf } from "../store/store.ts";
import { readBatchRecord, type RecordRequest } from "./batch-record.ts";
import type { BatchRecord } from "./record-model.ts";
import { writeCsv, type Write } from "./write-csv.ts";
import { writePdf } from "./write-pdf.ts";
import { writeXlsx } from "./write-xlsx.ts";

/** A thread of its own that writes one export, so that whoever moderates does not wait for it. Any message to it breaks it off. */

export interface ExportJob extends RecordRequest {
  home: string;
  format: ExportFormat;
  file: string;
  /** Whether a file of this name may go: the user was asked. */
  replace: boolean;
}

export interface Written {
  bytes: number;
  sha256: string;
  candidates: number;
  draft: boolean;
}

export type ExportMessage = { kind: "progress"; done: number; total: number } | { kind: "ended"; result: Result<Written, Problem> };

const writers = { csv: writeCsv, xlsx: writeXlsx, pdf: writePdf };
const TELL_EVERY = 20;
/** What is written at once: a PDF comes in tens of thousands of small parts. */
const WRITE_BYTES = 1_000_000;

const job = workerData as ExportJob;
const engine = parentPort!;
let brokenOff = false;
engine.once("message", () => (brokenOff = true));
// No top-level await: the built file is CommonJS.
void run().then((result) => {
  engine.postMessage({ kind: "ended", result } satisfies ExportMessage);
  engine.close();
});

async function run(): Promise<Result<Written, Problem>> {
  let db: Database.Database | undefined;
  try {
    db = new Database(databaseFile(job.home), { readonly: true, fileMustExist: true });
    // All that is read is of one moment, whatever comes in meanwhile.
    db.exec("BEGIN");
    const record = await readBatchRecord(storeOf(job.home, db, () => undefined), job);
    return record.ok ? await writeRecord(record.value) : record;
  } catch (error) {
    if (brokenOff) return err({ kind: "desk-closing" });
    return err(sqliteCode(error) === undefined ? writeProblem(error, job.file) : storeProblem(error, job.home));
  } finally {
    db?.close();
  }
}

async function writeRecord(record: BatchRecord): Promise<Result<Written, Problem>> {
  // A folder that does not exist is more likely mistyped than meant.
  await stat(path.dirname(job.file));
  const written: Written = { bytes: 0, sha256: "", candidates: 0, draft: record.status.kind === "draft" };
  const hash = createHash("sha256");

  async function fill(handle: FileHandle): Promise<void> {
    let waiting: Uint8Array[] = [];
    let waitingBytes = 0;
    const flush = async () => {
      const together = Buffer.concat(waiting);
      [waiting, waitingBytes] = [[], 0];
      hash.update(together);
      written.bytes += together.length;
      await handle.write(together);
    };
    const write: Write = async (bytes) => {
      waiting.push(bytes);
      waitingBytes += bytes.length;
      if (waitingBytes >= WRITE_BYTES) await flush();
    };
    await writers[job.format](record, write, () => {
      if (brokenOff) throw new Error("It was broken off.");
      written.candidates += 1;
      if (written.candidates % TELL_EVERY === 0) engine.postMessage({ kind: "progress", done: written.candidates, total: record.candidateCount } satisfies ExportMessage);
    });
    await flush();
  }

  if (job.replace) await replaceDurably(job.file, fill, 0o644);
  else if ((await createDurably(job.file, fill)) === "already-exists") return err({ kind: "would-overwrite", file: job.file });
  return ok({ ...written, sha256: hash.digest("hex") });
}
