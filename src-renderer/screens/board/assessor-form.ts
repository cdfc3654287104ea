import type { BoardAssessor, BoardBatchView } from "../../../src-shared/bridge/lead/board.ts";

/** What each of the forms gets that change one assessor's allocation. */
export interface AssessorFormProps {
  view: BoardBatchView;
  assessor: BoardAssessor;
  /** Gets what was done, in words. */
  onDone: (said: string) => void;
}
