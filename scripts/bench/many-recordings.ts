import { randomFillSync } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { desk } from "../demo/demo-desk.ts";
import { inRepository } from "../setup/places.ts";

export const RECORDINGS = 100;
export const RECORDING_BYTES = 20_000_000;
export const ASSESSOR = "a-1";
export const BATCH = "b-many";
const QUESTIONS = ["q1", "q2", "q3", "q4", "q5"];

/** A real recording, filled up to its size with a box that players pass over; each one different. */
function filledUp(recording: Buffer): Buffer {
  const filling = Buffer.alloc(RECORDING_BYTES - recording.length);
  randomFillSync(filling, 8);
  filling.writeUInt32BE(filling.length, 0);
  filling.write("free", 4, "latin1");
  return Buffer.concat([recording, filling]);
}

/** Packs a hundred recordings of 20 MB, of twenty candidates, into a depot, all allocated to one assessor. `folder` keeps what it takes. */
export async function packManyRecordings(folder: string, depot: string): Promise<{ leadKey: string }> {
  const demo = inRepository("assets", "demo");
  const media = path.join(folder, "media");
  const leadKey = path.join(folder, "lead.key.json");
  mkdirSync(media, { recursive: true });
  const originals = readdirSync(path.join(demo, "media")).filter((name) => name.endsWith(".mp4"));
  const candidates = Array.from({ length: RECORDINGS / QUESTIONS.length }, (_, index) => `K-${index + 1}`);
  const rows = candidates.flatMap((candidate, index) =>
    QUESTIONS.map((question, number) => {
      const file = `${candidate}-${question}.mp4`;
      writeFileSync(path.join(media, file), filledUp(readFileSync(path.join(demo, "media", originals[(index + number) % originals.length]!))));
      return `${candidate},${question},${file},,240`;
    }),
  );
  writeFileSync(path.join(folder, "candidates.csv"), ["candidate,question,file,captions,seconds_allowed", ...rows].join("\n"));
  writeFileSync(path.join(folder, "allocation.csv"), ["assessor,candidate,round,due", ...candidates.map((each) => `${ASSESSOR},${each},live,`)].join("\n"));
  await desk("keygen", "--out", leadKey);
  await desk(
    ...["pack", "--campaign", path.join(demo, "campaign.json"), "--candidates", path.join(folder, "candidates.csv"), "--media", media],
    ...["--batch", BATCH, "--depot", depot, "--key", leadKey, "--allocate", path.join(folder, "allocation.csv")],
  );
  return { leadKey };
}

/** Enrols a desk for the assessor and lets it take in the documents. */
export async function enrolDesk(folder: string, depot: string, leadKey: string, name: string): Promise<string> {
  const home = path.join(folder, name);
  const enrolment = path.join(folder, `${name}.json`);
  await desk("invite", "--depot", depot, "--person", ASSESSOR, "--name", "Anna Assessor", "--role", "assessor", "--trust", leadKey, "--out", enrolment);
  await desk("enrol", "--home", home, "--file", enrolment);
  return home;
}

/** The recordings that are whole in a desk's vault, by their paths. */
export function recordingsIn(home: string): string[] {
  const vault = path.join(home, "vault");
  if (!existsSync(vault)) return [];
  return readdirSync(vault, { recursive: true, withFileTypes: true }).flatMap((entry) => (entry.isFile() && path.basename(entry.parentPath) !== "partial" ? [path.join(entry.parentPath, entry.name)] : []));
}
