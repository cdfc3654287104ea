import { useState } from "react";
import type { BoardAssessor, BoardBatchView } from "../../../src-shared/bridge/lead/board.ts";
import { Dialog } from "../../components/dialog.tsx";
import { plural, shortTime } from "../../format/time.ts";
import { personWords } from "./board-words.ts";
import { DueForm } from "./due-form.tsx";
import { OpenForm } from "./open-form.tsx";
import { PracticeTable } from "./practice-table.tsx";
import { ReassignForm } from "./reassign-form.tsx";
import { StopForm } from "./stop-form.tsx";

const changes = {
  reassign: { label: "Pass candidates on", Form: ReassignForm },
  due: { label: "Another day", Form: DueForm },
  open: { label: "Open live marking", Form: OpenForm },
  stop: { label: "Stop the marking", Form: StopForm },
} as const;

/** What one assessor has handed in and withdrawn from, and what a lead can change of their allocation. */
export function AssessorDialog({ view, assessor, onClose, onDone }: { view: BoardBatchView; assessor: BoardAssessor; onClose: () => void; onDone: (said: string) => void }) {
  const [change, setChange] = useState<keyof typeof changes>(assessor.stopped ? "stop" : assessor.practice?.state === "outside" && !assessor.practice.isLiveOpen ? "open" : "reassign");
  const { Form } = changes[change];
  return (
    <Dialog title={`${personWords(assessor)}, ${view.batch.batch}`} onClose={onClose} wide>
      <div className="assessor">
        <Received assessor={assessor} />
        <div className="assessor-change">
          <fieldset className="assessor-choice">
            <legend>Change</legend>
            {Object.entries(changes).filter(([name]) => name !== "open" || assessor.practice !== null).map(([name, { label }]) => (
              <label key={name} className="check-line">
                <input type="radio" name="change" checked={name === change} onChange={() => setChange(name as keyof typeof changes)} />
                <span>{name === "stop" && assessor.stopped ? "Let them go on" : label}</span>
              </label>
            ))}
          </fieldset>
          <Form view={view} assessor={assessor} onDone={onDone} />
        </div>
        <PracticeTable batch={view.batch.batch} assessor={assessor} />
      </div>
    </Dialog>
  );
}

function Received({ assessor: { sets, withdrawals, stopped } }: { assessor: BoardAssessor }) {
  const now = new Date();
  return (
    <div className="assessor-received">
      <h3>Handed in</h3>
      {sets.length === 0 ? (
        <p className="soft">Nothing yet.</p>
      ) : (
        <ul>
          {sets.map(({ revision, submittedAt, marks, reason }) => (
            <li key={`${revision} ${submittedAt}`}>
              Revision {revision}, {shortTime(submittedAt, now)}: {plural(marks, "mark")}.{reason && <span className="soft"> “{reason}”</span>}
            </li>
          ))}
        </ul>
      )}
      <h3>Withdrew from</h3>
      {withdrawals.length === 0 ? (
        <p className="soft">Nobody.</p>
      ) : (
        <ul>
          {withdrawals.map(({ candidate, note, at }) => (
            <li key={candidate}>
              {candidate}, {shortTime(at, now)}
              {note && <span className="soft"> “{note}”</span>}
            </li>
          ))}
        </ul>
      )}
      {stopped && (
        <>
          <h3>Stopped</h3>
          <p>
            {shortTime(stopped.at, now)}: “{stopped.because}”
          </p>
        </>
      )}
    </div>
  );
}
