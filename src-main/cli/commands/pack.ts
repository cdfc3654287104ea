import { tmpdir } from "node:os";
import { dataSize } from "../../../src-shared/data-size.ts";
import { ok } from "../../../src-shared/result.ts";
import { readLeadKey } from "../../engine/enrolment/lead-key-file.ts";
import { pack, type Packed, type PackProgress } from "../../engine/packing/pack.ts";
import { defineCommand } from "../command.ts";
import { CREDENTIALS_HELP, DEPOT_HELP, openLeadDepot } from "../lead-depot.ts";
import type { Step } from "../progress.ts";
import { count } from "../words.ts";

export const packCommand = defineCommand({
  name: "pack",
  summary: "Publish a batch of recordings, and who marks whom.",
  explanation: [
    "Looks into every recording first and refuses all that cannot be used together, before anything is published. Then",
    "each is sealed under a key of its own and put into the depot, and the batch's document last: nobody ever sees half a",
    "batch. Packing the same batch again publishes only what has changed, as its next revision.",
    CREDENTIALS_HELP,
    "",
    "The candidates table has the columns candidate, question, file, captions, seconds_allowed; the allocation table",
    "assessor, candidate, round (live or standardisation), due (such as 2026-11-27). Both are CSV in UTF-8.",
  ].join("\n"),
  options: {
    campaign: { value: "FILE", help: "The campaign: behaviours, scale, questions, rules (JSON).", required: true },
    candidates: { value: "FILE", help: "The candidates and their recordings (CSV).", required: true },
    media: { value: "FOLDER", help: "Where the recordings and captions lie.", required: true },
    batch: { value: "ID", help: "The batch's name.", required: true },
    depot: { value: "URL", help: DEPOT_HELP, required: true },
    key: { value: "FILE", help: "The lead's key file.", required: true },
    allocate: { value: "FILE", help: "Who marks which candidates (CSV)." },
    mend: { help: "Read what the depot holds of the batch, and publish anew what is damaged there." },
  },
  async run({ campaign, candidates, media, batch, depot: depotUrl, key, allocate = null, mend }, _argument, context) {
    const { now, software, progress } = context;
    const depot = await openLeadDepot(depotUrl, "publish", context);
    if (!depot.ok) return depot;
    const leadKey = await readLeadKey(key);
    if (!leadKey.ok) return leadKey;
    const packed = await pack({
      campaignFile: campaign,
      candidatesFile: candidates,
      mediaFolder: media,
      allocationFile: allocate,
      mend,
      batch,
      depot: depot.value,
      leadKey: leadKey.value,
      temporaryFolder: tmpdir(),
      software,
      now,
      onProgress: (each) => progress.show(stepOf(each)),
    });
    if (!packed.ok) return packed;
    return ok({ json: { ...packed.value }, text: textOf(packed.value), notes: packed.value.warnings });
  },
});

/** How packing shows on a progress bar. */
export function stepOf(progress: PackProgress): Step {
  const { doneFiles: done, totalFiles: total } = progress;
  if (progress.kind === "reading") return { what: "Reading the depot", done, total };
  if (progress.kind === "checking") return { what: "Looking into recordings", done, total };
  return { what: "Sealing and sending", done, total, bytes: { done: progress.doneBytes, total: progress.totalBytes } };
}

function textOf({ batch, revision, changed, campaign, candidates, answers, recordings, bytes, allocations }: Packed): string {
  const lines = [
    changed
      ? `${batch} is published as revision ${revision}: ${count(answers, "answer")} of ${count(candidates, "candidate")}, campaign ${campaign.id} revision ${campaign.revision}.`
      : `${batch} is in the depot just so already, as revision ${revision}: nothing was published again.`,
    `${count(recordings.published, "recording")} sealed and sent (${dataSize(bytes)}), ${recordings.reused} kept from before.`,
  ];
  for (const { assessor, revision: number, candidates: own, invited, changed: fresh } of allocations) {
    lines.push(`${assessor} marks ${count(own, "candidate")} (${fresh ? `allocation ${number}` : `allocation ${number}, as before`}).`);
    if (!invited) lines.push(`${assessor} is not invited yet, so only leads can open this: desk invite opens it for ${assessor}.`);
  }
  return lines.join("\n");
}
