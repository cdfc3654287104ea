import { readFile, stat } from "node:fs/promises";
import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { captionsFault, MAX_CAPTIONS_BYTES } from "./check-captions.ts";
import { locateFile } from "./locate-file.ts";
import { probeRecording, type Probed } from "./probe-recording.ts";
import { shortList, type PlannedAnswer } from "./read-candidates.ts";
import { hashFile, type FileContent } from "./seal-file.ts";

export interface CheckedFile extends FileContent {
  /** Where it really lies. */
  path: string;
}

/** An answer whose files have been looked into and are good. */
export interface CheckedAnswer extends PlannedAnswer {
  recording: CheckedFile & Probed;
  captionsFile: CheckedFile | null;
}

export interface CheckedRecordings {
  answers: CheckedAnswer[];
  warnings: string[];
}

/**
 * Looks into every recording and every captions file, and refuses all bad ones together, before anything is
 * published. `onFile` is told before each recording which one it is, from 0.
 */
export async function checkRecordings(
  planned: readonly PlannedAnswer[],
  mediaFolder: string,
  { rules }: CampaignDefinition,
  onFile: (index: number) => void,
): Promise<Result<CheckedRecordings, Problem>> {
  const folder = await stat(mediaFolder).catch(() => undefined);
  if (!folder?.isDirectory()) return err({ kind: "media-folder-missing", where: mediaFolder });
  const refused: { file: string; reason: string }[] = [];
  const answers: CheckedAnswer[] = [];
  for (const [index, answer] of planned.entries()) {
    onFile(index);
    const recording = await checkRecording(mediaFolder, answer, rules.lengthToleranceSeconds);
    if (!recording.ok) refused.push({ file: answer.file, reason: recording.error });
    const captionsFile = answer.captions === null ? ok(null) : await checkCaptions(mediaFolder, answer.captions);
    if (!captionsFile.ok) refused.push({ file: answer.captions ?? "", reason: captionsFile.error });
    if (recording.ok && captionsFile.ok) answers.push({ ...answer, recording: recording.value, captionsFile: captionsFile.value });
  }
  return refused.length > 0 ? err({ kind: "recordings-refused", refused }) : ok({ answers, warnings: warningsOf(answers) });
}

async function checkRecording(mediaFolder: string, answer: PlannedAnswer, toleranceSeconds: number): Promise<Result<CheckedAnswer["recording"], string>> {
  const located = await locateFile(mediaFolder, answer.file);
  if (!located.ok) return located;
  const probed = await probeRecording(located.value);
  if (!probed.ok) return probed;
  const { durationSeconds } = probed.value;
  if (durationSeconds > answer.secondsAllowed + toleranceSeconds)
    return err(`it runs for ${spoken(durationSeconds)} s, longer than the ${spoken(answer.secondsAllowed)} s that ${answer.candidate} was allowed (and ${spoken(toleranceSeconds)} s of tolerance)`);
  const content = await hashFile(located.value, () => {});
  return content.ok ? ok({ path: located.value, ...content.value, ...probed.value }) : content;
}

async function checkCaptions(mediaFolder: string, name: string): Promise<Result<CheckedFile, string>> {
  const located = await locateFile(mediaFolder, name);
  if (!located.ok) return located;
  const content = await hashFile(located.value, () => {});
  if (!content.ok) return content;
  const fault = content.value.bytes > MAX_CAPTIONS_BYTES ? "it is longer than 1 MB, too long for captions" : captionsFault(await readFile(located.value));
  return fault === undefined ? ok({ path: located.value, ...content.value }) : err(fault);
}

function warningsOf(answers: readonly CheckedAnswer[]): string[] {
  const warnings: string[] = [];
  const late = answers.filter((answer) => answer.recording.indexAtEnd).map((answer) => answer.file);
  if (late.length > 0)
    warnings.push(`${late.length} MP4 ${late.length === 1 ? "file has its index at its end and starts" : "files have their index at the end and start"} playing late; ffmpeg -movflags +faststart moves it to the front: ${shortList(late)}.`);
  const first = new Map<string, CheckedAnswer>();
  for (const answer of answers) {
    const same = first.get(answer.recording.sha256);
    if (same) warnings.push(`${answer.candidate}, ${answer.question} and ${same.candidate}, ${same.question} are the very same recording: check that this is meant.`);
    else first.set(answer.recording.sha256, answer);
  }
  return warnings;
}

function spoken(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}
