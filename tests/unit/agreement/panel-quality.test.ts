import { describe, expect, test } from "vitest";
import { agreementOf } from "../../../src-shared/agreement/agreement.ts";
import { assessorPairs } from "../../../src-shared/agreement/assessor-pairs.ts";
import { cautionsOn } from "../../../src-shared/agreement/cautions.ts";
import { tabulateMarks } from "../../../src-shared/agreement/mark-table.ts";
import type { TimedMark } from "../../../src-shared/agreement/order-of-marking.ts";
import { panelQuality } from "../../../src-shared/agreement/panel-quality.ts";
import { meanOf } from "../../../src-shared/agreement/mean-of.ts";
import { anxiety, marksOf, upTo } from "./tables.ts";

const NONE = new Map<string, number>();
const minute = (at: number) => new Date(Date.UTC(2026, 10, 16, 9, at)).toISOString();

/** As many answers as are asked for, worth 2 to 6, each marked by everybody; `give` says what an assessor makes of what one is worth. */
function panelOf(answers: number, assessors: Record<string, (worth: number, place: number) => number>): TimedMark[] {
  return Array.from({ length: answers }, (_, place) => place).flatMap((place) =>
    Object.entries(assessors).map(([assessor, give]) => ({ answer: `${place}`, assessor, score: Math.max(1, Math.min(7, Math.round(give(2 + ((place * 7) % 5), place)))), at: minute(place * 5) })),
  );
}
const fair = (worth: number) => worth;
/** One up, one down: as much scatter as takes an interval, and no more. */
const scattered = (by: number) => (worth: number, place: number) => worth + ((place * by) % 3) - 1;

describe("the quality of a panel", () => {
  test("holds the very numbers that each statistic gives by itself", () => {
    const marks: TimedMark[] = marksOf(anxiety).map((mark, index) => ({ ...mark, at: minute(index) }));
    const table = tabulateMarks(marks, upTo(7));
    const agreement = agreementOf(table);
    const quality = panelQuality(marks, upTo(7), NONE);
    const { severity, ...ofPanel } = agreement;
    expect(quality.agreement).toEqual(ofPanel);
    expect(quality.assessors.map((each) => each.severity)).toEqual(severity);
    expect(quality.cautions).toEqual(cautionsOn(table, agreement));
    expect(quality.pairs).toEqual(assessorPairs(table));
    expect(quality).toMatchObject({ marks: 60, scale: upTo(7), marksAStretch: 10 });
    expect(quality.assessors[0]).toMatchObject({ assessor: "A", marks: 20, shared: 20, scale: { times: [2, 6, 5, 2, 4, 1, 0], mean: 3.15 }, definitive: null });
  });

  test("sets marks against definitive ones, answer by answer and stretch by stretch", () => {
    const marks = panelOf(24, { A: fair, B: (worth, place) => worth - (place < 10 ? 0 : 1) });
    const quality = panelQuality(marks, upTo(7), new Map([2, 3, 12, 13].map((place) => [`${place}`, 2 + ((place * 7) % 5)])));
    const [a, b] = quality.assessors;
    expect(a!.definitive).toMatchObject({ answers: 4, exact: 1, difference: { value: 0 } });
    expect(b!.definitive).toMatchObject({ answers: 4, exact: 0.5, difference: meanOf([0, 0, -1, -1]) });
    expect(b!.byMarks.map(({ when, definitive }) => [when, definitive?.difference ?? null])).toEqual([["1–10", 0], ["11–20", -1], ["21–30", null]]);
    expect(b!.byDay.map(({ when, marks: counted }) => [when, counted])).toEqual([["2026-11-16", 24]]);
  });

  test("counts the days of marking apart", () => {
    const marks = panelOf(4, { A: fair, B: fair }).map((mark) => ({ ...mark, at: `2026-11-${16 + Number(mark.answer)}T23:30:00.000Z` }));
    expect(panelQuality(marks, upTo(7), NONE).assessors[0]!.byDay.map((each) => each.when)).toEqual(["2026-11-16", "2026-11-17", "2026-11-18", "2026-11-19"]);
  });

  test("has numbers of nobody where there are no marks", () => {
    expect(panelQuality([], upTo(7), NONE)).toMatchObject({ marks: 0, assessors: [], pairs: [], findings: [], agreement: { exact: null, why: expect.any(String) } });
  });
});

describe("what a lead should look at first", () => {
  const kinds = (marks: TimedMark[], definitive = NONE) => panelQuality(marks, upTo(7), definitive).findings.map((each) => [each.kind, "assessor" in each ? each.assessor : `${each.first} ${each.second}`]);

  test("is nothing where assessors differ by chance alone", () => {
    expect(kinds(panelOf(60, { A: scattered(1), B: scattered(2), C: scattered(4) }))).toEqual([]);
  });

  test("is who marks surely below the others, but not who does so on a few answers", () => {
    const severe = { A: (worth: number, place: number) => worth - 1 - (place % 2), B: scattered(1), C: scattered(2), D: scattered(5) };
    expect(kinds(panelOf(60, severe))).toEqual([["severity", "A"]]);
    expect(kinds(panelOf(6, severe))).toEqual([]);
  });

  test("is who is off the definitive marks, rather than off the others", () => {
    const marks = panelOf(60, { A: (worth) => worth - 1, B: scattered(1), C: scattered(2) });
    expect(kinds(marks, new Map(Array.from({ length: 20 }, (_, place) => [`${place}`, 2 + ((place * 7) % 5)])))).toContainEqual(["definitive", "A"]);
  });

  test("is who grows stricter, who gives one score, and who is far quicker than the others", () => {
    const stricter = panelOf(120, { A: (worth, place) => worth + 1 - place / 40, B: scattered(1), C: scattered(2), D: scattered(5) });
    expect(kinds(stricter)).toContainEqual(["drift", "A"]);
    const oneScore = panelOf(60, { A: () => 4, B: scattered(1), C: scattered(2) });
    expect(kinds(oneScore)).toContainEqual(["one-score", "A"]);
    const quick = panelOf(60, { A: scattered(4), B: scattered(1), C: scattered(2), D: scattered(5) }).map((mark) => ({ ...mark, at: minute(Number(mark.answer) * (mark.assessor === "A" ? 1 : 5)) }));
    expect(kinds(quick)).toEqual([["quick", "A"]]);
  });

  test("is two who differ from each other more than either from the rest", () => {
    // A and B share answers of their own, on which they part; with C both agree.
    const both = panelOf(30, { A: (worth, place) => worth + 1 + (place % 2), B: (worth) => worth - 1 });
    const others = ["A", "B"].flatMap((person, index) => panelOf(150, { [person]: scattered(1), C: scattered(2) }).map((mark) => ({ ...mark, answer: `${index} ${mark.answer}` })));
    expect(kinds([...both, ...others])).toContainEqual(["pair", "A B"]);
  });
});

test("a mean has the interval of the t distribution (R's t.test on 1 to 5)", () => {
  expect(meanOf([1, 2, 3, 4, 5])).toEqual({ value: 3, ci95: [expect.closeTo(1.036756838522439, 12), expect.closeTo(4.963243161477561, 12)] });
  expect(meanOf([])).toMatchObject({ value: null, why: expect.any(String) });
  expect(meanOf([2])).toMatchObject({ value: 2, ci95: null });
});
