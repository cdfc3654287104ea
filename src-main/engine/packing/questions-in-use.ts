import type { CampaignDefinition } from "../../../src-shared/documents/campaign.ts";
import { pathId } from "../../../src-shared/documents/ids.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import { newestDocument } from "./newest-document.ts";
import type { Author } from "./publish-documents.ts";
import { shortList } from "./read-candidates.ts";

/**
 * Why a campaign cannot be written like this: a campaign is one for all its batches, and another one has answers to questions that it no
 * longer has. Looks at other batches only where questions were taken out.
 */
export async function questionsInUse({ depot, people, leadKey }: Author, batch: string, now: CampaignDefinition, before: CampaignDefinition | null): Promise<Result<string | undefined, Problem>> {
  const still = new Set(now.questions.map((each) => each.id));
  const gone = (before?.questions ?? []).flatMap(({ id }) => (still.has(id) ? [] : [id]));
  if (gone.length === 0) return ok(undefined);
  const folders = await depot.folders("batches/");
  if (!folders.ok) return folders;
  for (const other of folders.value.filter((name) => name !== batch && pathId.safeParse(name).success)) {
    const keys = await depot.list(`batches/${other}/`);
    if (!keys.ok) return keys;
    const newest = await newestDocument("batch", keys.value, depot, people.trust, [leadKey.identity]);
    if (!newest.ok) return newest;
    const { document } = newest.value;
    if (document?.campaign !== now.id) continue;
    const used = new Set(document.candidates.flatMap((each) => each.answers.map((answer) => answer.question)));
    const missing = gone.filter((id) => used.has(id));
    if (missing.length > 0) return ok(`it no longer has ${shortList(missing)}, and the batch ${other} of the same campaign has answers to ${missing.length === 1 ? "that question" : "those questions"}`);
  }
  return ok(undefined);
}
