import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { LeadTabs } from "../../components/lead-tabs.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { useGo, type BoardOpening } from "../../route.ts";
import { AllBatches } from "./all-batches.tsx";
import { BatchBoard } from "./batch-board.tsx";
import "./board.css";

/** A lead's board: all batches, or one of them with its assessors. */
export function BoardScreen({ batch, opens }: { batch: string | undefined; opens: BoardOpening | undefined }) {
  return batch === undefined ? <AllBatchesScreen /> : <BatchScreen batch={batch} opens={opens} />;
}

function AllBatchesScreen() {
  const { data: board, error } = useBridgeQuery("board.view", {});
  return (
    <DeskFrame crumbs={[{ label: "Board" }]} onHome={null}>
      <div className="page board">{board ? <AllBatches board={board} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening the board…</p>}</div>
    </DeskFrame>
  );
}

function BatchScreen({ batch, opens }: { batch: string; opens: BoardOpening | undefined }) {
  const go = useGo();
  const { data: view, error } = useBridgeQuery("board.batch", { batch });
  const goHome = () => go({ screen: "home" });
  return (
    <DeskFrame crumbs={[{ label: "Board", go: goHome }, { label: batch }]} tabs={<LeadTabs batch={batch} screen="board" toSettle={view?.batch.answers.toSettle ?? null} />} onHome={goHome}>
      <div className="page board">{view ? <BatchBoard view={view} opens={opens} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening {batch}…</p>}</div>
    </DeskFrame>
  );
}
