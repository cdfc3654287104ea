import { useState } from "react";
import { exportFormats, type ExportedFile, type ExportFormat } from "../../../src-shared/bridge/lead/exports.ts";
import { dataSize } from "../../../src-shared/data-size.ts";
import { useCommand } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { Notice, ProblemNotice } from "../../components/notice.tsx";
import "./export-menu.css";

const formatLabels: Record<ExportFormat, string> = { pdf: "PDF", xlsx: "Excel", csv: "CSV" };

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
      <div className="export-formats">
        {exportFormats.toReversed().map((format) => (
          <Button key={format} disabled={busy} onClick={() => void save(format)}>
            <span className="unseen">Save as </span>
            {formatLabels[format]}
          </Button>
        ))}
      </div>
      <p className="soft small">PDF to read and to print, Excel for its sheets, CSV for other programs.</p>
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
