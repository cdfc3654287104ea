import { useMemo, useState, type RefObject } from "react";
import { meanings } from "../../../src-shared/agreement/meanings.ts";
import type { AssessorQualityView, QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { Button } from "../../components/button.tsx";
import { plural } from "../../format/time.ts";
import { PaceTable } from "./pace-table.tsx";
import { ScoresTable } from "./scores-table.tsx";
import { SeverityTable } from "./severity-table.tsx";

/** What the rows of assessors tell. */
export type AssessorAspect = keyof typeof aspects;

const aspects = {
  severity: { label: "Severity", meaning: meanings.severity, order: "furthest from the consensus first", weight: ({ severity }: AssessorQualityView) => Math.abs(severity.value ?? 0) },
  scores: { label: "Scores given", meaning: "How often each assessor gave each point of the scale; a narrow or one-sided use tells candidates apart badly. The lines are everybody’s shares.", order: "narrowest use of the scale first", weight: ({ scale }: AssessorQualityView) => -(scale.deviation ?? Infinity) },
  pace: { label: "Pace and drift", meaning: "How long an assessor takes from one mark to the next, and by how many points a hundred marks change how they mark against the others.", order: "strongest drift first", weight: ({ drift }: AssessorQualityView) => Math.abs(drift.value ?? 0) },
} as const;

/** More are shown when asked for: two hundred rows are nothing to begin with. */
const FIRST = 12;
/** Not worth a press. */
const FEW_MORE = 4;

export interface AssessorChoice {
  aspect: AssessorAspect;
  search: string;
}

interface AssessorsCardProps {
  view: QualityView;
  choice: AssessorChoice;
  onChoice: (choice: AssessorChoice) => void;
  heading: RefObject<HTMLHeadingElement | null>;
}

/** Every assessor in a row: how severe, which scores, how quick. */
export function AssessorsCard({ view, choice: { aspect, search }, onChoice, heading }: AssessorsCardProps) {
  const [all, setAll] = useState(false);
  const { label, meaning, order, weight } = aspects[aspect];
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    return view.assessors.filter((each) => each.assessor.toLowerCase().includes(wanted)).sort((a, b) => weight(b) - weight(a));
  }, [view.assessors, search, weight]);
  const some = found.length > FIRST + FEW_MORE;
  const rows = some && !all ? found.slice(0, FIRST) : found;
  const Table = { severity: SeverityTable, scores: ScoresTable, pace: PaceTable }[aspect];
  return (
    <section className="card quality-card" aria-labelledby="assessors-heading">
      <div className="quality-card-top">
        <h2 id="assessors-heading" ref={heading} tabIndex={-1}>
          Assessor by assessor
        </h2>
        <fieldset className="quality-choice">
          <legend className="unseen">What to show of each assessor</legend>
          {(Object.keys(aspects) as AssessorAspect[]).map((each) => (
            <label key={each}>
              <input type="radio" name="quality-aspect" checked={each === aspect} onChange={() => onChoice({ aspect: each, search })} />
              {aspects[each].label}
            </label>
          ))}
        </fieldset>
        <label className="quality-field">
          <span>Find an assessor</span>
          <input type="search" value={search} maxLength={100} onChange={(event) => onChoice({ aspect, search: event.target.value })} />
        </label>
      </div>
      <p className="soft small">
        {meaning} <span role="status">{search.trim() === "" ? `${plural(found.length, "assessor")}, ${order}.` : `${found.length} of ${plural(view.assessors.length, "assessor")}, ${order}.`}</span>
      </p>
      {rows.length > 0 && (
        <div className="quality-wide" tabIndex={0} role="region" aria-label="Table of assessors">
          <Table view={view} rows={rows} label={label} />
        </div>
      )}
      {search.trim() !== "" && (
        <Button look="link" className="quality-more" onClick={() => onChoice({ aspect, search: "" })}>
          Show everybody again
        </Button>
      )}
      {some && (
        <Button look="link" className="quality-more" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? `Show the first ${FIRST} only` : `Show all ${found.length}`}
        </Button>
      )}
    </section>
  );
}
