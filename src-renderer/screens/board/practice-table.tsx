import type { BoardAssessor, PracticeRow } from "../../../src-shared/bridge/lead/board.ts";
import { useBridgeQuery } from "../../bridge/bridge-context.tsx";
import { Button } from "../../components/button.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { Tag } from "../../components/tag.tsx";
import { points } from "../../format/points.ts";
import { shortTime } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { practiceWords } from "./board-words.ts";

interface PracticeTableProps {
  batch: string;
  assessor: BoardAssessor;
}

/** What an assessor made of the practice answers, each beside the definitive mark. */
export function PracticeTable({ batch, assessor }: PracticeTableProps) {
  const { data, error } = useBridgeQuery("board.practice", { batch, person: assessor.person });
  const { practice } = assessor;
  const go = useGo();
  if (!practice) return null;
  const { tone, text, figures } = practiceWords(practice);
  return (
    <section className="practice" aria-label="Practice">
      <div className="practice-head">
        <h3>Practice</h3>
        <Tag tone={tone}>{text}</Tag>
        <span className="small">{figures}</span>
      </div>
      {practice.opened && (
        <p className="small">
          Opened {shortTime(practice.opened.at, new Date())}: “{practice.opened.because}”
        </p>
      )}
      {error ? <QueryFailure error={error} /> : !data ? <p className="soft">Looking…</p> : data.rows.length === 0 ? <p className="soft">They know every candidate whom they were to practise on.</p> : (
        <div className="practice-rows" role="region" aria-label="Practice answers" tabIndex={0}>
          <table className="board-table practice-table">
            <thead>
              <tr>
                <th scope="col">Answer</th>
                <th scope="col">Own</th>
                <th scope="col">Leads</th>
                <th scope="col">Apart</th>
                <th scope="col">What each says</th>
              </tr>
            </thead>
            <tbody>
              {data.rows.map((row) => (
                <tr key={row.answerId}>
                  <th scope="row">
                    <Button look="link" className="small" onClick={() => go({ screen: "moderate", batch, answerId: row.answerId })}>
                      {row.candidate} · Q{row.questionNumber}
                    </Button>
                  </th>
                  <td>{ownScore(row)}</td>
                  <td>{row.definitive ? points(row.definitive.score) : "–"}</td>
                  <td>{apartWords(row, practice.tolerance)}</td>
                  <td className="small practice-says">
                    {row.own && row.own.evidence.trim() !== "" && <p>{row.own.evidence}</p>}
                    {row.own?.cannotScore != null && <p>Cannot be scored: {row.own.cannotScore}</p>}
                    {row.definitive && (
                      <p className="soft">
                        <b>Leads:</b> {row.definitive.rationale}
                      </p>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function ownScore({ own }: PracticeRow): string {
  if (!own || (own.score === null && own.cannotScore === null)) return "–";
  return own.score === null ? "×" : points(own.score);
}

/** In words: how far apart, whether that is too far, and whether the assessor knows it. */
function apartWords({ own, definitive, distance, shownAt }: PracticeRow, tolerance: number): string {
  if (!definitive || !own?.complete) return "–";
  const apart = distance === null ? "no score" : distance === 0 ? "same" : points(distance);
  return `${apart}${distance === null || distance > tolerance ? ", too far" : ""}${shownAt === null ? ", not seen" : ""}`;
}
