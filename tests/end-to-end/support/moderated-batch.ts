import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { inRepository } from "../../../scripts/setup/places.ts";
import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import { BATCH, deskCommand } from "./panel.ts";

/** Scores of each candidate for q1 to q6, by person. */
export type ScoreTable = Record<string, Record<string, readonly number[]>>;

/** A lead and assessors, each with a desk, around one depot; made with the command line. */
export interface ModeratedBatch {
  depot: string;
  /** The enrolled lead's data folder, synchronised. */
  leadHome: string;
  homeOf(person: string): string;
  /** Marks, submits and delivers for one person. */
  handIn(person: string, scores: Record<string, readonly number[]>): Promise<void>;
  /** Opens what a person handed in, so that they can hand in again. */
  reopen(person: string, reason: string): Promise<void>;
  syncLead(): Promise<void>;
}

const QUESTIONS = ["q1", "q2", "q3", "q4", "q5", "q6"];

async function must(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await deskCommand(...args);
  if (status !== 0) throw new Error(`desk ${args[0]}: ${stderr}`);
  return stdout;
}

/**
 * Packs six short answers for each candidate under the demonstration's campaign with other rules, has everybody of `scores` mark
 * everybody of theirs, and takes it all in on the lead's desk.
 */
export async function createModeratedBatch(folder: string, leadHome: string, rules: Partial<CampaignRules>, scores: ScoreTable): Promise<ModeratedBatch> {
  const [depot, media, leadKey] = ["depot", "media", "lead.key.json"].map((each) => path.join(folder, each)) as [string, string, string];
  for (const each of [depot, media]) await mkdir(each, { recursive: true });
  const file = (name: string) => path.join(folder, name);
  const definition = JSON.parse(await readFile(inRepository("assets", "demo", "campaign.json"), "utf8")) as { rules: CampaignRules };
  await writeFile(file("campaign.json"), JSON.stringify({ ...definition, rules: { ...definition.rules, minimumWatchedShare: 0, evidenceRequired: false, doubleMarkingShare: 0, ...rules } }));
  const candidates = [...new Set(Object.values(scores).flatMap((each) => Object.keys(each)))];
  const rows = candidates.flatMap((candidate) => QUESTIONS.map((question) => `${candidate},${question},${candidate}-${question}.mp4,,`));
  for (const row of rows) await copyFile(inRepository("tests", "fixtures", "recordings", "good.mp4"), path.join(media, row.split(",")[2]!));
  await writeFile(file("candidates.csv"), ["candidate,question,file,captions,seconds_allowed", ...rows].join("\n"));
  const allocated = Object.entries(scores).flatMap(([person, own]) => Object.keys(own).map((candidate) => `${person},${candidate},live,`));
  await writeFile(file("allocation.csv"), ["assessor,candidate,round,due", ...allocated].join("\n"));
  await must("keygen", "--out", leadKey);
  await must("pack", "--campaign", file("campaign.json"), "--candidates", file("candidates.csv"), "--media", media, "--batch", BATCH, "--depot", depot, "--key", leadKey, "--allocate", file("allocation.csv"));
  const homeOf = (person: string) => path.join(folder, `home-${person}`);
  const enrol = async (person: string, name: string, role: string, home: string) => {
    await must("invite", "--depot", depot, "--person", person, "--name", name, "--role", role, "--trust", leadKey, "--out", file(`${person}.json`));
    await must("enrol", "--home", home, "--file", file(`${person}.json`));
    await must("sync", "--home", home);
  };
  const batch: ModeratedBatch = {
    ...{ depot, leadHome, homeOf },
    async handIn(person, own) {
      const lines = Object.entries(own).flatMap(([candidate, points]) => points.map((score, at) => `${BATCH},${candidate},${QUESTIONS[at]!},${score},Seen in the recording`));
      await writeFile(file(`${person}.csv`), ["batch,candidate,question,score,note", ...lines].join("\n"));
      await must("mark", "--home", homeOf(person), "--csv", file(`${person}.csv`));
      await must("submit", "--home", homeOf(person), "--batch", BATCH);
    },
    reopen: async (person, reason) => void (await must("reopen", "--home", homeOf(person), "--batch", BATCH, "--reason", reason)),
    syncLead: async () => void (await must("sync", "--home", leadHome)),
  };
  await enrol("l-1", "Lena Lead", "lead", leadHome);
  for (const [person, own] of Object.entries(scores)) {
    await enrol(person, `Assessor ${person}`, "assessor", homeOf(person));
    await batch.handIn(person, own);
  }
  await batch.syncLead();
  return batch;
}
