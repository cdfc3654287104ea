import { appendFile, copyFile, mkdir, readFile, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { locateFile } from "../../src-main/engine/packing/locate-file.ts";
import { probeRecording } from "../../src-main/engine/packing/probe-recording.ts";
import { recordings } from "../fixtures/packing-room.ts";
import { temporaryFolder } from "./support/panel.ts";

const probe = (name: string) => probeRecording(path.join(recordings, name));

/** A fixture of which only the first part is left. */
async function cut(name: string, share: number): Promise<string> {
  const file = path.join(await temporaryFolder(), name);
  await copyFile(path.join(recordings, name), file);
  await truncate(file, Math.floor((await readFile(file)).length * share));
  return file;
}

describe("looking into a recording", () => {
  test.each([
    ["good.mp4", { type: "video/mp4", width: 64, height: 48, videoCodec: "avc1.64000a", audioCodec: "mp4a.40.2", indexAtEnd: false }],
    ["good.webm", { type: "video/webm", width: 64, height: 48, videoCodec: expect.stringMatching(/^vp09\./), audioCodec: "opus" }],
    ["live.webm", { type: "video/webm", videoCodec: "vp8", audioCodec: "vorbis" }],
    ["fragmented.mp4", { type: "video/mp4", indexAtEnd: false }],
    ["portrait.mp4", { width: 48, height: 64 }],
    ["index-at-end.mp4", { indexAtEnd: true }],
  ])("%s tells its type, picture, codecs and length", async (name, expected) => {
    const probed = await probe(name);
    expect(probed).toMatchObject({ ok: true, value: expected });
    expect(probed.ok && Math.abs(probed.value.durationSeconds - 2) < 0.25).toBe(true);
  });

  test.each([
    ["no-audio.mp4", "it has no audio track"],
    ["no-video.mp4", "it has no video track"],
    ["hevc.mp4", "its video is HEVC (hev1"],
    ["mpeg4.mp4", "its video is mp4v"],
    ["ac3.mp4", "its audio is AC3 (ac-3)"],
    ["quicktime.mov", "it is QuickTime File Format; only MP4 and WebM can be played"],
  ])("%s is refused with the reason", async (name, reason) => {
    expect(await probe(name)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  test.each(["good.mp4", "index-at-end.mp4", "fragmented.mp4", "good.webm", "live.webm"])("%s is refused wherever it is cut off", async (name) => {
    for (const share of [0.3, 0.5, 0.7, 0.9, 0.98]) expect(await probeRecording(await cut(name, share)), `${name} cut at ${share}`).toMatchObject({ ok: false, error: expect.stringContaining("cut off") });
  });

  test("an index that promises more than the file holds is found, even where every box is whole", async () => {
    const folder = await temporaryFolder();
    const bytes = await readFile(path.join(recordings, "good.mp4"));
    // The media box ends early and says so: only the index still points behind it.
    const media = bytes.indexOf("mdat") - 4;
    const shorter = Buffer.from(bytes.subarray(0, media + 1000));
    shorter.writeUInt32BE(1000, media);
    const file = path.join(folder, "short.mp4");
    await writeFile(file, shorter);
    expect(await probeRecording(file)).toMatchObject({ ok: false, error: expect.stringContaining("cut off") });
  });

  test("padding behind a whole file harms nothing", async () => {
    const file = path.join(await temporaryFolder(), "padded.mp4");
    await copyFile(path.join(recordings, "good.mp4"), file);
    await appendFile(file, Buffer.alloc(100));
    expect(await probeRecording(file)).toMatchObject({ ok: true });
  });

  test("an empty file, a text and noise are no video, whatever they are called", async () => {
    const folder = await temporaryFolder();
    const noise = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3) * 104_729) & 255));
    for (const [bytes, reason] of [[Buffer.alloc(0), "it is empty"], [Buffer.from("hello"), "it is not a video"], [noise, "it is not a video"]] as const) {
      const file = path.join(folder, "a.mp4");
      await writeFile(file, bytes);
      expect(await probeRecording(file)).toEqual({ ok: false, error: reason });
    }
  });

  test("a changed byte in an index ends in a refusal or a reading, soon, and never in a crash", async () => {
    const folder = await temporaryFolder();
    const bytes = await readFile(path.join(recordings, "good.mp4"));
    const index = bytes.indexOf("moov");
    const startedAt = Date.now();
    for (const flip of [0xff, 0x01])
      for (let at = index; at < index + bytes.readUInt32BE(index - 4); at += 3) {
        const changed = Buffer.from(bytes);
        changed[at]! ^= flip;
        const file = path.join(folder, "changed.mp4");
        await writeFile(file, changed);
        expect(typeof (await probeRecording(file)).ok).toBe("boolean");
      }
    expect(Date.now() - startedAt).toBeLessThan(50_000);
  });

  test.each([
    ["samples without end in its timing", "stts", 12, "ff000001"],
    ["samples without end in its chunks", "stsc", 16, "ff000001"],
    ["fewer samples in its chunks than it times", "stsc", 16, "00000000"],
    ["more sizes than it holds", "stsz", 12, "7fffffff"],
  ])("an index that announces %s is refused at once", async (_name, box, offset, value) => {
    const file = path.join(await temporaryFolder(), "trap.mp4");
    const bytes = await readFile(path.join(recordings, "good.mp4"));
    bytes.write(value, bytes.indexOf(box) + offset, "hex");
    await writeFile(file, bytes);
    expect(await probeRecording(file)).toEqual({ ok: false, error: "it is damaged: its structure makes no sense" });
  });
});

describe("finding a file that a table names", () => {
  async function folders() {
    const folder = await temporaryFolder();
    const media = path.join(folder, "media");
    await mkdir(path.join(media, "sub"), { recursive: true });
    for (const name of ["a.mp4", "sub/b.mp4", "..c.mp4"]) await writeFile(path.join(media, name), "x");
    await writeFile(path.join(folder, "secret.txt"), "x");
    return { folder, media };
  }

  test("inside the media folder it is found, below it too, and with the separators of Windows", async () => {
    const { media } = await folders();
    for (const name of ["a.mp4", "sub/b.mp4", "sub\\b.mp4", "./a.mp4", "..c.mp4"]) expect(await locateFile(media, name), name).toMatchObject({ ok: true });
  });

  test.each([
    ["../secret.txt", "leads out of the media folder"],
    ["sub/../../secret.txt", "leads out of the media folder"],
    ["..\\secret.txt", "leads out of the media folder"],
    ["/etc/passwd", "absolute path"],
    ["C:\\Windows\\win.ini", "absolute path"],
    ["c:win.ini", "absolute path"],
    ["\\\\server\\share\\a.mp4", "absolute path"],
    ["a.mp4\0.vtt", "characters that no file should have"],
    ["missing.mp4", "it does not exist"],
    ["sub", "it is a folder"],
    ["a.mp4/b", "part of its path is not a folder"],
    [`${"x".repeat(300)}.mp4`, "its name is too long"],
  ])("%j is refused", async (name, reason) => {
    const { media } = await folders();
    expect(await locateFile(media, name)).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
  });

  test("a link that leads out is refused, one that stays inside is followed", async () => {
    const { folder, media } = await folders();
    await symlink(path.join(folder, "secret.txt"), path.join(media, "out.mp4"));
    await symlink(folder, path.join(media, "up"));
    await symlink("a.mp4", path.join(media, "in.mp4"));
    expect(await locateFile(media, "out.mp4")).toMatchObject({ error: expect.stringContaining("leads out") });
    expect(await locateFile(media, "up/secret.txt")).toMatchObject({ error: expect.stringContaining("leads out") });
    expect(await locateFile(media, "in.mp4")).toMatchObject({ ok: true });
  });

  test("a name whose accents are stored the other way is found", async () => {
    const { media } = await folders();
    await writeFile(path.join(media, "Zoe\u0308.mp4"), "x");
    expect(await locateFile(media, "Zo\u00eb.mp4")).toMatchObject({ ok: true });
  });
});
