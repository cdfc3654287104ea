import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input, Logging, LogLevel, Mp4InputFormat, WebMInputFormat, type InputTrack } from "mediabunny";
import { open } from "node:fs/promises";
import type { Recording } from "../../../src-shared/documents/batch.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { errorCode, reasonOf } from "../files/durable-files.ts";
import { readMp4Structure, readWebmStructure, type ContainerStructure } from "./container-structure.ts";

/** What the player, Chromium's, decodes. */
const PLAYABLE: ReadonlySet<string> = new Set(["avc", "vp8", "vp9", "av1", "aac", "opus", "mp3", "vorbis"]);

/** What the batch document can say. */
const MOST_BYTES = 20_000_000_000;
const MOST_SECONDS = 86_400;
const MOST_PIXELS = 16_384;

const DAMAGED = "it is damaged: its structure makes no sense";

/** What a recording's own bytes say of it. */
export type Probed = Pick<Recording, "type" | "durationSeconds" | "width" | "height" | "videoCodec" | "audioCodec"> & Pick<ContainerStructure, "indexAtEnd">;

/** Looks into a recording. Fails with the reason why it cannot be used, in words. */
export async function probeRecording(file: string): Promise<Result<Probed, string>> {
  let handle;
  try {
    handle = await open(file, "r");
  } catch (error) {
    return err(reasonOf(errorCode(error)));
  }
  try {
    const { size } = await handle.stat();
    if (size === 0) return err("it is empty");
    if (size > MOST_BYTES) return err("it is longer than 20 GB");
    // What the library would print about codecs is said here, in words, with the file's name.
    Logging.level = LogLevel.Silent;
    const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
    try {
      return await probe(input, (isWebm) => (isWebm ? readWebmStructure(handle, size) : readMp4Structure(handle, size)));
    } catch (error) {
      // The library throws plain errors on broken files, in many places and words.
      if (!(error instanceof Error)) throw error;
      return err(DAMAGED);
    } finally {
      input.dispose();
    }
  } finally {
    await handle.close();
  }
}

async function probe(input: Input, readStructure: (isWebm: boolean) => Promise<ContainerStructure>): Promise<Result<Probed, string>> {
  // Whatever it is that the library chokes on while it looks for a format: it is none of ours.
  const format = await input.getFormat().catch(() => undefined);
  if (!format) return err("it is not a video");
  const isWebm = format instanceof WebMInputFormat;
  if (!isWebm && !(format instanceof Mp4InputFormat)) return err(`it is ${format.name}; only MP4 and WebM can be played`);
  const structure = await readStructure(isWebm);
  if (structure.indexDamaged) return err(DAMAGED);
  if (structure.cutOff) return err("it is cut off: the end of the file is missing");

  const video = await input.getPrimaryVideoTrack();
  if (!video) return err("it has no video track");
  const audio = await input.getPrimaryAudioTrack();
  if (!audio) return err("it has no audio track");
  for (const [what, track] of [["video", video], ["audio", audio]] as const) {
    const codec = await track.getCodec();
    if (codec === null || !PLAYABLE.has(codec)) return err(`its ${what} is ${codec ? `${codec.toUpperCase()} (${await codecName(track)})` : await codecName(track)}, which cannot be played; use H.264, VP8, VP9 or AV1 with AAC, Opus, MP3 or Vorbis`);
    if (!(await lastPacketIsThere(track))) return err(`it is cut off: the end of its ${what} is missing`);
  }

  const durationSeconds = await input.computeDuration([video, audio]);
  if (!Number.isFinite(durationSeconds) || durationSeconds <= 0 || durationSeconds > MOST_SECONDS) return err("its length cannot be read");
  const [width, height] = [Math.round(await video.getDisplayWidth()), Math.round(await video.getDisplayHeight())];
  if (width < 1 || height < 1 || width > MOST_PIXELS || height > MOST_PIXELS) return err(`its picture has an impossible size (${width} × ${height})`);
  return ok({
    type: isWebm ? "video/webm" : "video/mp4",
    durationSeconds: Math.round(durationSeconds * 1000) / 1000,
    width,
    height,
    videoCodec: await codecName(video),
    audioCodec: await codecName(audio),
    indexAtEnd: structure.indexAtEnd,
  });
}

/** Reads the bytes of a track's last packet: an index may promise more than the file holds. */
async function lastPacketIsThere(track: InputTrack): Promise<boolean> {
  const packet = await new EncodedPacketSink(track).getPacket(Infinity);
  return packet !== null && packet.data.length > 0 && packet.data.length === packet.byteLength;
}

/** The codec string of RFC 6381 where it is known, else what the container calls it. */
async function codecName(track: InputTrack): Promise<string> {
  const name = (await track.getCodecParameterString()) ?? (await track.getInternalCodecId()) ?? "of an unknown kind";
  return String(name instanceof Uint8Array ? Buffer.from(name).toString("latin1") : name).replace(/[^\x20-\x7e]/g, "").slice(0, 80);
}
