import { useMemo, useState } from "react";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import { Button } from "../../components/button.tsx";
import { Figure } from "../../components/plot/figure.tsx";
import { number, plural } from "../../format/time.ts";
import { HeatMap, heatMapHeight } from "./heat-map.tsx";
import { FEW_IN_COMMON, isSameTwo, pairMeasures, worstAssessors, worstFirst, type Pair, type PairMeasure } from "./pairs.ts";

/** More cells than these are no picture any more. */
const MOST_SHOWN = 24;
const ROWS = 10;
const MORE_ROWS = 100;

interface PairsCardProps {
  view: QualityView;
  pairs: readonly Pair[];
  chosen: Pair | null;
  onChoose: (pair: Pair) => void;
}

/** Who agrees with whom: the worst in a heat map and, one below the other, in a table. */
export function PairsCard({ view, pairs, chosen, onChoose }: PairsCardProps) {
  const [measure, setMeasure] = useState<PairMeasure>("kappa");
  const [search, setSearch] = useState("");
  const nameOf = (place: number) => view.assessors[place]!.assessor;
  const found = useMemo(() => {
    const wanted = search.trim().toLowerCase();
    const matches = new Set(view.assessors.flatMap(({ assessor }, place) => (assessor.toLowerCase().includes(wanted) ? [place] : [])));
    return worstFirst(pairs.filter(({ first, second }) => matches.has(first) || matches.has(second)), measure);
  }, [view.assessors, pairs, search, measure]);
  const shown = useMemo(() => worstAssessors(found, measure, MOST_SHOWN), [found, measure]);
  const { label } = pairMeasures[measure];
  return (
    <section className="card quality-card" aria-labelledby="pairs-heading">
      <h2 id="pairs-heading">Two by two</h2>
      <div className="quality-card-top">
        <label className="quality-field">
          <span>Compare by</span>
          <select value={measure} onChange={(event) => setMeasure(event.target.value as PairMeasure)}>
            {Object.entries(pairMeasures).map(([name, each]) => (
              <option key={name} value={name}>
                {each.label}
              </option>
            ))}
          </select>
        </label>
        <label className="quality-field">
          <span>Pairs with</span>
          <input type="search" value={search} maxLength={100} placeholder="Any assessor" onChange={(event) => setSearch(event.target.value)} />
        </label>
        <span className="soft small" role="status">
          {plural(found.length, "pair")}
        </span>
      </div>
      {found.length === 0 ? (
        <p>No two of these assessors marked an answer in common.</p>
      ) : (
        <Figure
          title={`${label} of every two assessors`}
          description={`A square for each pair of ${shown.length} assessors, the redder the less they agree. ${worstWords(found[0]!, nameOf, measure)}`}
          height={heatMapHeight(560, shown.length)}
          draw={(width) => <HeatMap width={Math.min(width, 560)} shown={shown} nameOf={nameOf} pairs={found} measure={measure} chosen={chosen} onChoose={onChoose} />}
          table={<PairsTable pairs={found} nameOf={nameOf} chosen={chosen} onChoose={onChoose} />}
        >
          {shown.length < view.assessors.length && `The ${shown.length} assessors who agree least with the others. `}
          The redder a square, the less its two assessors agree; pale and dotted where they share fewer than {FEW_IN_COMMON} answers, which says little.
        </Figure>
      )}
    </section>
  );
}

function worstWords(pair: Pair, nameOf: (place: number) => string, measure: PairMeasure): string {
  return `Worst by ${pairMeasures[measure].label.toLowerCase()}: ${nameOf(pair.first)} and ${nameOf(pair.second)}.`;
}

/** The worst first, a handful, then as many as one may go through. */
function PairsTable({ pairs, nameOf, chosen, onChoose }: { pairs: readonly Pair[]; nameOf: (place: number) => string; chosen: Pair | null; onChoose: (pair: Pair) => void }) {
  const [rows, setRows] = useState(ROWS);
  return (
    <>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">Pair, worst first</th>
            <th scope="col">Kappa</th>
            <th scope="col">Difference</th>
            <th scope="col">Exact</th>
            <th scope="col">Answers</th>
          </tr>
        </thead>
        <tbody>
          {pairs.slice(0, rows).map((pair) => (
            <tr key={`${pair.first} ${pair.second}`} className={chosen && isSameTwo(pair, chosen) ? "numbers-chosen" : undefined}>
              <th scope="row">
                <Button look="link" onClick={() => onChoose(pair)}>
                  {nameOf(pair.first)} and {nameOf(pair.second)}
                </Button>
              </th>
              <td>{rounded(pair.quadraticKappa, 2)}</td>
              <td>{rounded(pair.meanDifference, 2, true)}</td>
              <td>{Math.round(100 * pair.exact)} %</td>
              <td>{number(pair.answers)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {rows < pairs.length && (
        <Button look="link" className="quality-more" onClick={() => setRows(rows + MORE_ROWS)}>
          Show {Math.min(MORE_ROWS, pairs.length - rows)} more of {number(pairs.length)}
        </Button>
      )}
    </>
  );
}
