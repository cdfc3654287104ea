import type { BoardBatch } from "../../../src-shared/bridge/lead/board.ts";
import { Button } from "../../components/button.tsx";
import { nextWords } from "./board-words.ts";

interface NextStepProps {
  batch: BoardBatch;
  onAct: () => void;
}

/** The next thing that needs the lead. */
export function NextStep({ batch, onAct }: NextStepProps) {
  const { title, why, action } = nextWords(batch);
  return (
    <section className={action ? "card next-step" : "card next-step next-step-none"} aria-label="Next">
      <div>
        <h2>{title}</h2>
        <p className="soft">{why}</p>
      </div>
      {action && (
        <Button look="primary" className="button-large" onClick={onAct}>
          {action}
        </Button>
      )}
    </section>
  );
}
