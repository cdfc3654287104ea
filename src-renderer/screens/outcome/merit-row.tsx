import { memo } from "react";
import type { OutcomeRow, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { Tag } from "../../components/tag.tsx";
import { points } from "../../format/points.ts";
import { behaviourFigure, placeWords } from "./outcome-words.ts";

interface MeritRowProps {
  /** Counted from 0. */
  index: number;
  /** Not there yet while its page is being fetched. */
  row: OutcomeRow | undefined;
  rules: OutcomeView["rules"];
  active: boolean;
  /** Pixels from the beginning of the list. */
  top: number;
}

/** One candidate in a line. The heading line is the grid's row 1, so the first candidate is its row 2. */
export const MeritRow = memo(function MeritRow({ index, row, rules, active, top }: MeritRowProps) {
  return (
    <div role="row" aria-rowindex={index + 2} data-index={index} tabIndex={active ? 0 : -1} className="merit-row" style={{ transform: `translateY(${top}px)` }}>
      {row ? (
        <Cells row={row} rules={rules} />
      ) : (
        <span role="gridcell" className="merit-placeholder">
          <span className="unseen">Fetching this candidate</span>
        </span>
      )}
    </div>
  );
});

function Cells({ row, rules }: Pick<MeritRowProps, "rules"> & { row: OutcomeRow }) {
  const place = placeWords[row.place];
  return (
    <>
      <span role="gridcell" className="merit-number merit-rank">
        {row.rank === null ? <span className="soft">–</span> : row.rank}
        {row.shared && (
          <>
            <span aria-hidden="true">=</span>
            <span className="unseen"> shared</span>
          </>
        )}
      </span>
      <span role="gridcell" className="merit-candidate">
        {row.candidate}
      </span>
      {row.behaviours.map((behaviour, at) => (
        <span key={at} role="gridcell" className="merit-number merit-behaviour">
          {behaviour.passed === false && (
            <span className="merit-below">
              ▾<span className="unseen">below the pass mark: </span>
            </span>
          )}
          {behaviourFigure(behaviour, rules)}
        </span>
      ))}
      <span role="gridcell" className="merit-number merit-total">
        {points(row.total)}
      </span>
      <span role="gridcell">
        <Tag tone={place.tone}>{place.text}</Tag>
      </span>
      <span role="gridcell" className="merit-notes soft">
        {notes(row)}
      </span>
    </>
  );
}

/** That a place is shared stands beside it. */
function notes({ missing, answers, shared, tieReason, close }: OutcomeRow): string {
  return [missing > 0 ? `${missing} of ${answers} without a score` : answers === 0 ? "No answers" : "", tieReason !== null && !shared ? "Tie broken" : "", close ? "Close to passing" : ""].filter(Boolean).join(" · ");
}
