import { execFile } from "node:child_process";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { inRepository } from "../../../scripts/setup/places.ts";

export const BATCH = "b-1";
export const ASSESSOR = "a-1";

export interface DeskCommandResult {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs `desk` as anybody would. Never throws: a status other than 0 is for the test to judge. */
export async function deskCommand(...args: string[]): Promise<DeskCommandResult> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [inRepository("bin", "desk.mjs"), ...args]);
    return { status: 0, stdout, stderr };
  } catch (error) {
    const failed = error as { code: number; stdout: string; stderr: string };
    return { status: failed.code, stdout: failed.stdout, stderr: failed.stderr };
  }
}

async function must(...args: string[]): Promise<void> {
  const { status, stderr } = await deskCommand(...args);
  if (status !== 0) throw new Error(`desk ${args[0]}: ${stderr}`);
}

/** A published batch in a depot, its lead, and enrolled desks, all made with the command line. */
export interface Panel {
  folder: string;
  depot: string;
  leadKey: string;
  /** A new enrolment file for the assessor. */
  invite(): Promise<string>;
  /** Joins a data folder to the depot. */
  enrol(home: string): Promise<void>;
}

/** A depot in an object store; the lead's own access to it is in the surroundings' variables. */
export interface StorePanel {
  url: string;
  /** What the assessor's enrolment brings. */
  credentialsFile: string;
}

const demo = inRepository("assets", "demo");

/** Packs the answers of one demonstration candidate to the questions given. */
export async function createPanel(folder: string, { recordings = ["K-2031-q1", "K-2031-q2", "K-2031-q3"], store }: { recordings?: string[]; store?: StorePanel } = {}): Promise<Panel> {
  const depotFolder = path.join(folder, "depot");
  const depot = store?.url ?? depotFolder;
  const media = path.join(folder, "media");
  const leadKey = path.join(folder, "lead.key.json");
  await Promise.all([depotFolder, media].map((each) => mkdir(each, { recursive: true })));
  const rows = (await readFile(path.join(demo, "candidates.csv"), "utf8")).split(/\r?\n/);
  const chosen = rows.filter((row) => recordings.some((name) => row.includes(`${name}.`)));
  for (const row of chosen) {
    const [, , file, captions] = row.split(",");
    for (const name of [file!, captions!]) await copyFile(path.join(demo, "media", name), path.join(media, name));
  }
  const candidates = [...new Set(chosen.map((row) => row.split(",")[0]!))];
  await writeFile(path.join(folder, "candidates.csv"), [rows[0], ...chosen].join("\n"));
  await writeFile(path.join(folder, "allocation.csv"), ["assessor,candidate,round,due", ...candidates.map((each) => `${ASSESSOR},${each},live,`)].join("\n"));
  await must("keygen", "--out", leadKey);
  let invitations = 0;
  const panel: Panel = {
    folder,
    depot,
    leadKey,
    async invite() {
      invitations += 1;
      const out = path.join(folder, `enrolment-${invitations}.json`);
      await must("invite", "--depot", depot, "--person", ASSESSOR, "--name", "Anna Assessor", "--role", "assessor", "--trust", leadKey, "--out", out, ...(store ? ["--credentials", store.credentialsFile] : []));
      return out;
    },
    async enrol(home) {
      await must("enrol", "--home", home, "--file", await panel.invite());
    },
  };
  await must(
    ...["pack", "--campaign", path.join(demo, "campaign.json"), "--candidates", path.join(folder, "candidates.csv"), "--media", media],
    ...["--batch", BATCH, "--depot", depot, "--key", leadKey, "--allocate", path.join(folder, "allocation.csv")],
  );
  return panel;
}
