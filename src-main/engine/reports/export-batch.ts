import path from "node:path";
import { Worker } from "node:worker_threads";
import type { ExportedFile, ExportFormat } from "../../../src-shared/bridge/lead/exports.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { ExportJob, ExportMessage, Written } from "./export-thread.ts";

/** Beside this file as it is written, and beside the program that is built of it. */
const THREAD = path.join(import.meta.dirname, import.meta.filename.endsWith(".ts") ? "export-thread.ts" : "export-thread.cjs");

export interface ExportRequest {
  batch: string;
  format: ExportFormat;
  /** One candidate's record alone; null for the whole batch. */
  candidate: string | null;
  /** Where to; not overwritten unless `replace` says so. */
  file: string;
  replace: boolean;
}

/** Writes a batch's record to a file, whole or not at all, and notes in the log that it was exported. */
export async function exportBatch(desk: Desk, request: ExportRequest, closed: AbortSignal, onProgress: (done: number, total: number) => void): Promise<Result<ExportedFile, Problem>> {
  const { batch, format, candidate } = request;
  if (!desk.store.lead.batch(batch)) return err({ kind: "batch-not-found", batch });
  const at = desk.now();
  const written = await inThread({ ...request, file: path.resolve(request.file), home: desk.store.home, at: at.toISOString(), software: desk.software }, closed, onProgress);
  if (!written.ok) return written;
  const { bytes, sha256 } = written.value;
  desk.store.transaction(() => desk.store.audit.append({ at, who: desk.me.person, what: "exported", subject: batch, to: { format, candidate, bytes, sha256 } }));
  return ok({ ...written.value, format, file: path.basename(request.file) });
}

/** Asks the user where to, then writes there. Null where they thought better of it. */
export async function saveExport(
  desk: Desk,
  request: Omit<ExportRequest, "file" | "replace">,
  askWhereToSave: (name: string) => Promise<string | null>,
  closed: AbortSignal,
): Promise<Result<ExportedFile | null, Problem>> {
  if (!desk.store.lead.batch(request.batch)) return err({ kind: "batch-not-found", batch: request.batch });
  const end = `.${request.format}`;
  const chosen = await orClosed(askWhereToSave(suggestedName(request, desk.now()) + end), closed);
  if (chosen === null) return closed.aborted ? err({ kind: "desk-closing" }) : ok(null);
  // The dialog asked about overwriting the very name that was chosen, and no other.
  const isWhole = chosen.toLowerCase().endsWith(end);
  return exportBatch(desk, { ...request, file: isWhole ? chosen : chosen + end, replace: isWhole }, closed, () => undefined);
}

function suggestedName({ batch, candidate }: Pick<ExportRequest, "batch" | "candidate">, now: Date): string {
  const of = candidate === null ? "" : ` ${candidate.replaceAll(/[^\p{L}\p{M}\p{N}_-]+/gu, "-")}`;
  return `Record ${batch}${of} ${now.toISOString().slice(0, 10)}`;
}

function orClosed<T>(answer: Promise<T>, closed: AbortSignal): Promise<T | null> {
  return new Promise((resolve, reject) => {
    if (closed.aborted) return resolve(null);
    closed.addEventListener("abort", () => resolve(null), { once: true });
    answer.then(resolve, reject);
  });
}

function inThread(job: ExportJob, closed: AbortSignal, onProgress: (done: number, total: number) => void): Promise<Result<Written, Problem>> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(THREAD, { workerData: job });
    // It takes its unfinished file away itself, so it is asked to stop and not stopped.
    const breakOff = () => thread.postMessage("stop");
    closed.addEventListener("abort", breakOff, { once: true });
    thread.on("message", (message: ExportMessage) => {
      if (message.kind === "progress") onProgress(message.done, message.total);
      else resolve(message.result);
    });
    thread.once("error", reject);
    thread.once("exit", () => {
      closed.removeEventListener("abort", breakOff);
      reject(new Error("The thread that writes exports ended early."));
    });
  });
}
