import type { BoardBatchView } from "../../../src-shared/bridge/lead/board.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { revisionsOf } from "./board-words.ts";

/** What is said once they are sealed. */
export const SENT_WORDS = "The definitive marks go to everybody who practises.";

/** Sends a batch's definitive marks to everybody who practises; `send` says whether they are on their way. */
export function useSendDefinitive() {
  const { state, run } = useCommand("board.send-definitive");
  const send = async (view: BoardBatchView) => (await run({ batch: view.batch.batch, known: revisionsOf(view, view.assessors.map((each) => each.person)) })).ok;
  return { state, send };
}
