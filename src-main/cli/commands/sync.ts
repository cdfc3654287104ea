import type { BoardBatch } from "../../../src-shared/bridge/lead/board.ts";
import { LEAST_BANDWIDTH, type PreferencesChange } from "../../../src-shared/bridge/preferences.ts";
import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { dataSize } from "../../../src-shared/data-size.ts";
import { err, ok } from "../../../src-shared/result.ts";
import type { Engine } from "../../engine/engine.ts";
import { defineCommand, wrongUsage } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { syncOnce, waitingSets } from "../sync-home.ts";
import { count, TOLD_UNTIL_READ, workText } from "../words.ts";

export const syncCommand = defineCommand({
  name: "sync",
  summary: "Deliver what is submitted, and fetch what is allocated.",
  explanation: [
    "Delivers what waits in the outbox, then fetches documents and recordings; an interrupted recording goes on where it",
    "stopped. The exit status is 0 only when everything has come and everything has gone; with --pause, when all but",
    "recordings has. --pause, --resume and --limit are remembered, in the window too. While fetching is paused, sets and",
    "documents go on. A window or another command that is fetching has the data folder to itself: it is paused in the",
    "window, or stopped by ending the command, and what has come stays.",
  ].join("\n"),
  options: {
    ...homeOptions,
    pause: { help: "Fetch no recordings from now on." },
    resume: { help: "Fetch recordings again." },
    limit: { value: "KB", help: "Let recordings take so many kilobytes a second at most; none for as fast as it goes." },
    first: { value: "BATCH", help: "Fetch this batch's recordings before all others." },
  },
  async run(values, _argument, context) {
    const { pause, resume, limit, first } = values;
    if (pause && resume) return wrongUsage("--pause and --resume do not go together.");
    const bandwidthLimit = limit === undefined ? undefined : limit === "none" ? null : Math.round(Number(limit) * 1000);
    if (typeof bandwidthLimit === "number" && !(bandwidthLimit >= LEAST_BANDWIDTH)) return wrongUsage(`--limit is a number of kilobytes a second or none, not ${limit}.`);
    const chosen: PreferencesChange = { ...((pause || resume) && { fetchingPaused: pause }), ...(bandwidthLimit !== undefined && { bandwidthLimit }) };
    const synced = await withDesk(values, context, async (engine) => {
      const changed = await engine.request("preferences.set", chosen);
      if (!changed.ok) return changed;
      if (first !== undefined) {
        const wished = await engine.request("sync.fetch-now", { batch: first });
        if (!wished.ok) return wished;
      }
      const before = await taken(engine);
      const synced = await syncOnce(engine, context.progress);
      if (!synced.ok) return synced;
      const after = await taken(engine);
      const { sync, problem, view } = synced.value;
      if (problem) return err(problem);
      const recordings = { here: 0, total: 0, bytes: 0 };
      for (const batch of view.batches) {
        recordings.here += batch.recordings.here;
        recordings.total += batch.recordings.total;
        recordings.bytes += batch.recordings.hereBytes;
      }
      const { recoveries, laterLaptopAt } = view;
      const waiting = waitingSets(view).length;
      const paused = sync.kind === "paused";
      const complete = recordings.here === recordings.total && waiting === 0;
      return ok({
        json: { home: values.home, depot: view.depot, sync, batches: view.batches.length, recordings, outbox: { waiting }, recoveries, laterLaptopAt, paused, complete, lead: after && { batches: after.batches, setsTakenIn: after.sets - (before?.sets ?? 0), toSettle: after.toSettle, sentBack: after.sentBack } },
        text: [...workText(view), ...(recoveries.length > 0 ? [TOLD_UNTIL_READ] : []), ...stepText(view, { recordings, waiting, paused, isLead: after !== null }), ...(after ? [leadStepText(after, after.sets - (before?.sets ?? 0))] : []), ...removedText(view)].join("\n"),
        // What was held back because it was asked for is no failure.
        good: complete || (pause && waiting === 0),
      });
    });
    if (pause && !synced.ok && synced.error.kind === "store-in-use") context.note("What is being fetched there is paused in its window, or stopped by ending the command; what has come stays.");
    return synced;
  },
});

interface InStep {
  recordings: { here: number; total: number; bytes: number };
  waiting: number;
  paused: boolean;
  isLead: boolean;
}

/** What a lead's desk has taken in. */
interface Taken {
  batches: number;
  sets: number;
  toSettle: number;
  sentBack: number;
}

/** Null on an assessor's desk. */
async function taken(engine: Engine): Promise<Taken | null> {
  const board = await engine.request("board.view", {});
  if (!board.ok) return null;
  const { batches } = board.value;
  const sum = (of: (batch: BoardBatch) => number) => batches.reduce((total, each) => total + of(each), 0);
  return { batches: batches.length, sets: sum((each) => each.sets.revisions), toSettle: sum((each) => each.answers.toSettle), sentBack: sum((each) => each.answers.asked) };
}

function leadStepText({ batches, toSettle, sentBack }: Taken, sets: number): string {
  return `${count(batches, "batch", "batches")} to moderate; ${sets === 0 ? "no set" : count(sets, "set")} taken in now, ${toSettle} to settle${sentBack === 0 ? "" : `, ${sentBack} sent back`}.`;
}

function stepText({ depot, batches }: HomeView, { recordings: { here, total, bytes }, waiting, paused, isLead }: InStep): string[] {
  const came = `${here} of ${count(total, "recording")} ${here === 1 ? "is" : "are"} here`;
  const toDeliver = waiting === 0 ? "nothing waiting to be delivered" : `${count(waiting, "set")} still to be delivered`;
  if (isLead && batches.length === 0 && waiting === 0) return [`All is in step with ${depot}.`];
  if (here === total && waiting === 0) return [`All is in step with ${depot}: ${count(batches.length, "batch", "batches")}, ${total === 0 ? "no recording to fetch" : `${count(total, "recording")} (${dataSize(bytes)})`}, ${toDeliver}.`];
  if (paused) return [`Fetching is paused: ${came}. Documents and sets go on, ${toDeliver}; desk sync --resume fetches the rest.`];
  return [`Not everything got through: ${came}, ${toDeliver}. What is here is safe; synchronise again.`];
}

function removedText({ batches }: HomeView): string[] {
  return batches.flatMap(({ batch, recordings }) => (recordings.removed ? [`The recordings of ${batch} were removed from this computer; desk tidy --batch ${batch} --fetch-again lets them come again.`] : []));
}
