import type { BoardAssessor, BoardPractice } from "../../../src-shared/bridge/lead/board.ts";
import type { BatchSummary } from "../../../src-shared/bridge/views.ts";
import { dataSize } from "../../../src-shared/data-size.ts";
import type { PracticeState } from "../../../src-shared/moderation/practice.ts";
import { describeProblem } from "../../../src-shared/problems/problem.ts";
import { err, ok } from "../../../src-shared/result.ts";
import { defineCommand } from "../command.ts";
import { putNoticesAway, readStatus, type DeskStatus, type LeadStatus } from "../../engine/views/status.ts";
import { count, momentText, restoredText, TOLD_UNTIL_READ, workText } from "../words.ts";

export const statusCommand = defineCommand({
  name: "status",
  summary: "Show a desk's batches, marks, recordings and outbox.",
  explanation: [
    "Shows how far the work on each batch is, which recordings are on this computer, and what waits to be delivered.",
    "Reaches for no network, and works while a window has the desk open. What came back from the depot, or from a backup, is",
    "told until somebody has read it: in the window, or here with --read. --batch tells of one batch alone, and names what is",
    "still to be marked; on a lead's desk, everybody who marks it. With --json all of that is there in any case.",
  ].join("\n"),
  options: {
    home: { value: "FOLDER", help: "The desk's data folder.", required: true },
    batch: { value: "ID", help: "Tell of this batch, and what is to be marked of it." },
    read: { help: "Tell for the last time what came back." },
  },
  async run({ home, batch: asked, read }, _argument, { now }) {
    const status = await readStatus(home, now);
    if (!status.ok) return status;
    if (asked !== undefined && ![...status.value.batches, ...(status.value.lead?.batches ?? [])].some((each) => each.batch === asked)) return err({ kind: status.value.lead ? "batch-unknown" : "batch-not-found", batch: asked });
    const putAway = read ? putNoticesAway(status.value, now()) : ok(undefined);
    if (!putAway.ok) return putAway;
    const { person, depot, batches, outbox, kept, space, restored, network, lead } = status.value;
    if (asked !== undefined) return ok({ json: { ...status.value }, text: oneBatchText(status.value, asked).join("\n") });
    const waiting = outbox.filter((set) => set.delivery.kind === "waiting");
    const goesOut = waiting.length > 0 || (lead !== null && lead.delivery.documents + lead.delivery.decisions > 0);
    const lines = [
      `${person.name} (${person.id}, ${person.role}), depot ${depot}.`,
      ...(batches.length === 0 && !lead ? ["No batch is here yet; desk sync fetches what is allocated."] : batches.map(batchText)),
      ...(lead ? leadText(lead) : []),
      network.lastSuccessAt === null ? "The depot was not reached yet." : `The depot was last reached ${momentText(network.lastSuccessAt)}.`,
      ...(network.problem && network.problemSince ? [`Since ${momentText(network.problemSince)}: ${describeProblem(network.problem)}`] : []),
      ...fetchingText(status.value.fetching),
      ...(goesOut ? [] : ["Nothing waits to be delivered."]),
      ...(waiting.length === 0 ? [] : [`${count(waiting.length, "set")} to be delivered: ${waiting.map((set) => `${set.batch} revision ${set.revision}`).join(", ")}; desk sync delivers.`]),
      ...outbox.flatMap((set) => (set.delivery.kind === "delivered" ? [`Delivered: ${set.batch} revision ${set.revision}, ${momentText(set.delivery.at)}, as ${set.key}${set.delivery.where === null ? "" : ` in ${set.delivery.where}`}.`] : [])),
      ...waiting.flatMap((set) => (set.delivery.kind === "waiting" && set.delivery.problem ? [`${set.batch} revision ${set.revision}: ${describeProblem(set.delivery.problem)}`] : [])),
      ...workText(status.value),
      ...(restored ? [restoredText(restored)] : []),
      ...((status.value.recoveries.length > 0 || restored) && !read ? [TOLD_UNTIL_READ] : []),
      ...(kept.inDepotUpTo === null ? [] : [`${kept.allInDepot ? "All marks" : `Marks up to ${momentText(kept.inDepotUpTo)}`} are in the depot too, sealed.`]),
      ...space.batches.flatMap((each) => (each.keptUntil !== null && each.files > 0 ? [`The recordings of ${each.batch} (${dataSize(each.bytes)}) are removed after ${each.keptUntil.slice(0, 10)}; desk tidy --batch ${each.batch} removes them now.`] : [])),
      `Free: ${dataSize(space.freeBytes)}, of which ${dataSize(space.reserveBytes)} are kept for marks; the database takes ${dataSize(space.databaseBytes)}, ${count(space.backups, "backup")} ${dataSize(space.backupBytes)}.`,
      `Kept here: ${count(kept.marks, "mark")}, ${count(kept.recordings, "recording")} (${dataSize(kept.vaultBytes)}).`,
    ];
    return ok({ json: { ...status.value }, text: lines.join("\n") });
  },
});

const stateText: Record<BatchSummary["state"], string> = {
  "not-started": "not started",
  marking: "being marked",
  complete: "complete, not submitted",
  submitted: "submitted",
  reopened: "reopened",
  stopped: "stopped by a team lead",
  extended: "submitted, and something of it open again or new",
};

function fetchingText({ paused, bandwidthLimit }: DeskStatus["fetching"]): string[] {
  return [
    ...(paused ? ["Fetching recordings is paused; desk sync --resume goes on."] : []),
    ...(bandwidthLimit === null ? [] : [`Recordings take ${dataSize(bandwidthLimit)} a second at most.`]),
  ];
}

/** Of each batch, while all of them are told. */
const MOST_PEOPLE = 20;

function oneBatchText({ batches, toMark, lead }: DeskStatus, asked: string): string[] {
  const own = batches.flatMap((each) => (each.batch === asked ? [batchText(each)] : []));
  const open = toMark.flatMap(({ batch, candidate, questions }) => (batch === asked ? [`  ${candidate}: ${questions.join(", ")}`] : []));
  const moderated = (lead?.batches ?? []).flatMap((each) => (each.batch === asked ? [leadBatchText(each), ...each.people.map(personText)] : []));
  return [...own, ...(open.length === 0 ? [] : ["Still to be marked:", ...open]), ...moderated];
}

function leadBatchText({ batch, campaignTitle, candidates, answers, assessors, sets, toSettle, asked, outcome }: LeadStatus["batches"][number]): string {
  const parts = [`${count(candidates, "candidate")}, ${count(answers, "answer")}`, `${sets} of ${count(assessors, "assessor")} handed in`, `${toSettle} to settle`, ...(asked > 0 ? [`${asked} sent back`] : [])];
  return `${batch} (${campaignTitle}): ${parts.join("; ")}; ${outcome === null ? "no outcome yet" : `outcome published, revision ${outcome}`}.`;
}

const personStateText: Record<BoardAssessor["state"], string> = { "not-started": "not started", marking: "marking", "handed-in": "handed in", stopped: "stopped" };

function personText({ person, state, candidates, answers, marked, sets, due, overdue, stopped, practice, withdrawals }: BoardAssessor): string {
  return `  ${[
    `${person}: ${personStateText[state]}${stopped ? ` (${stopped.because})` : ""}`,
    `${marked} of ${count(answers, "answer")} of ${count(candidates, "candidate")} marked`,
    ...(sets.length === 0 ? [] : [`set ${sets.at(-1)!.revision} is here`]),
    ...(practice ? [practiceText(practice)] : []),
    ...(withdrawals.length === 0 ? [] : [`knows ${withdrawals.map((each) => each.candidate).join(", ")}`]),
    ...(due === null ? [] : [`due ${due}${overdue ? ", which is over" : ""}`]),
  ].join("; ")}.`;
}

const practiceStateText: Record<PracticeState, string> = {
  none: "nothing to practise",
  "to-mark": "to mark",
  awaiting: "waits for definitive marks",
  "to-compare": "to compare",
  outside: "outside the tolerance",
  within: "within the tolerance",
  opened: "opened by a lead",
};

function practiceText({ state, compared, answers, opened }: BoardPractice): string {
  return `practice ${practiceStateText[state]}, ${compared} of ${answers} compared${opened ? ` (opened: ${opened.because})` : ""}`;
}

function leadText({ batches, delivery: { documents, decisions, closed } }: LeadStatus): string[] {
  const each = batches.flatMap((batch) => [leadBatchText(batch), ...batch.people.slice(0, MOST_PEOPLE).map(personText), ...(batch.people.length > MOST_PEOPLE ? [`  and ${batch.people.length - MOST_PEOPLE} more; desk status --batch ${batch.batch} names them all.`] : [])]);
  return [
    ...(each.length === 0 ? ["No batch is here yet; desk sync takes in what the depot has."] : each),
    ...(documents + decisions > 0 ? [`To go out: ${[...(documents > 0 ? [count(documents, "document")] : []), ...(decisions > 0 ? [count(decisions, "decision")] : [])].join(" and ")}; desk sync delivers.`] : []),
    ...closed.map(({ problem }) => describeProblem(problem)),
  ];
}

function batchText({ batch, campaignTitle, state, answers, recordings, due, practice, stopped }: BatchSummary): string {
  const practised = practice === null ? "" : `, practice ${practice.compared} of ${practice.answers} compared${practice.isLiveOpen ? "" : ", live marking closed"}${practice.opened ? `, opened by a team lead (${practice.opened.because})` : ""}`;
  const here = recordings.removed ? "recordings removed" : `${recordings.here} of ${count(recordings.total, "recording")} here`;
  return `${batch} (${campaignTitle}): ${stateText[state]}${stopped ? ` (${stopped.because})` : ""}; ${answers.marked} of ${count(answers.total, "answer")} marked, ${here}${practised}${due === null ? "" : `, due ${due}`}.`;
}
