import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import { dataSize } from "../../src-shared/data-size.ts";
import { inRepository } from "../setup/places.ts";

export type Step = (what: string, result: string) => void;

interface Prepared {
  batch: string;
  candidates: number;
  answers: number;
  bytes: number;
  depot: string;
  person: string;
}

/** Runs `desk` as anybody would; its JSON comes back. @throws Error with what it said when it failed. */
export async function desk<T>(...args: string[]): Promise<T> {
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [inRepository("bin", "desk.mjs"), ...args, "--json"], { maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout) as T;
  } catch (error) {
    const { stderr } = error as { stderr?: string };
    throw new Error(`desk ${args[0]} failed. ${stderr ?? String(error)}`, { cause: error });
  }
}

/** Packs the demonstration into a folder depot and enrols its assessor, on the command line. */
export async function prepareDemoDesk(home: string, step: Step): Promise<void> {
  const prepared = await desk<Prepared>("demo", "--home", home);
  step("Pack the demonstration", `${prepared.answers} answers of ${prepared.candidates} candidates, ${dataSize(prepared.bytes)}, sealed into ${path.relative(inRepository(), prepared.depot)}`);
  step("Enrol the assessor", prepared.person);
}

interface Verified {
  documents: { checked: number; opened: number };
  recordings: { checked: number; opened: number };
  problems: unknown[];
}

/** Checks every signature and hash on both sides, with the lead's key. */
export async function verifyDemo(home: string, step: Step): Promise<void> {
  const depot = await desk<Verified>("verify", "--depot", path.join(home, "demo", "depot"), "--key", path.join(home, "demo", "lead.key.json"));
  step("Verify the depot with the lead's key", `${depot.documents.opened} of ${depot.documents.checked} documents and ${depot.recordings.opened} of ${depot.recordings.checked} recordings and captions opened, ${depot.problems.length} problems`);
  const laptop = await desk<Verified & { audit: { rows: number } }>("verify", "--home", home);
  step("Verify the laptop", `${laptop.recordings.opened} of ${laptop.recordings.checked} files opened, ${laptop.audit.rows} lines of the audit log fit, ${laptop.problems.length} problems`);
}
