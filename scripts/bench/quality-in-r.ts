import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { cohenKappa } from "../../src-shared/agreement/cohen-kappa.ts";
import { coincidencesOf } from "../../src-shared/agreement/coincidences.ts";
import { intraclassCorrelation } from "../../src-shared/agreement/intraclass-correlation.ts";
import { krippendorffAlpha } from "../../src-shared/agreement/krippendorff-alpha.ts";
import { tabulateMarks, type MarkTable } from "../../src-shared/agreement/mark-table.ts";
import { inRepository } from "../setup/places.ts";
import { median } from "./measured.ts";

const SCALE = [1, 2, 3, 4, 5, 6, 7];
/** Kappa and alpha of two, and ICC of twenty: what R works out in seconds. */
const PAIR_ANSWERS = 20_000;
const PANEL_ANSWERS = 500;
const PANEL_ASSESSORS = 20;
const TIMES = 5;

/** The same coefficients of the same marks by us and by R's psych and irr: how long both take, and how far apart they are. */
export function compareWithR(folder: string): void {
  const pair = inventedScores(PAIR_ANSWERS, 2);
  const panel = inventedScores(PANEL_ANSWERS, PANEL_ASSESSORS);
  writeTable(path.join(folder, "pair.csv"), pair);
  writeTable(path.join(folder, "panel.csv"), panel);
  const { stdout, status, error } = spawnSync("Rscript", [inRepository("scripts", "bench", "agreement.R"), folder], { encoding: "utf8" });
  if (error || status !== 0) return console.log("The same coefficients in R: not compared, since Rscript is not installed or failed.\n");
  const lines = stdout.trim().split("\n").map((line) => line.split("\t"));
  const ours = ourCoefficients(pair, panel);
  for (const name of ["psych", "irr"]) {
    const version = lines.find(([package_, what]) => package_ === name && what === "version")?.[2];
    if (version === undefined) console.log(`R's ${name}: not installed.\n`);
    for (const [table, { what, ms, values }] of Object.entries(ours)) {
      const theirs = new Map(lines.flatMap(([package_, of, coefficient, value]) => (package_ === name && of === table ? [[coefficient!, Number(value)] as const] : [])));
      const theirMs = theirs.get("ms");
      if (theirMs === undefined) continue;
      theirs.delete("ms");
      const apart = Math.max(...[...theirs].map(([coefficient, value]) => Math.abs(value - (values[coefficient] ?? NaN))));
      console.log(`${what}\n  ours           ${ms.toFixed(1)} ms\n  R's ${`${name} ${version}`.padEnd(10)} ${theirMs.toFixed(0)} ms\n  largest difference of ${theirs.size} values ${apart.toExponential(1)}\n`);
    }
  }
}

type Coefficients = Record<string, { what: string; ms: number; values: Record<string, number> }>;

function ourCoefficients(pair: number[][], panel: number[][]): Coefficients {
  // R reads its tables before it is timed, too.
  const [ofPair, ofPanel] = [tableOf(pair), tableOf(panel)];
  return {
    kappa: { what: `Cohen's kappa, three weightings, of ${PAIR_ANSWERS.toLocaleString("en-GB")} answers`, ...timed(() => numbersOf(cohenKappa(ofPair))) },
    icc: {
      what: `ICC(2,1) and ICC(2,k) with their intervals, of ${PANEL_ANSWERS} answers by ${PANEL_ASSESSORS} assessors`,
      ...timed(() => {
        const { single, average } = intraclassCorrelation(ofPanel);
        return { ...numbersOf({ single: single.value, singleLow: single.ci95?.[0], singleHigh: single.ci95?.[1] }), ...numbersOf({ average: average.value, averageLow: average.ci95?.[0], averageHigh: average.ci95?.[1] }) };
      }),
    },
    alpha: { what: `Krippendorff's alpha, three levels, of ${PAIR_ANSWERS.toLocaleString("en-GB")} answers`, ...timed(() => numbersOf(krippendorffAlpha(SCALE, coincidencesOf(ofPair)))) },
  };
}

/** The median of several times. */
function timed<T>(act: () => T): { ms: number; values: T } {
  const times = Array.from({ length: TIMES }, () => {
    const began = performance.now();
    act();
    return performance.now() - began;
  });
  return { ms: median(times), values: act() };
}

function numbersOf(values: Record<string, unknown>): Record<string, number> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (typeof value === "number" ? [[name, value]] : [])));
}

function tableOf(scores: readonly (readonly number[])[]): MarkTable {
  return tabulateMarks(scores.flatMap((row, answer) => row.map((score, assessor) => ({ answer: `${answer}`, assessor: `a-${String(assessor).padStart(2, "0")}`, score }))), SCALE);
}

function writeTable(file: string, scores: readonly (readonly number[])[]): void {
  writeFileSync(file, [scores[0]!.map((_, assessor) => `a${assessor}`).join(","), ...scores.map((row) => row.join(","))].join("\n"));
}

/** Row by row an answer's worth, which its assessors see with some error; the same each time. */
function inventedScores(answers: number, assessors: number): number[][] {
  let state = 20_261_122;
  // Park and Miller's generator.
  const chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
  const bell = () => chance() + chance() + chance() + chance() - 2;
  return Array.from({ length: answers }, () => {
    const worth = 4 + 2.5 * bell();
    return Array.from({ length: assessors }, (_, assessor) => Math.max(1, Math.min(7, Math.round(worth + 1.5 * bell() + ((assessor % 5) - 2) * 0.2))));
  });
}
