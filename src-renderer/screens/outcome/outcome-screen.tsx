import { useDeferredValue, useMemo, useState } from "react";
import type { OutcomeFilter, OutcomeSelection, OutcomeTie, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { LeadTabs } from "../../components/lead-tabs.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { number, plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { BeforePublishing } from "./before-publishing.tsx";
import { CandidateDialog } from "./candidate-dialog.tsx";
import { ChangesCard } from "./changes-card.tsx";
import { ExportMenu } from "./export-menu.tsx";
import { MeritGrid } from "./merit-grid.tsx";
import { outcomePlaceOf, type OutcomePlaceOnScreen } from "./outcome-place.ts";
import { filterLabels, filtersOf, ruleSentences } from "./outcome-words.ts";
import "./outcome.css";
import { PublishPanel } from "./publish-panel.tsx";
import { PublishedRevisions } from "./published-revisions.tsx";
import { TieDialog } from "./tie-dialog.tsx";
import { useMeritList } from "./use-merit-list.ts";

/** The order of merit of a batch: what is in the way of publishing it, who stands where and why, and what was published. */
export function OutcomeScreen({ batch }: { batch: string }) {
  const go = useGo();
  const { data: view, error } = useBridgeQuery("outcome.view", { batch });
  const goHome = () => go({ screen: "home" });
  return (
    <DeskFrame
      className="outcome"
      crumbs={[{ label: "Board", go: goHome }, { label: batch, go: () => go({ screen: "board", batch }) }, { label: "Outcome" }]}
      tabs={<LeadTabs batch={batch} screen="outcome" toSettle={view?.open.toSettle ?? null} />}
      onHome={goHome}
    >
      <div className="outcome-page">{view ? <OutcomeReady view={view} /> : error ? <QueryFailure error={error} /> : <p className="soft">Working out the order of merit…</p>}</div>
    </DeskFrame>
  );
}

function OutcomeReady({ view }: { view: OutcomeView }) {
  const { batch } = view;
  const [place] = useState(() => outcomePlaceOf(batch));
  const [filter, setFilter] = useState(place.filter);
  const [search, setSearch] = useState(place.search);
  const typed = useDeferredValue(search.trim());
  const wanted = useMemo((): OutcomeSelection => ({ batch, filter, search: typed }), [batch, filter, typed]);
  const list = useMeritList(wanted);
  const [open, setOpen] = useState<{ candidate: string } | { tie: OutcomeTie } | null>(null);
  const choose = (change: Partial<OutcomePlaceOnScreen>) => Object.assign(place, change, { activeIndex: 0, scrollTop: 0 });
  const show = (next: OutcomeFilter) => {
    choose({ filter: next, search: "" });
    setFilter(next);
    setSearch("");
  };
  return (
    <>
      <div className="outcome-top">
        <div>
          <ScreenHeading documentTitle={`Outcome of ${batch}`}>Outcome</ScreenHeading>
          <p className="soft">
            {batch}, {view.campaignTitle} · {plural(view.candidates, "candidate")}
          </p>
        </div>
        <label className="outcome-search">
          <span>Candidate</span>
          <input
            type="search"
            value={search}
            maxLength={100}
            placeholder="Part of the reference"
            onChange={(event) => {
              choose({ search: event.target.value });
              setSearch(event.target.value);
            }}
          />
        </label>
      </div>
      <div className="outcome-body">
        <div className="outcome-main">
          <fieldset className="outcome-filters">
            <legend className="unseen">Show</legend>
            {filtersOf(view).map((each) => (
              <label key={each}>
                <input
                  type="radio"
                  name="outcome-filter"
                  checked={each === filter}
                  onChange={() => {
                    choose({ filter: each });
                    setFilter(each);
                  }}
                />
                <span>
                  {filterLabels[each]} <span className="figures">{number(view.counts[each])}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {list && list.total > 0 && (
            <MeritGrid key={`${list.selection.filter} ${list.selection.search}`} selection={list.selection} total={list.total} view={view} place={place} onOpen={(candidate) => setOpen({ candidate })} />
          )}
          {list && list.total === 0 && <p className="card outcome-none">{list.selection.search === "" ? "Nobody is here." : "No reference has these characters."}</p>}
        </div>
        <div className="outcome-side">
          <BeforePublishing view={view} onTie={(tie) => setOpen({ tie })} onShow={show} />
          <ChangesCard view={view} onShow={show} onOpen={(candidate) => setOpen({ candidate })} />
          <PublishPanel view={view} />
          {view.published.length > 0 && <PublishedRevisions published={view.published} />}
          <section className="card outcome-panel" aria-labelledby="export-heading">
            <h2 id="export-heading">Save the record</h2>
            <ExportMenu batch={batch} candidate={null} />
          </section>
          <details className="card outcome-panel outcome-rules">
            <summary>How the order comes about</summary>
            <ul>
              {ruleSentences(view).map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          </details>
        </div>
      </div>
      {open && "candidate" in open && (
        <CandidateDialog key={open.candidate} view={view} candidate={open.candidate} onTie={(tie) => setOpen({ tie })} onClose={() => setOpen(null)} />
      )}
      {open && "tie" in open && <TieDialog view={view} tie={open.tie} onClose={() => setOpen(null)} />}
    </>
  );
}
