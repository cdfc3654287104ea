import { execFile, execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { drawFigure, eyeStates } from "./figure.ts";
import type { FrameSize, Look, Pose } from "./figure.ts";
import { nods, turns } from "./motion.ts";
import { mouths } from "./mouth.ts";

const run = promisify(execFile);
const AT_ONCE = 2;

/** The raw picture (planar YUV 4:2:0) of a pose. */
export type Sprites = (pose: Pose) => Buffer;

/** Draws every pose of a candidate once. Afterwards a recording is only a matter of choosing among them. */
export async function drawSprites(look: Look, size: FrameSize, workFolder: string): Promise<Sprites> {
  const poses = allPoses();
  const queue = poses.map((pose, index) => ({ pose, index }));
  const drawNext = async (): Promise<void> => {
    for (let next = queue.pop(); next; next = queue.pop()) {
      const svg = join(workFolder, `${next.index}.svg`);
      writeFileSync(svg, drawFigure(look, next.pose, size));
      await run("rsvg-convert", ["--output", join(workFolder, `${next.index}.png`), svg]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, drawNext));
  const pictureBytes = (size.width * size.height * 3) / 2;
  const pictures = execFileSync("ffmpeg", [
    "-v", "error", "-start_number", "0", "-i", join(workFolder, "%d.png"),
    "-vf", "scale=out_color_matrix=bt709:out_range=tv", "-pix_fmt", "yuv420p", "-f", "rawvideo", "-",
  ], { maxBuffer: pictureBytes * (poses.length + 1) });
  if (pictures.length !== pictureBytes * poses.length) throw new Error(`Expected ${poses.length} pictures of ${pictureBytes} bytes, got ${pictures.length} bytes`);
  const indexOf = new Map(poses.map((pose, index) => [nameOf(pose), index]));
  return (pose) => {
    const from = indexOf.get(nameOf(pose))! * pictureBytes;
    return pictures.subarray(from, from + pictureBytes);
  };
}

function allPoses(): Pose[] {
  return mouths.flatMap((mouth) => eyeStates.flatMap((eyes) => turns.flatMap((turn) => nods.map((nod) => ({ mouth, eyes, turn, nod })))));
}

function nameOf({ mouth, eyes, turn, nod }: Pose): string {
  return [mouth, eyes, turn, nod].join(" ");
}
