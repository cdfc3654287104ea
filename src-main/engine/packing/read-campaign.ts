import path from "node:path";
import { campaignDefinition, campaignRules, type CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { firstIssue } from "../documents/documents.ts";
import { readJsonText } from "../enrolment/json-text.ts";
import { readSmallFile } from "../enrolment/small-files.ts";
import { shortList } from "./read-candidates.ts";

const MAX_CAMPAIGN_BYTES = 4 * 1024 * 1024;

/** Reads the campaign that a lead wrote. A field that means nothing here is a note, but among the rules it is a fault. */
export async function readCampaign(file: string): Promise<Result<{ campaign: CampaignDefinition; notes: string[] }, Problem>> {
  const invalid = (reason: string) => err({ kind: "campaign-invalid" as const, file: path.basename(file), reason });
  const bytes = await readSmallFile(file, MAX_CAMPAIGN_BYTES);
  if (!bytes.ok) return bytes;
  const json = readJsonText(bytes.value);
  if (!json.ok) return invalid(json.error);
  // First: a misspelt name explains best why the rule that was meant is missing.
  const rules = unknownRules(json.value);
  if (rules !== undefined) return invalid(rules);
  const campaign = campaignDefinition.safeParse(json.value);
  if (!campaign.success) return invalid(firstIssue(campaign.error));
  return ok({ campaign: campaign.data, notes: unknownFieldsNote(path.basename(file), json.value, campaign.data) });
}

/** A misspelt rule would leave the campaign with the usual one instead, and what is published cannot be taken back. */
function unknownRules(campaign: unknown): string | undefined {
  const { rules } = Object(campaign) as { rules?: unknown };
  if (typeof rules !== "object" || rules === null || Array.isArray(rules)) return undefined;
  const known = Object.keys(campaignRules.shape);
  const unknown = Object.keys(rules).filter((name) => !known.includes(name));
  if (unknown.length === 0) return undefined;
  const meant = unknown.map((name) => {
    const near = nearest(name, known);
    return near === undefined ? name : `${name} (${near} is probably meant)`;
  });
  const list = unknown.every((name) => nearest(name, known) !== undefined) ? "" : `; the rules are ${known.join(", ")}`;
  return `its rules have ${unknown.length === 1 ? "a field that means" : "fields that mean"} nothing: ${shortList(meant)}${list}`;
}

const MOST_SLIPS = 2;

/** The known name that is one or two letters off, capital letters aside. */
function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((each) => [each, distance(name.toLowerCase(), each.toLowerCase())] as const);
  distances.sort(([, a], [, b]) => a - b);
  const [first] = distances;
  return first && first[1] <= MOST_SLIPS ? first[0] : undefined;
}

/** Letters to put in, take out or replace to make one name of the other. */
function distance(from: string, to: string): number {
  // No name of a rule is as long, and the work grows with both lengths.
  if (from.length > 100) return Infinity;
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) next.push(Math.min(next[at - 1]! + 1, row[at]! + 1, row[at - 1]! + (letter === to[at - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1)!;
}

function unknownFieldsNote(file: string, written: unknown, read: CampaignDefinition): string[] {
  const unknown = unknownFields(written, read);
  if (unknown.length === 0) return [];
  return [`${file}: ${shortList(unknown)} ${unknown.length === 1 ? "means" : "mean"} nothing here and ${unknown.length === 1 ? "was" : "were"} left aside; check the spelling.`];
}

/** Names of the fields that were written and not read, such as `questions[1].hint`. */
function unknownFields(written: unknown, read: unknown, place = ""): string[] {
  if (Array.isArray(written) && Array.isArray(read)) return written.flatMap((each, index) => unknownFields(each, read[index], `${place}[${index + 1}]`));
  if (typeof written !== "object" || written === null || typeof read !== "object" || read === null) return [];
  const known = new Map(Object.entries(read));
  return Object.entries(written).flatMap(([name, value]) => {
    const here = place === "" ? name : `${place}.${name}`;
    return known.has(name) ? unknownFields(value, known.get(name), here) : [here];
  });
}
