import { mkdir, readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { leadKeyFile, type LeadKeyFile } from "../../../src-shared/documents/people.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { createFolderDepot } from "../depot/folder-depot.ts";
import { invite } from "../enrolment/invite.ts";
import { createAgePair, createLeadKey } from "../enrolment/keygen.ts";
import { parseJson } from "../documents/sealing.ts";
import { exists, writeDurably, writeProblem } from "../files/durable-files.ts";
import { pack, type Packed, type PackProgress } from "../packing/pack.ts";

const DEMO_BATCH = "demo-1";
const DEMO_ASSESSOR = { person: "a-morgan", name: "A. Morgan (demonstration)" };
const DUE_IN_DAYS = 21;

/** Where the demonstration of a desk lies: its depot, its lead's key, its enrolment file. */
export function demoFiles(home: string) {
  const folder = path.join(home, "demo");
  return { depot: path.join(folder, "depot"), leadKey: path.join(folder, "lead.key.json"), enrolment: path.join(folder, "enrolment.json"), allocation: path.join(folder, "allocation.csv") };
}

/** What was made, and the bytes of the enrolment file that opens it. */
export interface PreparedDemo {
  enrolment: Uint8Array;
  packed: Packed;
}

/**
 * Packs the demonstration's recordings into a folder depot inside the data folder and invites its assessor, as a
 * lead would. Doing it again after an interruption finishes the work.
 */
export async function prepareDemo(
  assets: string,
  home: string,
  deps: { now: () => Date; software: string; onProgress?: (progress: PackProgress) => void },
): Promise<Result<PreparedDemo, Problem>> {
  const files = demoFiles(home);
  try {
    await mkdir(files.depot, { recursive: true });
    const leadKey = await demoLeadKey(files.leadKey);
    if (!leadKey.ok) return leadKey;
    const depot = createFolderDepot(files.depot);
    await writeDurably(files.allocation, Buffer.from(await dueFromToday(path.join(assets, "allocation.csv"), deps.now())));
    const packed = await pack({
      campaignFile: path.join(assets, "campaign.json"),
      candidatesFile: path.join(assets, "candidates.csv"),
      mediaFolder: path.join(assets, "media"),
      batch: DEMO_BATCH,
      depot,
      leadKey: leadKey.value,
      allocationFile: files.allocation,
      temporaryFolder: tmpdir(),
      software: deps.software,
      now: deps.now,
      onProgress: deps.onProgress ?? (() => undefined),
    });
    if (!packed.ok) return packed;
    let enrolment: Uint8Array | undefined;
    const invited = await invite(
      { depot, depotUrl: files.depot, leadKey: leadKey.value, ...DEMO_ASSESSOR, role: "assessor", passphrase: null, software: deps.software, now: deps.now },
      async (bytes) => {
        enrolment = bytes;
        await writeDurably(files.enrolment, bytes);
      },
    );
    if (!invited.ok) return invited;
    return ok({ enrolment: enrolment!, packed: packed.value });
  } catch (error) {
    return err(writeProblem(error, home));
  }
}

async function demoLeadKey(file: string): Promise<Result<LeadKeyFile, Problem>> {
  if (await exists(file)) {
    const key = leadKeyFile.safeParse(parseJson(await readFile(file)));
    return key.success ? ok(key.data) : err({ kind: "lead-key-invalid", file, reason: "it is damaged" });
  }
  const recovery = await createAgePair();
  const key = await createLeadKey({ person: "t-lead", name: "Team lead (demonstration)", recoveryRecipient: recovery.recipient });
  if (key.ok) await writeDurably(file, Buffer.from(JSON.stringify(key.value, null, 2)));
  return key;
}

/** The demonstration never lies overdue: its allocation is due three weeks from the day it is opened. */
async function dueFromToday(allocation: string, now: Date): Promise<string> {
  const due = new Date(now.getTime() + DUE_IN_DAYS * 86_400_000).toISOString().slice(0, 10);
  return (await readFile(allocation, "utf8")).replaceAll(/\d{4}-\d\d-\d\d/g, due);
}
