import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { inRepository } from "../../../scripts/setup/places.ts";
import { createFolderDepot } from "../../../src-main/engine/depot/folder-depot.ts";
import { writeSealed } from "../../../src-main/engine/documents/documents.ts";
import { newestInvitation, readPeople, trustLeads } from "../../../src-main/engine/documents/trust.ts";
import { newestDocument, publish } from "../../../src-main/engine/packing/newest-document.ts";
import { createAuthor } from "../../../src-main/engine/packing/publish-documents.ts";
import type { AllocationDocument } from "../../../src-shared/documents/allocation.ts";
import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { depotKey, placeOf } from "../../../src-shared/documents/depot-keys.ts";
import { leadKeyFile } from "../../../src-shared/documents/people.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";
import { ASSESSOR, BATCH, deskCommand } from "./panel.ts";

const demo = inRepository("assets", "demo");
const ANSWERS = ["K-2038-q1", "K-2031-q1", "K-2031-q2"];

export interface PracticePanel {
  /** What a lead says of the assessor's work, as the next revision of their allocation. */
  say(said: Partial<Pick<AllocationDocument, "definitive" | "opened">>): Promise<void>;
}

/** A batch with one candidate to practise on and one to mark live, which the allocation has first; the assessor's desk is in `home`. */
export async function createPracticePanel(folder: string, home: string): Promise<PracticePanel> {
  const at = (name: string) => path.join(folder, name);
  for (const each of ["depot", "media"]) await mkdir(at(each));
  const campaign = JSON.parse(await readFile(path.join(demo, "campaign.json"), "utf8")) as CampaignDefinition;
  await writeFile(at("campaign.json"), JSON.stringify({ ...campaign, rules: { ...campaign.rules, minimumWatchedShare: 0, tolerance: 1, cumulativeTolerance: 2 } }));
  for (const answer of ANSWERS) for (const end of ["mp4", "vtt"]) await copyFile(path.join(demo, "media", `${answer}.${end}`), path.join(at("media"), `${answer}.${end}`));
  await writeFile(at("candidates.csv"), ["candidate,question,file,captions,seconds_allowed", ...ANSWERS.map((each) => `${each.slice(0, 6)},${each.slice(7)},${each}.mp4,${each}.vtt,`)].join("\n"));
  await writeFile(at("allocation.csv"), ["assessor,candidate,round,due", `${ASSESSOR},K-2038,live,`, `${ASSESSOR},K-2031,standardisation,`].join("\n"));
  await desk("keygen", "--out", at("lead.key.json"));
  await desk(
    ...["pack", "--campaign", at("campaign.json"), "--candidates", at("candidates.csv"), "--media", at("media"), "--batch", BATCH],
    ...["--depot", at("depot"), "--key", at("lead.key.json"), "--allocate", at("allocation.csv")],
  );
  await desk("invite", "--depot", at("depot"), "--person", ASSESSOR, "--name", "Anna Assessor", "--role", "assessor", "--trust", at("lead.key.json"), "--out", at("enrolment.json"));
  await desk("enrol", "--home", home, "--file", at("enrolment.json"));
  return { say: (said) => sayAsLead(at("depot"), at("lead.key.json"), said) };
}

async function sayAsLead(folder: string, keyFile: string, said: Partial<AllocationDocument>): Promise<void> {
  const leadKey = leadKeyFile.parse(JSON.parse(await readFile(keyFile, "utf8")));
  const depot = createFolderDepot(folder);
  const people = must(await readPeople(depot, await trustLeads([leadKey])));
  const author = createAuthor(depot, leadKey, people, { now: () => new Date(), software: "Assessor Desk test" });
  const keys = must(await depot.list(`allocations/${ASSESSOR}/${BATCH}/`));
  const { document, nextRevision } = must(await newestDocument("allocation", keys, depot, people.trust, [leadKey.identity]));
  const key = depotKey.allocation(ASSESSOR, BATCH, nextRevision);
  const next = { ...document!, ...said, ...author.envelope("allocation", placeOf(key)), revision: nextRevision };
  must(await publish(depot, key, await writeSealed("allocation", next, [newestInvitation(people, ASSESSOR)!.recipient, leadKey.recipient], leadKey.signingKey)));
}

async function desk(...args: string[]): Promise<void> {
  const { status, stderr } = await deskCommand(...args);
  if (status !== 0) throw new Error(`desk ${args[0]}: ${stderr}`);
}

function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(describeProblem(result.error));
  return result.value;
}
