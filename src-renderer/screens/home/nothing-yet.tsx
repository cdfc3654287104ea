import type { HomeView } from "../../../src-shared/bridge/views.ts";

/** Before the first batch: still looked up, or nothing allocated. */
export function NothingYet({ home }: { home: HomeView }) {
  const { sync } = home;
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
