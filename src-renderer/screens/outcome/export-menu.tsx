import { useState } from "react";
import { exportFormats, type ExportedFile, type ExportFormat } from "../../../src-shared/bridge/lead/exports.ts";
import { dataSize } from "../../../src-shared/data-size.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import "./export-menu.css";

/** What each kind of file is called, and what it is good for. */
const formatWords: Record<ExportFormat, { label: string; meant: string }> = {
  pdf: { label: "PDF", meant: "to read and to print" },
  xlsx: { label: "Excel workbook", meant: "sheets of candidates, answers, marks, notes, moderation" },
  csv: { label: "CSV table", meant: "a row for each answer and mark, for other programs" },
};

interface ExportMenuProps {
  batch: string;
  /** One candidate's record alone; null for the whole batch. */
  candidate: string | null;
}

/** Saves the record of a batch, or of one candidate, where the system's own dialog says. */
export function ExportMenu({ batch, candidate }: ExportMenuProps) {
  const { state, run } = useCommand("export.save");
  const [saved, setSaved] = useState<ExportedFile | null>(null);
  const busy = state.kind === "busy";
  const of = candidate === null ? batch : `candidate ${candidate}`;
  async function save(format: ExportFormat) {
    setSaved(null);
    const answer = await run({ batch, format, candidate });
    if (answer.ok) setSaved(answer.value);
  }
  return (
    <div className="export-menu" role="group" aria-label={`Save the record of ${of}`}>
      <ul className="export-formats">
        {exportFormats.toReversed().map((format) => (
          <li key={format}>
            <Button disabled={busy} onClick={() => void save(format)}>
              Save as {formatWords[format].label}
            </Button>
            <span className="soft small">{formatWords[format].meant}</span>
          </li>
        ))}
      </ul>
      <div aria-live="polite">
        {busy && <p className="small">Choose where to save it; then it is written.</p>}
        {saved && (
          <Notice tone={saved.draft ? "waiting" : "good"}>
            <p>
              Saved as {saved.file} ({dataSize(saved.bytes)}).{saved.draft && " It is a draft, and says so: the outcome is not published."}
            </p>
          </Notice>
        )}
      </div>
      {state.kind === "refused" && <ProblemNotice problem={state.problem} />}
    </div>
  );
}
