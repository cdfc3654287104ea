/**
 * Makes the demo campaign's recordings, captions and lists from `answers/*.md`.
 *
 *   node scripts/demo-media/make.ts [--force] [K-2031 …]
 *
 * What is up to date stays as it is unless `--force` is given. Needs Node 24, and Debian's espeak-ng,
 * ffmpeg and librsvg2-bin.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readAnswers } from "./answer-text.ts";
import type { Sentence } from "./answer-text.ts";
import { candidates } from "./candidates.ts";
import type { Candidate, Condition } from "./candidates.ts";
import { captionsOf } from "./captions.ts";
import { missingPackages } from "./debian-tools.ts";
import { drawFigure } from "./figure.ts";
import type { FrameSize } from "./figure.ts";
import { writeLists } from "./lists.ts";
import { posesFor } from "./motion.ts";
import { makeRecording } from "./recording.ts";
import { SAMPLES_PER_SECOND, cutOff, speak, withNoise } from "./speech.ts";
import { drawSprites } from "./sprites.ts";
import type { Sprites } from "./sprites.ts";

const here = import.meta.dirname;
const demoFolder = join(here, "../../assets/demo");
const mediaFolder = join(demoFolder, "media");
const madeFromFile = join(here, "made-from.json");

/** To be raised when a change of these scripts should make everything anew. */
const RECIPE = 1;
const LANDSCAPE: FrameSize = { width: 640, height: 360 };
const PORTRAIT: FrameSize = { width: 360, height: 640 };

interface Campaign {
  questions: { id: string; answerSeconds: number }[];
}

/** One recording to be. `madeFrom` changes whenever anything that goes into it changes. */
interface Job {
  name: string;
  candidate: Candidate;
  sentences: Sentence[];
  condition: Condition;
  secondsAllowed: number;
  file: string;
  captions: string;
  madeFrom: string;
}

const { values: { force }, positionals: wanted } = parseArgs({ options: { force: { type: "boolean" } }, allowPositionals: true });
const missing = missingPackages();
if (missing.length > 0) {
  console.error(`Missing: ${missing.join(", ")}. Install with: apt-get install --no-install-recommends ${missing.join(" ")}`);
  process.exit(1);
}
const workFolder = mkdtempSync(join(tmpdir(), "demo-media-"));
try {
  await makeAll();
} finally {
  rmSync(workFolder, { recursive: true, force: true });
}

async function makeAll(): Promise<void> {
  mkdirSync(mediaFolder, { recursive: true });
  const campaign: Campaign = JSON.parse(readFileSync(join(demoFolder, "campaign.json"), "utf8"));
  const madeFrom: Record<string, string> = existsSync(madeFromFile) ? JSON.parse(readFileSync(madeFromFile, "utf8")) : {};
  const jobs = candidates.flatMap((candidate) => jobsOf(candidate, campaign));
  const spritesOf = spriteCache();
  for (const [index, job] of jobs.entries()) {
    const progress = `[${index + 1}/${jobs.length}] ${job.name}`;
    if (wanted.length > 0 && !wanted.includes(job.candidate.reference)) continue;
    if (!force && isMade(job) && madeFrom[job.name] === job.madeFrom) {
      console.log(`${progress} up to date`);
      continue;
    }
    const seconds = await make(job, await spritesOf(job));
    madeFrom[job.name] = job.madeFrom;
    writeFileSync(madeFromFile, `${JSON.stringify(madeFrom, null, 2)}\n`);
    console.log(`${progress} ${seconds.toFixed(1)} s`);
  }
  const complete = candidates.filter((each) => {
    const theirs = jobs.filter(({ candidate }) => candidate === each);
    return theirs.length > 0 && theirs.every(isMade);
  });
  writeLists(demoFolder, complete, campaign.questions.map(({ id }) => id));
  console.log(`${complete.length} candidates listed in candidates.csv and allocation.csv`);
}

function isMade({ file, captions }: Job): boolean {
  return existsSync(file) && existsSync(captions);
}

function jobsOf(candidate: Candidate, { questions }: Campaign): Job[] {
  const source = join(here, "answers", `${candidate.reference}.md`);
  if (!existsSync(source)) {
    console.warn(`${candidate.reference} is left out: it has no answers yet`);
    return [];
  }
  const answers = readAnswers(source);
  return questions.map(({ id, answerSeconds }) => {
    const sentences = answers.get(id);
    if (!sentences) throw new Error(`${source} has no answer to ${id}`);
    const condition = candidate.conditions[id] ?? {};
    const drawing = drawFigure(candidate.look, { mouth: "wide", eyes: "open", turn: 0, nod: 0 }, sizeOf(condition));
    const inputs = JSON.stringify([RECIPE, candidate.voice, drawing, condition, sentences]);
    const stem = join(mediaFolder, `${candidate.reference}-${id}`);
    return {
      name: `${candidate.reference} ${id}`,
      candidate,
      sentences,
      condition,
      secondsAllowed: candidate.secondsAllowed ?? answerSeconds,
      file: `${stem}.${condition.webm ? "webm" : "mp4"}`,
      captions: `${stem}.vtt`,
      madeFrom: createHash("sha256").update(inputs).digest("hex"),
    };
  });
}

/** Makes one recording and its captions, and returns its length in seconds. */
async function make(job: Job, sprites: Sprites): Promise<number> {
  const { condition, candidate: { voice } } = job;
  const whole = speak(job.sentences, voice, job.name);
  const speech = condition.stopsAfterSeconds ? cutOff(whole, condition.stopsAfterSeconds) : whole;
  const seconds = speech.samples.length / SAMPLES_PER_SECOND;
  if (seconds > job.secondsAllowed) throw new Error(`${job.name} takes ${seconds.toFixed(1)} s, ${job.secondsAllowed} s are allowed: shorten its text`);
  const { noise } = condition;
  const unfinished = join(workFolder, job.file.endsWith("webm") ? "unfinished.webm" : "unfinished.mp4");
  await makeRecording({
    samples: noise ? withNoise(speech.samples, noise.fromSeconds, noise.toSeconds, job.name) : speech.samples,
    poses: posesFor(speech.samples, job.name),
    sprites,
    size: sizeOf(condition),
    loudnessLufs: condition.loudnessLufs ?? voice.loudnessLufs,
    condition,
  }, workFolder, unfinished);
  moveInto(unfinished, job.file);
  writeFileSync(job.captions, captionsOf(speech.sentences, seconds));
  return seconds;
}

/** Keeps the last candidate's drawings only: each set takes some ninety megabytes. */
function spriteCache(): (job: Job) => Promise<Sprites> {
  let held: { name: string; sprites: Sprites } | undefined;
  return async (job) => {
    const size = sizeOf(job.condition);
    const name = `${job.candidate.reference}-${size.width}`;
    if (held?.name !== name) {
      held = undefined;
      const folder = join(workFolder, name);
      mkdirSync(folder, { recursive: true });
      held = { name, sprites: await drawSprites(job.candidate.look, size, folder) };
      rmSync(folder, { recursive: true });
    }
    return held.sprites;
  };
}

function sizeOf({ portrait }: Condition): FrameSize {
  return portrait ? PORTRAIT : LANDSCAPE;
}

/** Nobody ever finds a half-written recording under its final name. */
function moveInto(from: string, to: string): void {
  const beside = `${to}.part`;
  writeFileSync(beside, readFileSync(from));
  renameSync(beside, to);
  rmSync(from);
}
