import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type RefObject } from "react";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import type { PairView, QualityView } from "../../../src-shared/bridge/lead/quality.ts";
import type { Input } from "../../../src-shared/bridge/contract.ts";
import { useBridge } from "../../bridge/bridge-context.tsx";
import { bridgeQuery } from "../../bridge/bridge-queries.ts";
import { Button } from "../../components/button.tsx";
import { Figure } from "../../components/plot/figure.tsx";
import { QueryFailure } from "../../components/query-failure.tsx";
import { plural } from "../../format/time.ts";
import { useGo } from "../../route.ts";
import { BlandAltmanPlot, PLOT_HEIGHT } from "./bland-altman-plot.tsx";
import { FEW_IN_COMMON, pairOf, type Pair } from "./pairs.ts";

interface BlandAltmanCardProps {
  view: QualityView;
  asked: Input<"quality.view">;
  pair: Pair;
  pairs: readonly Pair[];
  onChoose: (pair: Pair) => void;
  heading: RefObject<HTMLHeadingElement | null>;
}

/** How two assessors differ, over the range of scores, and on which answers most. */
export function BlandAltmanCard({ view, asked, pair, pairs, onChoose, heading }: BlandAltmanCardProps) {
  const [first, second] = [view.assessors[pair.first]!, view.assessors[pair.second]!];
  const { data, error } = useQuery({ ...bridgeQuery(useBridge(), "quality.pair", { ...asked, first: first.person, second: second.person }), placeholderData: keepPreviousData });
  const withFirst = pairs.filter((each) => each.first === pair.first || each.second === pair.first);
  const partners = withFirst.map((each) => (each.first === pair.first ? each.second : each.first)).sort((a, b) => a - b);
  const choose = (one: number, other: number) => {
    const known = pairOf(pairs, one, other);
    if (known) onChoose(known);
  };
  return (
    <section className="card quality-card" aria-labelledby="two-heading">
      <h2 id="two-heading" ref={heading} tabIndex={-1}>
        How two assessors differ
      </h2>
      <div className="quality-card-top">
        <PersonChoice label="One" value={pair.first} places={view.assessors.map((_, place) => place).filter((place) => pairs.some((each) => each.first === place || each.second === place))} view={view} onChange={(place) => choose(place, place === pair.second ? pair.first : partnerOf(place, pair.second, pairs))} />
        <PersonChoice label="The other" value={pair.second} places={partners} view={view} onChange={(place) => choose(pair.first, place)} />
      </div>
      {error ? <QueryFailure error={error} /> : data ? <Difference differences={data} view={view} first={nameIn(view, data.first)} second={nameIn(view, data.second)} /> : <p className="soft">Comparing the two…</p>}
    </section>
  );
}

/** What is drawn says whom it is about: while the next two are compared, those before them stay. */
function nameIn(view: QualityView, person: string): string {
  return view.assessors.find((each) => each.person === person)?.assessor ?? person;
}

/** The same other where the two share answers, and whoever comes first otherwise. */
function partnerOf(place: number, wanted: number, pairs: readonly Pair[]): number {
  const partners = pairs.flatMap((each) => (each.first === place ? [each.second] : each.second === place ? [each.first] : []));
  return partners.includes(wanted) ? wanted : partners[0]!;
}

function PersonChoice({ label, value, places, view, onChange }: { label: string; value: number; places: readonly number[]; view: QualityView; onChange: (place: number) => void }) {
  return (
    <label className="quality-field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {places.map((place) => (
          <option key={place} value={place}>
            {view.assessors[place]!.assessor}
          </option>
        ))}
      </select>
    </label>
  );
}

function Difference({ differences, view, first, second }: { differences: PairView; view: QualityView; first: string; second: string }) {
  const { difference, lower, upper, points } = differences;
  if (!difference || !lower || !upper) return <p>{differences.why}</p>;
  const who = difference.value === 0 ? `${first} and ${second} mark alike on average` : `${difference.value > 0 ? first : second} marks ${rounded(Math.abs(difference.value), 2)} points higher on average`;
  return (
    <>
      <Figure
        title={`Differences between ${first} and ${second}`}
        description={`A Bland–Altman plot of ${plural(differences.answers, "answer")}: ${who}; 95 of 100 differences lie between ${rounded(lower.value, 1, true)} and ${rounded(upper.value, 1, true)}.`}
        height={PLOT_HEIGHT}
        draw={(width) => <BlandAltmanPlot width={width} differences={differences} scale={view.scale.map((point) => point.value)} />}
        table={
          <table className="numbers">
            <thead>
              <tr>
                <th scope="col">Mean of both</th>
                <th scope="col">Difference</th>
                <th scope="col">Answers</th>
              </tr>
            </thead>
            <tbody>
              {points.map(({ mean, difference: apart, answers }) => (
                <tr key={`${mean} ${apart}`}>
                  <th scope="row">{rounded(mean, 1)}</th>
                  <td>{rounded(apart, 0, true)}</td>
                  <td>{answers}</td>
                </tr>
              ))}
            </tbody>
          </table>
        }
      >
        {differences.answers < FEW_IN_COMMON && <strong>Only {plural(differences.answers, "answer")}: this says little. </strong>}
        {who} ({rounded(difference.ci95[0], 2, true)} to {rounded(difference.ci95[1], 2, true)}), over {plural(differences.answers, "answer")}; of 100 differences 95 lie between the dashed lines. A slope, or a wider spread at one end, means that they
        read that part of the scale differently.
      </Figure>
      <Furthest differences={differences} first={first} second={second} />
    </>
  );
}

function Furthest({ differences: { furthest }, first, second }: { differences: PairView; first: string; second: string }) {
  const go = useGo();
  if (furthest.length === 0) return null;
  return (
    <details open>
      <summary>The answers on which they are furthest apart</summary>
      <table className="numbers">
        <thead>
          <tr>
            <th scope="col">Answer</th>
            <th scope="col">{first}</th>
            <th scope="col">{second}</th>
          </tr>
        </thead>
        <tbody>
          {furthest.map((each) => (
            <tr key={each.answerId}>
              <th scope="row">
                <Button look="link" onClick={() => go({ screen: "moderate", batch: each.batch, answerId: each.answerId })}>
                  {each.candidate}, {each.question}
                </Button>
              </th>
              <td>{each.first}</td>
              <td>{each.second}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
