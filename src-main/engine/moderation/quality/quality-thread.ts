import { parentPort, workerData } from "node:worker_threads";
import Database from "better-sqlite3";
import { blandAltman, type BlandAltman } from "../../../../src-shared/agreement/bland-altman.ts";
import { tabulateMarks } from "../../../../src-shared/agreement/mark-table.ts";
import { panelQuality, type PanelQuality } from "../../../../src-shared/agreement/panel-quality.ts";
import { databaseFile } from "../../store/store-files.ts";
import { answerNames, countedMarks, definitiveScores, type AnswerName, type MarksAsked } from "./counted-marks.ts";

/** A thread of its own that computes what one question asks for, so that neither the engine nor the window waits for it. */

/** `names`: what each person is called, each one differently; the statistics use these. */
export type QualityQuestion = Omit<MarksAsked, "persons"> & { scale: readonly number[]; names: Readonly<Record<string, string>> } & ({ kind: "panel" } | { kind: "pair"; first: string; second: string });

export interface QualityAnswers {
  panel: Omit<PanelQuality, "pairs"> & { pairs: PairColumns };
  pair: PairDifferences;
}

/** Pairs of assessors, one after the other in each column: there may be twenty thousand. Assessors by their places in the panel's list. */
export interface PairColumns {
  first: Int32Array<ArrayBuffer>;
  second: Int32Array<ArrayBuffer>;
  answers: Int32Array<ArrayBuffer>;
  exact: Float64Array<ArrayBuffer>;
  meanDifference: Float64Array<ArrayBuffer>;
  /** NaN where it does not exist. */
  quadraticKappa: Float64Array<ArrayBuffer>;
}

/** How two assessors differ. */
export type PairDifferences = Pick<BlandAltman, "difference" | "lower" | "upper"> & {
  why?: string;
  answers: number;
  /** Scores fall on few points: how many answers lie on each. */
  points: { mean: number; difference: number; answers: number }[];
  /** The answers with the largest differences, the largest first. */
  furthest: (AnswerName & { first: number; second: number })[];
};

export interface QualityJob {
  home: string;
  question: QualityQuestion;
}
export type QualityOutcome = { ok: true; answer: QualityAnswers[keyof QualityAnswers] } | { ok: false; code: string; message: string };

/** As many answers as one goes through when two assessors are to be compared. */
const FURTHEST = 10;

const { home, question } = workerData as QualityJob;
parentPort?.postMessage(outcome());

function outcome(): QualityOutcome {
  let db: Database.Database | undefined;
  try {
    db = new Database(databaseFile(home), { readonly: true, fileMustExist: true });
    const open = db;
    // One moment of the database for everything that is read.
    return { ok: true, answer: open.transaction(() => (question.kind === "panel" ? panel(open) : pair(open, question.first, question.second)))() };
  } catch (error) {
    return { ok: false, code: error instanceof Error && "code" in error ? String(error.code) : "", message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  } finally {
    db?.close();
  }
}

function panel(db: Database.Database): QualityAnswers["panel"] {
  const marks = countedMarks(db, { ...question, persons: null });
  for (const mark of marks) mark.assessor = question.names[mark.assessor] ?? mark.assessor;
  const { pairs, ...quality } = panelQuality(marks, question.scale, definitiveScores(db, question.batches));
  const placeOf = new Map(quality.assessors.map(({ assessor }, place) => [assessor, place]));
  return {
    ...quality,
    pairs: {
      first: Int32Array.from(pairs, (each) => placeOf.get(each.first)!),
      second: Int32Array.from(pairs, (each) => placeOf.get(each.second)!),
      answers: Int32Array.from(pairs, (each) => each.answers),
      exact: Float64Array.from(pairs, (each) => each.exact),
      meanDifference: Float64Array.from(pairs, (each) => each.meanDifference),
      quadraticKappa: Float64Array.from(pairs, (each) => each.quadraticKappa ?? NaN),
    },
  };
}

function pair(db: Database.Database, first: string, second: string): PairDifferences {
  const table = tabulateMarks(countedMarks(db, { ...question, persons: [first, second] }), question.scale);
  if (table.assessors.length < 2) return { difference: null, lower: null, upper: null, why: "One of the two has no mark.", answers: 0, points: [], furthest: [] };
  const { answers, ...limits } = blandAltman(table, first, second);
  const points = new Map<string, PairDifferences["points"][number]>();
  for (const { mean, difference } of answers) {
    const key = `${mean} ${difference}`;
    const point = points.get(key) ?? { mean, difference, answers: 0 };
    point.answers += 1;
    points.set(key, point);
  }
  const apart = answers.filter(({ difference }) => difference !== 0).sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference)).slice(0, FURTHEST);
  const names = answerNames(db, apart.map((each) => each.answer));
  return {
    ...limits,
    answers: answers.length,
    points: [...points.values()].sort((a, b) => a.mean - b.mean || a.difference - b.difference),
    furthest: apart.map(({ answer, mean, difference }) => ({ ...names.get(answer)!, first: mean + difference / 2, second: mean - difference / 2 })),
  };
}
