import { err, ok } from "../../../src-shared/result.ts";
import { defineCommand } from "../command.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { syncOnce, waitingSets } from "../sync-home.ts";
import { bytesText, count, workText } from "../words.ts";

export const syncCommand = defineCommand({
  name: "sync",
  summary: "Deliver what is submitted, and fetch what is allocated.",
  explanation: [
    "Delivers what waits in the outbox, then fetches documents and recordings; an interrupted recording goes on where it",
    "stopped. The exit status is 0 only when everything has come and everything has gone.",
  ].join("\n"),
  options: homeOptions,
  run: (values, _argument, context) =>
    withDesk(values, context, async (engine) => {
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
      const complete = recordings.here === recordings.total && waiting === 0;
      return ok({
        json: { home: values.home, depot: view.depot, sync, batches: view.batches.length, recordings, outbox: { waiting }, recoveries, laterLaptopAt, complete },
        text: [
          ...workText(view),
          complete
            ? `All is in step with ${view.depot}: ${count(view.batches.length, "batch", "batches")}, ${count(recordings.total, "recording")} (${bytesText(recordings.bytes)}), nothing waiting to be delivered.`
            : `Not everything got through: ${recordings.here} of ${count(recordings.total, "recording")} ${recordings.here === 1 ? "is" : "are"} here, ${count(waiting, "set")} still to be delivered. What is here is safe; synchronise again.`,
        ].join("\n"),
        good: complete,
      });
    }),
});
