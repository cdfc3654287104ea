import { mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import type { BatchAnswer, BatchDocument } from "../../../src-shared/documents/batch.ts";
import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { pathId } from "../../../src-shared/documents/ids.ts";
import type { LeadKeyFile } from "../../../src-shared/documents/people.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { Depot } from "../depot/depot.ts";
import { firstIssue } from "../documents/documents.ts";
import { belongsToOthers, readPeople, trustLeads } from "../documents/trust.ts";
import { trustedLeadOf } from "../enrolment/lead-key-file.ts";
import { writeProblem } from "../files/durable-files.ts";
import { checkRecordings, type CheckedAnswer } from "./check-recordings.ts";
import { findDamaged } from "./find-damaged.ts";
import { newestDocument } from "./newest-document.ts";
import { prepareAllocations, publishAllocations, type PublishedAllocation } from "./publish-allocations.ts";
import { createAuthor, publishBatch, publishCampaign } from "./publish-documents.ts";
import { publishRecordings } from "./publish-recordings.ts";
import { questionsInUse } from "./questions-in-use.ts";
import { readCampaign } from "./read-campaign.ts";
import { allocationColumns, readAllocation, type AllocatedCandidate } from "./read-allocation.ts";
import { candidateColumns, missingAnswers, readCandidates, shortList, type PlannedAnswer } from "./read-candidates.ts";
import { ignoredColumnsNote, readTable } from "./read-table.ts";
import { spelledOtherwise } from "./same-name.ts";

export interface PackRequest {
  campaignFile: string;
  candidatesFile: string;
  mediaFolder: string;
  batch: string;
  depot: Depot;
  leadKey: LeadKeyFile;
  /** `null`: nobody is allocated anything. */
  allocationFile: string | null;
  /** Reads what an earlier revision published, and seals anew what is damaged in the depot. Takes as long as fetching it all. */
  mend?: boolean;
  /** A folder for sealed files on their way, such as the system's own; nothing stays in it. */
  temporaryFolder: string;
  software: string;
  now: () => Date;
  onProgress: (progress: PackProgress) => void;
}

/** First every file is looked into, then what is new is sealed and sent. */
export type PackProgress =
  | { kind: "checking"; doneFiles: number; totalFiles: number }
  /** What the depot holds already, where it is to be mended. */
  | { kind: "reading"; doneFiles: number; totalFiles: number }
  | { kind: "publishing"; doneFiles: number; totalFiles: number; doneBytes: number; totalBytes: number };

export interface Packed {
  batch: string;
  revision: number;
  /** False: the newest revision said all of this already. */
  changed: boolean;
  campaign: { id: string; revision: number };
  candidates: number;
  answers: number;
  recordings: { published: number; reused: number };
  /** Sealed bytes that went to the depot. */
  bytes: number;
  allocations: PublishedAllocation[];
  /** Whole sentences: what a lead should look at, though nothing was wrong enough to stop. */
  warnings: string[];
}

/**
 * Publishes a batch: checks everything first, then seals and sends recordings, then the campaign, and the batch
 * document last, then the allocations. Whatever stops it, no reader ever sees half a batch, and packing again
 * finishes the work without sending twice what an earlier revision holds.
 */
export async function pack(request: PackRequest): Promise<Result<Packed, Problem>> {
  const { depot, leadKey, batch } = request;
  const input = await readInput(request);
  if (!input.ok) return input;
  const { campaign, planned, allocated, notes } = input.value;

  const people = await readPeople(depot, await trustLeads([trustedLeadOf(leadKey)]));
  if (!people.ok) return people;
  if (belongsToOthers(people.value)) return err({ kind: "depot-of-others", where: depot.where, person: leadKey.person });
  const author = createAuthor(depot, leadKey, people.value, request);
  for (const [what, folder, name] of [["campaign", "campaigns/", campaign.id], ["batch", "batches/", batch]] as const) {
    const published = await depot.folders(folder);
    if (!published.ok) return published;
    const other = spelledOtherwise(name, published.value);
    if (other !== undefined) return err({ kind: "input-invalid", reason: `The ${what} ${name} differs from ${other}, which is published already, only in capital letters; use the same spelling, or another name.` });
  }
  const campaignKeys = await depot.list(`campaigns/${campaign.id}/`);
  if (!campaignKeys.ok) return campaignKeys;
  const earlierCampaign = await newestDocument("campaign", campaignKeys.value, depot, people.value.trust, [leadKey.identity]);
  if (!earlierCampaign.ok) return earlierCampaign;
  const inUse = await questionsInUse(author, batch, campaign, earlierCampaign.value.document?.campaign ?? null);
  if (!inUse.ok) return inUse;
  if (inUse.value !== undefined) return err({ kind: "campaign-invalid", file: path.basename(request.campaignFile), reason: inUse.value });
  const batchKeys = await depot.list(`batches/${batch}/`);
  if (!batchKeys.ok) return batchKeys;
  const earlierBatch = await newestDocument("batch", batchKeys.value, depot, people.value.trust, [leadKey.identity]);
  if (!earlierBatch.ok) return earlierBatch;
  const { document: earlier } = earlierBatch.value;
  if (earlier && earlier.campaign !== campaign.id)
    return err({ kind: "input-invalid", reason: `The batch ${batch} belongs to the campaign ${earlier.campaign}, not to ${campaign.id}; give this batch another name.` });
  const allocations = await prepareAllocations(author, batch, allocated);
  if (!allocations.ok) return allocations;

  const checked = await checkRecordings(planned, request.mediaFolder, campaign, (doneFiles) => request.onProgress({ kind: "checking", doneFiles, totalFiles: planned.length }));
  if (!checked.ok) return checked;

  const objectsThere = new Set(batchKeys.value.flatMap((key) => {
    const place = parseDepotKey(key);
    return place?.kind === "media" ? [place.object] : [];
  }));
  const damaged = request.mend && earlier ? await findDamaged(depot, earlier, objectsThere, (doneFiles, totalFiles) => request.onProgress({ kind: "reading", doneFiles, totalFiles })) : ok(new Set<string>());
  if (!damaged.ok) return damaged;
  for (const object of damaged.value) objectsThere.delete(object);
  const published = await inTemporaryFolder(request.temporaryFolder, (temporaryFolder) =>
    publishRecordings(checked.value.answers, { depot, batch, temporaryFolder, earlier, objectsThere }, (progress) => request.onProgress({ kind: "publishing", ...progress })));
  if (!published.ok) return published;

  const campaignNow = await publishCampaign(author, campaign, earlierCampaign.value);
  if (!campaignNow.ok) return campaignNow;
  const candidates = inCampaignOrder(published.value.answers, campaign);
  const batchNow = await publishBatch(author, { batch, campaign: campaign.id, campaignRevision: campaignNow.value.revision, candidates }, earlierBatch.value);
  if (!batchNow.ok) return batchNow;
  const ground = { batch, campaign: campaign.id, campaignIdentity: campaignNow.value.identity, batchIdentity: batchNow.value.identity };
  const allocationsNow = await publishAllocations(author, allocations.value.prepared, ground);
  if (!allocationsNow.ok) return allocationsNow;

  const ignored = [...people.value.alarms.map((alarm) => alarm.problem), ...earlierCampaign.value.ignored, ...earlierBatch.value.ignored, ...allocations.value.prepared.flatMap((each) => each.ignored)];
  const warnings = [...notes, ...checked.value.warnings, ...leftOut(earlier, candidates), ...ignored.map(describeProblem)];
  if (damaged.value.size > 0) warnings.push(`${damaged.value.size} of the batch's files ${damaged.value.size === 1 ? "was" : "were"} damaged in the depot and ${damaged.value.size === 1 ? "is" : "are"} published anew; what is damaged stays there, and nobody uses it any more.`);
  if (request.allocationFile !== null && allocations.value.unmentioned.length > 0)
    warnings.push(`The allocation does not mention ${shortList(allocations.value.unmentioned)}, who had one for this batch before; theirs stays as it was.`);
  return ok({
    batch,
    revision: batchNow.value.revision,
    changed: batchNow.value.changed,
    campaign: { id: campaign.id, revision: campaignNow.value.revision },
    candidates: candidates.length,
    answers: planned.length,
    recordings: published.value.recordings,
    bytes: published.value.publishedBytes,
    allocations: allocationsNow.value,
    warnings,
  });
}

interface PackInput {
  campaign: CampaignDefinition;
  planned: PlannedAnswer[];
  allocated: Map<string, AllocatedCandidate[]>;
  notes: string[];
}

/** Reads and checks what the lead wrote: the batch's name, the campaign and the tables. */
async function readInput({ batch, campaignFile, candidatesFile, allocationFile }: PackRequest): Promise<Result<PackInput, Problem>> {
  const id = pathId.safeParse(batch);
  if (!id.success) return err({ kind: "input-invalid", reason: `The batch's name ${firstIssue(id.error)}.` });
  const campaign = await readCampaign(campaignFile);
  if (!campaign.ok) return campaign;
  const candidateTable = await readTable(candidatesFile, candidateColumns);
  if (!candidateTable.ok) return candidateTable;
  const { campaign: definition } = campaign.value;
  const planned = readCandidates(path.basename(candidatesFile), candidateTable.value, definition);
  if (!planned.ok) return planned;
  const notes = [...campaign.value.notes, ...ignoredColumnsNote(path.basename(candidatesFile), candidateTable.value.ignoredColumns)];
  const missing = missingAnswers(planned.value, definition);
  if (missing !== undefined) notes.push(missing);

  if (allocationFile === null) return ok({ campaign: definition, planned: planned.value, allocated: new Map(), notes });
  const allocationTable = await readTable(allocationFile, allocationColumns);
  if (!allocationTable.ok) return allocationTable;
  const allocated = readAllocation(path.basename(allocationFile), allocationTable.value, new Set(planned.value.map((answer) => answer.candidate)));
  if (!allocated.ok) return allocated;
  notes.push(...ignoredColumnsNote(path.basename(allocationFile), allocationTable.value.ignoredColumns));
  return ok({ campaign: definition, planned: planned.value, allocated: allocated.value, notes });
}

async function inTemporaryFolder<T>(parent: string, act: (folder: string) => Promise<Result<T, Problem>>): Promise<Result<T, Problem>> {
  let folder: string;
  try {
    folder = await mkdtemp(path.join(parent, "assessor-desk-"));
  } catch (error) {
    return err(writeProblem(error, parent));
  }
  try {
    return await act(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Candidates as the table first names them; their answers in the order of the campaign's questions. */
function inCampaignOrder(answers: ReadonlyMap<CheckedAnswer, BatchAnswer>, campaign: CampaignDefinition): BatchDocument["candidates"] {
  const order = campaign.questions.map((question) => question.id);
  const byCandidate = new Map<string, BatchAnswer[]>();
  for (const [{ candidate }, answer] of answers) byCandidate.set(candidate, [...(byCandidate.get(candidate) ?? []), answer]);
  return [...byCandidate].map(([candidate, own]) => ({ candidate, answers: own.sort((a, b) => order.indexOf(a.question) - order.indexOf(b.question)) }));
}

function leftOut(earlier: BatchDocument | null, now: BatchDocument["candidates"]): string[] {
  const named = (candidates: BatchDocument["candidates"]) => candidates.flatMap(({ candidate, answers }) => answers.map((answer) => `${candidate} (${answer.question})`));
  const still = new Set(named(now));
  const gone = named(earlier?.candidates ?? []).filter((answer) => !still.has(answer));
  return gone.length === 0 ? [] : [`The batch's earlier revision also had ${shortList(gone)}; this one no longer does.`];
}
