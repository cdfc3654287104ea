import { queueFilter, type QueueFilter, type QueueView } from "../../../src-shared/bridge/queue.ts";
import { number } from "../../format/time.ts";
import { filterLabel } from "./queue-words.ts";

interface QueueFiltersProps {
  view: QueueView;
  filter: QueueFilter;
  score: number;
  /** Whether the counts of `below` and `above` are for this score already. */
  scoreCounted: boolean;
  onFilter: (filter: QueueFilter) => void;
  onScore: (score: number) => void;
}

/** Which answers are shown, each choice with how many there are. */
export function QueueFilters({ view, filter, score, scoreCounted, onFilter, onScore }: QueueFiltersProps) {
  return (
    <fieldset className="card queue-filters">
      <legend className="unseen">Show</legend>
      {queueFilter.options.map((each) => {
        const comparing = each === "below" || each === "above";
        return (
          <label key={each} className={each === filter ? "queue-filter queue-filter-chosen" : "queue-filter"}>
            <input type="radio" name="queue-filter" checked={each === filter} onChange={() => onFilter(each)} />
            <span>{filterLabel(each, score)}</span>
            <span className="queue-count">{comparing && !scoreCounted ? "" : number(view.counts[each])}</span>
          </label>
        );
      })}
      <label className="queue-compare small">
        Compare scores with
        <select value={score} onChange={(event) => onScore(Number(event.target.value))}>
          {view.scale.map((point) => (
            <option key={point.value} value={point.value}>
              {point.value}
              {point.value === view.passMark ? ", the pass mark" : ""}
            </option>
          ))}
        </select>
      </label>
    </fieldset>
  );
}
