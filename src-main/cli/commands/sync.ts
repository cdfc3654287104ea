import { err, ok } from "../../../src-shared/result.ts";
import { LEAST_BANDWIDTH, type PreferencesChange } from "../../../src-shared/bridge/preferences.ts";
import { defineCommand, wrongUsage } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { syncOnce, waitingSets } from "../sync-home.ts";
import { bytesText, count, workText } from "../words.ts";

export const syncCommand = defineCommand({
  name: "sync",
  summary: "Deliver what is submitted, and fetch what is allocated.",
  explanation: [
    "Delivers what waits in the outbox, then fetches documents and recordings; an interrupted recording goes on where it",
    "stopped. The exit status is 0 only when everything has come and everything has gone.",
    "--pause, --resume and --limit are remembered, in the window too. While fetching is paused, sets and documents go on.",
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
    return withDesk(values, context, async (engine) => {
      const changed = await engine.request("preferences.set", chosen);
      if (!changed.ok) return changed;
      if (first !== undefined) {
        const wished = await engine.request("sync.fetch-now", { batch: first });
        if (!wished.ok) return wished;
      }
      const synced = await syncOnce(engine, context.progress);
      if (!synced.ok) return synced;
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
        json: { home: values.home, depot: view.depot, sync, batches: view.batches.length, recordings, outbox: { waiting }, recoveries, laterLaptopAt, paused, complete },
        text: [
          ...workText(view),
          complete
            ? `All is in step with ${view.depot}: ${count(view.batches.length, "batch", "batches")}, ${count(recordings.total, "recording")} (${bytesText(recordings.bytes)}), nothing waiting to be delivered.`
            : `Not everything got through: ${recordings.here} of ${count(recordings.total, "recording")} ${recordings.here === 1 ? "is" : "are"} here, ${count(waiting, "set")} still to be delivered. What is here is safe; ${paused ? "fetching is paused, and desk sync --resume goes on." : "synchronise again."}`,
        ].join("\n"),
        good: complete,
      });
    });
  },
});
