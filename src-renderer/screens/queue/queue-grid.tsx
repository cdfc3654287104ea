import type { QueueSelection, QueueView } from "../../../src-shared/bridge/queue.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { RowGrid } from "../../components/row-grid/row-grid.tsx";
import { useNow } from "../../components/use-now.ts";
import { useGo } from "../../route.ts";
import "./queue-grid.css";
import { queuePageQuery } from "./queue-page-query.ts";
import type { QueuePlace } from "./queue-place.ts";
import { columns, QueueRowView } from "./queue-row.tsx";
import { HEAD_HEIGHTS, ROW_HEIGHTS, useRowLayout } from "./use-row-layout.ts";

interface QueueGridProps {
  selection: QueueSelection;
  view: QueueView;
  place: QueuePlace;
}

/** Every answer of the selection. */
export function QueueGrid({ selection, view, place }: QueueGridProps) {
  const go = useGo();
  const client = useBridge();
  const now = useNow(60_000);
  const layout = useRowLayout();
  return (
    <RowGrid
      label={`Answers of ${view.batch}`}
      name="queue"
      className={`queue-${layout}`}
      heads={columns.map((column) => (
        <span key={column} role="columnheader">
          {column}
        </span>
      ))}
      columnCount={columns.length}
      total={view.total}
      rowHeight={ROW_HEIGHTS[layout]}
      headHeight={HEAD_HEIGHTS[layout]}
      place={place}
      pageQuery={(offset) => queuePageQuery(client, selection, offset)}
      onOpen={({ answerId }) => {
        place.leftByRow = true;
        go({ screen: "review", answerId });
      }}
    >
      {(inView) => <QueueRowView key={inView.index} {...inView} passMark={view.passMark} now={now} />}
    </RowGrid>
  );
}
