import { useState } from "react";
import type { QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import { Button } from "../../components/button.tsx";
import { plural } from "../../format/time.ts";
import { findingWords, type FindingView } from "./finding-words.ts";

const FIRST = 5;

/** What a lead should look at first, one sentence each, and what to keep in mind while doing so. */
export function LookFirst({ view, onShow }: { view: QualityView; onShow: (finding: FindingView) => void }) {
  const [all, setAll] = useState(false);
  const { findings, cautions, agreement } = view;
  const shown = all ? findings : findings.slice(0, FIRST);
  return (
    <div className="quality-first">
      <section className="card quality-card" aria-labelledby="first-heading">
        <h2 id="first-heading">Look at first</h2>
        {findings.length === 0 ? (
          <p>No assessor stands out: whatever differs is small, or may be chance.</p>
        ) : (
          <ol className="findings">
            {shown.map((finding) => {
              const words = findingWords(finding);
              return (
                <li key={words}>
                  <span>{words}</span>
                  <Button look="link" onClick={() => onShow(finding)} aria-label={`Show: ${words}`}>
                    Show
                  </Button>
                </li>
              );
            })}
          </ol>
        )}
        {findings.length > FIRST && (
          <Button look="link" className="quality-more" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? "Show fewer" : `Show ${findings.length - FIRST} more`}
          </Button>
        )}
        {findings.length > 0 && <p className="soft small">Each is surely larger than chance would give; in brackets the range that holds the true value in 95 of 100 cases.</p>}
      </section>
      <section className="card quality-card" aria-labelledby="summary-heading">
        <h2 id="summary-heading">In short</h2>
        <p>
          {agreement.exact === null || agreement.adjacent === null || agreement.meanDifference === null
            ? `${agreement.why} Assessors cannot be compared yet.`
            : `Two assessors gave an answer the same score in ${rounded(100 * agreement.exact, 0)}\u00a0% of ${plural(agreement.pairs, "pair")} of marks, and were at most one point apart in ${rounded(100 * agreement.adjacent, 0)}\u00a0%. On average they are ${rounded(agreement.meanDifference, 2)} points apart.`}
        </p>
        {agreement.alpha.interval !== null && (
          <p>Krippendorff’s alpha, which allows for chance, is {rounded(agreement.alpha.interval, 2)}. By custom scores are relied on from 0.80, with care from 0.67, and not below.</p>
        )}
        {cautions.length > 0 && (
          <>
            <h3>Keep in mind</h3>
            <ul className="cautions">
              {cautions.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          </>
        )}
      </section>
    </div>
  );
}
