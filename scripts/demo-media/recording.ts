import { once } from "node:events";
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Condition } from "./candidates.ts";
import type { FrameSize, Pose } from "./figure.ts";
import { FRAMES_PER_SECOND } from "./motion.ts";
import { SAMPLES_PER_SECOND } from "./speech.ts";
import type { Sprites } from "./sprites.ts";

export interface RecordingPlan {
  samples: Int16Array;
  poses: Pose[];
  sprites: Sprites;
  size: FrameSize;
  loudnessLufs: number;
  condition: Condition;
}

/** A laptop's microphone in a room: little below or above the voice, a short echo, and a faint hiss. */
const MICROPHONE = "highpass=f=95,lowpass=f=7200,aecho=0.85:0.6:17|29:0.14|0.08";
const ROOM_HISS = "anoisesrc=colour=pink:sample_rate=48000:amplitude=0.0012:seed=7";
const KEYFRAME_EVERY_FRAMES = FRAMES_PER_SECOND * 2;

/** Joins sound and pictures into one file. */
export async function makeRecording(plan: RecordingPlan, workFolder: string, file: string): Promise<void> {
  const sound = join(workFolder, "sound.wav");
  writeSound(plan, sound);
  const { width, height } = plan.size;
  const encoder = spawn("ffmpeg", [
    "-v", "error", "-y",
    "-f", "rawvideo", "-pix_fmt", "yuv420p", "-s", `${width}x${height}`, "-r", `${FRAMES_PER_SECOND}`, "-i", "pipe:0",
    "-i", sound, "-map", "0:v", "-map", "1:a", "-map_metadata", "-1",
    "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709", "-color_range", "tv",
    ...(plan.condition.webm ? webmOptions : mp4Options(plan.condition)),
    "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", file,
  ], { stdio: ["pipe", "inherit", "inherit"] });
  const closed = once(encoder, "close");
  for (const pose of plan.poses) {
    if (!encoder.stdin.write(plan.sprites(pose))) await once(encoder.stdin, "drain");
  }
  encoder.stdin.end();
  const [status] = await closed;
  if (status !== 0) throw new Error(`ffmpeg could not make ${file} (exit status ${status})`);
}

const webmOptions = [
  "-c:v", "libvpx-vp9", "-crf", "38", "-b:v", "0", "-deadline", "good", "-cpu-used", "3", "-row-mt", "1", "-g", `${KEYFRAME_EVERY_FRAMES}`,
  "-c:a", "libopus", "-b:a", "40k", "-ac", "1",
];

function mp4Options({ indexAtEnd }: Condition): string[] {
  return [
    "-c:v", "libx264", "-preset", "slow", "-crf", "31", "-tune", "animation", "-pix_fmt", "yuv420p", "-threads", "2", "-g", `${KEYFRAME_EVERY_FRAMES}`,
    "-c:a", "aac", "-b:a", "48k", "-ac", "1", ...(indexAtEnd ? [] : ["-movflags", "+faststart"]),
  ];
}

/** The finished sound as a WAV file, brought to the plan's loudness (EBU R 128, the whole recording). */
function writeSound({ samples, loudnessLufs }: RecordingPlan, file: string): void {
  const raw = ["-v", "error", "-y", "-f", "s16le", "-ar", `${SAMPLES_PER_SECOND}`, "-ac", "1", "-i", "pipe:0"];
  const input = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength);
  const measured = spawnSync("ffmpeg", [...raw.filter((each) => each !== "-v" && each !== "error"), "-af", `${MICROPHONE},ebur128`, "-f", "null", "-"], { input, encoding: "utf8" });
  const loudness = [...measured.stderr.matchAll(/I:\s+(-?[\d.]+) LUFS/g)].at(-1)?.[1];
  if (!loudness) throw new Error(`ffmpeg did not measure the loudness: ${measured.stderr.slice(-500)}`);
  const gain = loudnessLufs - Number(loudness);
  execFileSync("ffmpeg", [
    ...raw, "-f", "lavfi", "-i", ROOM_HISS,
    "-filter_complex", `[0:a]aresample=48000,${MICROPHONE},volume=${gain.toFixed(2)}dB,alimiter=limit=0.9:level=0[voice];[voice][1:a]amix=inputs=2:duration=first:normalize=0`,
    "-ar", "48000", "-ac", "1", file,
  ], { input });
}
