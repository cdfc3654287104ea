import type { CSSProperties } from "react";
import type { OutcomeSelection, OutcomeView } from "../../../src-shared/bridge/lead/outcome.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { RowGrid } from "../../components/row-grid/row-grid.tsx";
import "./merit-grid.css";
import { MeritRow } from "./merit-row.tsx";
import type { OutcomePlaceOnScreen } from "./outcome-place.ts";
import { behaviourWord } from "./outcome-words.ts";
import { meritPageQuery } from "./use-merit-list.ts";

const ROW_HEIGHT = 36;
const HEAD_HEIGHT = 56;
/** Beside the behaviours. */
const COLUMNS = 5;

interface MeritGridProps {
  selection: OutcomeSelection;
  total: number;
  view: OutcomeView;
  place: OutcomePlaceOnScreen;
  onOpen: (candidate: string) => void;
}

/** The order of merit. */
export function MeritGrid({ selection, total, view, place, onOpen }: MeritGridProps) {
  const client = useBridge();
  return (
    <RowGrid
      label={`Order of merit of ${view.batch}`}
      name="merit"
      style={{ "--behaviours": view.behaviours.length } as CSSProperties}
      heads={
        <>
          <span role="columnheader" className="merit-number">
            Place
          </span>
          <span role="columnheader">Candidate</span>
          {view.behaviours.map(({ id, name }) => (
            <span key={id} role="columnheader" className="merit-number merit-behaviour" title={name}>
              <span className="merit-name">{name}</span> <span className="merit-measure">{behaviourWord(view.rules)}</span>
            </span>
          ))}
          <span role="columnheader" className="merit-number">
            Total
          </span>
          <span role="columnheader">Result</span>
          <span role="columnheader">Worth knowing</span>
        </>
      }
      columnCount={COLUMNS + view.behaviours.length}
      total={total}
      rowHeight={ROW_HEIGHT}
      headHeight={HEAD_HEIGHT}
      place={place}
      pageQuery={(offset) => meritPageQuery(client, selection, offset)}
      onOpen={(row) => onOpen(row.candidate)}
    >
      {(inView) => <MeritRow key={inView.index} {...inView} rules={view.rules} />}
    </RowGrid>
  );
}
