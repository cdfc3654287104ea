import type { QueueSelection } from "../../../src-shared/bridge/queue.ts";
import { Button } from "../../components/button.tsx";
import { emptyWords } from "./queue-words.ts";

/** Where the rows would stand, when there are none: often good news. */
export function QueueEmpty({ selection, score, onShowAll }: { selection: QueueSelection; score: number; onShowAll: () => void }) {
  const { filter, search } = selection;
  const { title, text } = search
    ? { title: `No candidate’s reference has “${search}” in it`, text: filter === "all" ? "Write a part of the reference, such as 20 for K-2031." : "There may be one among the answers that this filter leaves out." }
    : emptyWords(filter, score);
  return (
    <div className="card queue-empty">
      <h2>{title}</h2>
      <p className="soft">{text}</p>
      {(filter !== "all" || search) && (
        <p>
          <Button onClick={onShowAll}>Show all answers</Button>
        </p>
      )}
    </div>
  );
}
