import { memo } from "react";
import type { OutcomeRow, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { GridRow } from "../../components/row-grid/grid-row.tsx";
import type { RowInView } from "../../components/row-grid/row-grid.tsx";
import { Tag } from "../../components/tag.tsx";
import { points } from "../../format/points.ts";
import { behaviourFigure, placeWords } from "./outcome-words.ts";

interface MeritRowProps extends RowInView<OutcomeRow> {
  rules: OutcomeView["rules"];
}

/** One candidate in a line. */
export const MeritRow = memo(function MeritRow({ row, rules, ...place }: MeritRowProps) {
  return (
    <GridRow {...place} className="merit-row" waiting="Fetching this candidate">
      {row ? <Cells row={row} rules={rules} /> : null}
    </GridRow>
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
