import { useMemo } from "react";
import { rounded } from "../../../src-shared/agreement/rounded.ts";
import { FEW_IN_COMMON, isSameTwo, pairMeasures, type Pair, type PairMeasure } from "./pairs.ts";

interface HeatMapProps {
  width: number;
  /** Places of the assessors shown, in order. */
  shown: readonly number[];
  nameOf: (place: number) => string;
  pairs: readonly Pair[];
  measure: PairMeasure;
  chosen: Pair | null;
  onChoose: (pair: Pair) => void;
}

const LABEL = 118;
const TOP = 26;
const LEGEND = 34;
/** Cells this wide have room for their number. */
const WITH_NUMBER = 34;
const MOST_CELL = 44;

export function heatMapHeight(width: number, shown: number): number {
  return TOP + cellSize(width, shown) * shown + LEGEND;
}

function cellSize(width: number, shown: number): number {
  return Math.min(MOST_CELL, (width - LABEL) / shown);
}

/** Every two of the assessors shown: the redder, the less they agree. Numbers along the top are those of the rows. */
export function HeatMap({ width, shown, nameOf, pairs, measure, chosen, onChoose }: HeatMapProps) {
  const size = cellSize(width, shown.length);
  const { badness, legend } = pairMeasures[measure];
  const cells = useMemo(() => {
    const at = new Map(shown.map((place, index) => [place, index]));
    return pairs.flatMap((pair) => {
      const [row, column] = [at.get(pair.first), at.get(pair.second)];
      return row === undefined || column === undefined ? [] : [{ pair, row, column }, { pair, row: column, column: row }];
    });
  }, [shown, pairs]);
  const bottom = TOP + size * shown.length;
  return (
    <>
      {shown.map((place, index) => (
        <g key={place}>
          <text x={LABEL - 8} y={TOP + size * (index + 0.5)} dy="0.35em" textAnchor="end">
            {shorten(nameOf(place))} {index + 1}
          </text>
          <text x={LABEL + size * (index + 0.5)} y={TOP - 9} textAnchor="middle">
            {index + 1}
          </text>
        </g>
      ))}
      <rect x={LABEL} y={TOP} width={size * shown.length} height={size * shown.length} className="heat-ground" />
      {cells.map(({ pair, row, column }) => (
        <g key={`${row} ${column}`} className="heat-cell" onClick={() => onChoose(pair)}>
          <title>{`${nameOf(pair.first)} and ${nameOf(pair.second)}: ${valueOf(pair, measure)} over ${pair.answers}`}</title>
          <rect x={LABEL + size * column + 0.5} y={TOP + size * row + 0.5} width={size - 1} height={size - 1} className="heat-paper" />
          <rect
            x={LABEL + size * column + 0.5}
            y={TOP + size * row + 0.5}
            width={size - 1}
            height={size - 1}
            className={pair.answers < FEW_IN_COMMON ? "heat-value heat-few" : "heat-value"}
            fillOpacity={depth(badness(pair)) * (pair.answers < FEW_IN_COMMON ? 0.35 : 1)}
          />
          {size >= WITH_NUMBER && (
            <text x={LABEL + size * (column + 0.5)} y={TOP + size * (row + 0.5)} dy="0.35em" textAnchor="middle" className="heat-number">
              {valueOf(pair, measure)}
            </text>
          )}
          {chosen && isSameTwo(pair, chosen) && <rect x={LABEL + size * column + 1.5} y={TOP + size * row + 1.5} width={size - 3} height={size - 3} className="heat-chosen" />}
        </g>
      ))}
      <g transform={`translate(${LABEL} ${bottom + 10})`}>
        <text y={11}>{legend[0]}</text>
        {[0, 0.25, 0.5, 0.75, 1].map((each, index) => (
          <g key={each} transform={`translate(${150 + index * 18} 0)`}>
            <rect width={17} height={14} className="heat-paper" />
            <rect width={17} height={14} className="heat-value" fillOpacity={depth(each)} />
          </g>
        ))}
        <text x={250} y={11}>
          {legend[1]}
        </text>
      </g>
    </>
  );
}

/** As it stands in a cell. */
export function valueOf(pair: Pair, measure: PairMeasure): string {
  if (measure === "exact") return `${Math.round(100 * pair.exact)} %`;
  return measure === "kappa" ? rounded(pair.quadraticKappa, 2) : rounded(Math.abs(pair.meanDifference), 1);
}

/** How much red there is; never so deep that a number on it is hard to read. */
function depth(badness: number): number {
  return Math.min(1, Math.max(0, badness)) * 0.85;
}

function shorten(name: string): string {
  return name.length > 13 ? `${name.slice(0, 12)}…` : name;
}
