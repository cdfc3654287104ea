import { useState } from "react";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { FairnessView } from "../../../src-shared/bridge/lead/fairness.ts";
import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { exactTime, number, plural } from "../../format/time.ts";
import { GroupsField } from "./groups-field.tsx";
import { RatesTable } from "./rates-table.tsx";

/** How groups of candidates fare. Opened only when asked for: rates belong after the marks, not beside the work. */
export function FairnessCard({ batch }: { batch: string }) {
  const [open, setOpen] = useState(false);
  return (
    <section className="card quality-card" aria-labelledby="fairness-heading">
      <h2 id="fairness-heading">Fairness between groups</h2>
      <p>
        How many of each group pass, and the four-fifths ratio: a group’s rate over that of the group with the highest one. Small groups stay hidden, and no candidate’s group is ever shown. Look at it
        after the marks are settled; answers must not be settled by it.
      </p>
      {open ? (
        <Fairness batch={batch} />
      ) : (
        <div>
          <Button onClick={() => setOpen(true)}>Show the rates</Button>
        </div>
      )}
    </section>
  );
}

function Fairness({ batch }: { batch: string }) {
  const { data: view, error } = useBridgeQuery("fairness.view", { batch });
  if (error) return <QueryFailure error={error} />;
  if (!view) return <p className="soft">Working it out…</p>;
  return (
    <>
      <p className="soft" role="status">
        {fromWords(view)}
      </p>
      {view.groups?.attributes.map(({ attribute, passed, offered }) => (
        <div key={attribute} className="fairness-attribute">
          <RatesTable caption={`${attribute}: who passed`} rates={passed} />
          {offered && <RatesTable caption={`${attribute}: who is offered a place`} rates={offered} />}
          <p className="soft small">{notSaidWords(passed.notSaid)}</p>
        </div>
      ))}
      {view.groups && (
        <p className="soft small">
          Groups of fewer than {rounded(view.leastInGroup, 0)} are not shown, nor what would give them away. “Below” is said only where the whole interval lies below 0.8.
        </p>
      )}
      <GroupsField batch={batch} known={view.groups !== null} />
    </>
  );
}

function fromWords({ from, candidates }: FairnessView): string {
  if (from.kind === "published") return `${plural(candidates, "candidate")}, by the outcome’s revision ${from.revision} of ${exactTime(from.at)}.`;
  const left = from.incomplete > 0 ? ` ${plural(from.incomplete, "candidate")} without a result ${from.incomplete === 1 ? "is" : "are"} left out.` : "";
  return `${plural(candidates, "candidate")}, by what would be published now: nothing is published yet.${left}`;
}

function notSaidWords(notSaid: number | null): string {
  if (notSaid === null) return "How many did not say is not shown: it would give away a small group.";
  return notSaid === 0 ? "Everybody answered." : `${number(notSaid)} did not say.`;
}
