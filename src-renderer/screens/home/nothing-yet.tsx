import type { HomeView } from "../../../src-shared/bridge/views.ts";
import { ProgressBar } from "../../components/progress-bar.tsx";
import { dataSize } from "../../format/size.ts";
import { plural } from "../../format/time.ts";

/** Before the first batch: still on its way, or nothing allocated. */
export function NothingYet({ home }: { home: HomeView }) {
  const { sync } = home;
  if (sync.kind === "fetching")
    return (
      <section className="card nothing-yet">
        <h2>Your first batch is on its way</h2>
        <p>
          {sync.doneFiles} of {plural(sync.totalFiles, "file")}, {dataSize(sync.doneBytes)} of {dataSize(sync.totalBytes)}.
        </p>
        <ProgressBar label="Fetching your first batch" done={sync.doneBytes} total={sync.totalBytes} tone="teal" />
        <p className="soft">It can be interrupted: it carries on where it stopped.</p>
      </section>
    );
  return (
    <section className="card nothing-yet">
      <h2>{sync.kind === "checking" ? "Reading the depot" : "Nothing is allocated to you yet"}</h2>
      <p className="soft">
        {sync.kind === "checking"
          ? "What is allocated to you is being looked up. This takes a moment."
          : "As soon as your team lead allocates candidates to you, they are fetched and appear here by themselves. There is nothing that you have to do."}
      </p>
    </section>
  );
}
