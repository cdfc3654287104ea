import { useEffect, useMemo, useRef, useState, type RefObject } from "react";
import type { QueueFilter } from "../../../src-shared/bridge/queue.ts";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { ScreenHeading } from "../../components/screen-heading.tsx";
import { number, plural } from "../../format/time.ts";
import { KeyHint } from "../../keyboard/key-hint.tsx";
import { useActions } from "../../keyboard/use-actions.ts";
import { useShortcut } from "../../keyboard/use-shortcut.ts";
import { useGo } from "../../route.ts";
import { QueueEmpty } from "./queue-empty.tsx";
import { QueueFilters } from "./queue-filters.tsx";
import { QueueGrid } from "./queue-grid.tsx";
import { QueueOrder } from "./queue-order.tsx";
import { comparesScore } from "./queue-page-query.ts";
import { queuePlaceOf, selectionAt, type QueuePlace } from "./queue-place.ts";
import "./queue.css";
import { useQueueList, type QueueList } from "./use-queue-list.ts";

/** A search is asked for once nothing was typed for so long. */
const SEARCH_AFTER_MS = 120;

/** Every answer of a batch, to look over and to choose from. */
export function QueueScreen({ batch, filter }: { batch: string; filter?: QueueFilter | undefined }) {
  const go = useGo();
  const [place] = useState(() => queuePlaceOf(batch, filter));
  const choice = useChoice(batch, place);
  const { list, error } = useQueueList(choice.wanted, place.activeIndex);
  const goHome = () => go({ screen: "home", own: true });
  return (
    <DeskFrame
      className="queue"
      crumbs={[{ label: "Your work", go: goHome }, { label: batch, go: () => go({ screen: "check", batch }) }, { label: "Queue" }]}
      progress={list ? `${number(list.view.marked)} of ${number(list.view.counts.all)} marked` : null}
      onHome={goHome}
    >
      <div className="queue-page">
        {list ? <QueueReady list={list} place={place} choice={choice} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening the queue…</p>}
      </div>
    </DeskFrame>
  );
}

/** What the assessor has chosen to see. Every choice begins its list at the top. */
function useChoice(batch: string, place: QueuePlace) {
  const [filter, setFilter] = useState(place.filter);
  const [score, setScore] = useState(place.score);
  const [search, setSearch] = useState(place.search);
  const wanted = useMemo(() => selectionAt(batch, { filter, score, search }), [batch, filter, score, search]);
  const choose = (change: Partial<QueuePlace>) => Object.assign(place, change, { activeIndex: 0, scrollTop: 0, leftByRow: false });
  return {
    wanted,
    chooseFilter(next: QueueFilter) {
      choose({ filter: next });
      setFilter(next);
    },
    chooseScore(next: number) {
      choose({ score: next });
      setScore(next);
    },
    chooseSearch(next: string) {
      choose({ search: next });
      setSearch(next);
    },
    chooseOrder: () => void choose({}),
  };
}

type Choice = ReturnType<typeof useChoice>;

function QueueReady({ list: { selection, view }, place, choice }: { list: QueueList; place: QueuePlace; choice: Choice }) {
  const searchField = useRef<HTMLInputElement>(null);
  const { filter, search } = choice.wanted;
  useActions<"queue">({ searchQueue: () => searchField.current?.select() });
  const gridKey = [selection.filter, comparesScore(selection) ? selection.score : "", selection.search, view.order].join("|");
  const all = plural(view.counts.all, "answer");
  const count = selection.filter === "all" && selection.search === "" ? all : `${number(view.total)} of ${all}`;
  return (
    <>
      <div className="queue-top">
        <div>
          <ScreenHeading documentTitle={`Queue of ${view.batch}`}>Queue</ScreenHeading>
          <p className="soft">
            {view.batch}, {view.campaignTitle} · <span role="status">{count}</span>
            {view.submittedAt && " · submitted: to look at only"}
          </p>
        </div>
        <QueueOrder view={view} onChange={choice.chooseOrder} />
        <SearchField field={searchField} value={search} onSearch={choice.chooseSearch} />
      </div>
      <div className="queue-body">
        <QueueFilters view={view} filter={filter} score={choice.wanted.score ?? view.passMark} scoreCounted={selection.score === choice.wanted.score} onFilter={choice.chooseFilter} onScore={choice.chooseScore} />
        {view.total > 0 ? (
          <QueueGrid key={gridKey} selection={selection} view={view} place={place} />
        ) : (
          <QueueEmpty
            selection={selection}
            score={selection.score ?? view.passMark}
            onShowAll={() => {
              choice.chooseFilter("all");
              choice.chooseSearch("");
            }}
          />
        )}
      </div>
    </>
  );
}

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>;
  value: string;
  onSearch: (search: string) => void;
}

function SearchField({ field, value, onSearch }: SearchFieldProps) {
  const shortcut = useShortcut("searchQueue");
  const [typed, setTyped] = useState(value);
  const [told, setTold] = useState(value);
  // Cleared from elsewhere: what is typed follows.
  if (told !== value) {
    setTold(value);
    setTyped(value);
  }
  useEffect(() => {
    if (typed.trim() === value) return;
    const timer = setTimeout(() => {
      setTold(typed.trim());
      onSearch(typed.trim());
    }, SEARCH_AFTER_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label className="queue-search">
      <span>
        Candidate <KeyHint action="searchQueue" />
      </span>
      <input ref={field} type="text" value={typed} maxLength={100} placeholder="Part of the reference" aria-keyshortcuts={shortcut.ariaKeys} onChange={(event) => setTyped(event.target.value)} />
    </label>
  );
}
