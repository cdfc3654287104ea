import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import type { BatchAnswer, BatchDocument, SealedObject } from "../../../src-shared/documents/batch.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import type { CheckedAnswer, CheckedFile } from "./check-recordings.ts";
import { sealFile } from "./seal-file.ts";

export interface PublishedRecordings {
  answers: Map<CheckedAnswer, BatchAnswer>;
  recordings: { published: number; reused: number };
  /** Sealed bytes that went to the depot. */
  publishedBytes: number;
}

interface Place {
  depot: Depot;
  batch: string;
  /** Sealed files lie here until they are in the depot. */
  temporaryFolder: string;
  /** What the depot holds of this batch already. */
  earlier: BatchDocument | null;
  objectsThere: ReadonlySet<string>;
}

/** Told as files go out: bytes of content that are in the depot now, and which file it is, from 0. */
export type OnPublished = (progress: { doneFiles: number; totalFiles: number; doneBytes: number; totalBytes: number }) => void;

/**
 * Seals every file that the batch's newest revision does not hold yet and puts it into the depot. What an answer
 * had before, unchanged and still there, keeps its object and its key.
 */
export async function publishRecordings(checked: readonly CheckedAnswer[], place: Place, onProgress: OnPublished): Promise<Result<PublishedRecordings, Problem>> {
  const before = new Map<string, BatchAnswer>();
  for (const { candidate, answers } of place.earlier?.candidates ?? [])
    for (const answer of answers) before.set(JSON.stringify([candidate, answer.question]), answer);

  /** What is there already, or `undefined`. */
  const reusable = (file: CheckedFile, earlier: SealedObject | undefined) =>
    earlier !== undefined && earlier.sha256 === file.sha256 && earlier.bytes === file.bytes && place.objectsThere.has(earlier.object) ? sealedPart(earlier) : undefined;
  const plan = checked.map((answer) => {
    const earlier = before.get(JSON.stringify([answer.candidate, answer.question]));
    return {
      answer,
      recording: reusable(answer.recording, earlier?.recording),
      captions: answer.captionsFile === null ? null : reusable(answer.captionsFile, earlier?.captions),
    };
  });
  const fresh = plan.flatMap(({ answer, recording, captions }) => [...(recording ? [] : [answer.recording]), ...(answer.captionsFile && !captions ? [answer.captionsFile] : [])]);

  const totals = { totalFiles: fresh.length, totalBytes: fresh.reduce((sum, file) => sum + file.bytes, 0) };
  let doneFiles = 0;
  let work = 0;
  let publishedBytes = 0;
  const report = () => onProgress({ ...totals, doneFiles, doneBytes: Math.min(totals.totalBytes, Math.floor(work / 2)) });
  // Each byte is worked on twice: sealed, then sent.
  const onBytes = (bytes: number) => {
    work += bytes;
    report();
  };
  const publishOne = async (file: CheckedFile): Promise<Result<SealedObject, Problem>> => {
    const sealedFile = path.join(place.temporaryFolder, `${randomUUID()}.sealed`);
    try {
      const sealed = await sealFile(file.path, file, sealedFile, onBytes);
      if (!sealed.ok) return sealed;
      const created = await place.depot.createFromFile(depotKey.media(place.batch, sealed.value.object), sealedFile, onBytes);
      if (!created.ok) return created;
      doneFiles += 1;
      publishedBytes += sealed.value.sealedBytes;
      report();
      return sealed;
    } finally {
      await rm(sealedFile, { force: true });
    }
  };

  report();
  const answers = new Map<CheckedAnswer, BatchAnswer>();
  for (const { answer, ...earlier } of plan) {
    const recording = earlier.recording ? ok(earlier.recording) : await publishOne(answer.recording);
    if (!recording.ok) return recording;
    const captions = answer.captionsFile === null || earlier.captions ? ok(earlier.captions) : await publishOne(answer.captionsFile);
    if (!captions.ok) return captions;
    const { type, durationSeconds, width, height, videoCodec, audioCodec } = answer.recording;
    answers.set(answer, {
      question: answer.question,
      secondsAllowed: answer.secondsAllowed,
      recording: { ...recording.value, type, durationSeconds, width, height, videoCodec, audioCodec },
      ...(captions.value ? { captions: captions.value } : {}),
    });
  }
  const reused = plan.filter((each) => each.recording).length;
  return ok({ answers, recordings: { published: plan.length - reused, reused }, publishedBytes });
}

function sealedPart({ object, key, sealedBytes, bytes, sha256 }: SealedObject): SealedObject {
  return { object, key, sealedBytes, bytes, sha256 };
}
