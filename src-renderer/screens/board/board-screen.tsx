import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { DeskFrame } from "../../components/desk-frame.tsx";
import { LeadTabs } from "../../components/lead-tabs.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { useGo } from "../../route.ts";
import { AllBatches } from "./all-batches.tsx";
import { BatchBoard } from "./batch-board.tsx";
import "./board.css";

/** A lead's board: all batches, or one of them with its assessors; `allocate` opens with who marks it. */
export function BoardScreen({ batch, allocate }: { batch: string | undefined; allocate: boolean }) {
  return batch === undefined ? <AllBatchesScreen /> : <BatchScreen batch={batch} allocate={allocate} />;
}

function AllBatchesScreen() {
  const { data: board, error } = useBridgeQuery("board.view", {});
  return (
    <DeskFrame crumbs={[{ label: "Board" }]} onHome={null}>
      <div className="page board">{board ? <AllBatches board={board} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening the board…</p>}</div>
    </DeskFrame>
  );
}

function BatchScreen({ batch, allocate }: { batch: string; allocate: boolean }) {
  const go = useGo();
  const { data: view, error } = useBridgeQuery("board.batch", { batch });
  const goHome = () => go({ screen: "home" });
  return (
    <DeskFrame crumbs={[{ label: "Board", go: goHome }, { label: batch }]} tabs={<LeadTabs batch={batch} screen="board" toSettle={view?.batch.answers.toSettle ?? null} />} onHome={goHome}>
      <div className="page board">{view ? <BatchBoard view={view} allocate={allocate} /> : error ? <QueryFailure error={error} /> : <p className="soft">Opening {batch}…</p>}</div>
    </DeskFrame>
  );
}
