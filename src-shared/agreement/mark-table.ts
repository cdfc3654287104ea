/** One assessor's score for one answer. */
export interface ScoredMark {
  /** Names the answer: batch, candidate and question. */
  answer: string;
  assessor: string;
  /** A point of the scale. */
  score: number;
}

/**
 * Marks as the statistics read them: answer after answer, numbers instead of names. Answers stand in the order of
 * their first mark, assessors in order of name; both are only those that have a mark.
 */
export interface MarkTable {
  /** Every point of the campaign's scale, ascending, points that nobody used included. */
  scale: readonly number[];
  answers: readonly string[];
  assessors: readonly string[];
  /** The marks of answer i are those from `start[i]` to before `start[i + 1]`, in the order of their assessors. */
  start: Int32Array;
  /** Of each mark: which assessor, and which point of the scale, by their places in the lists above. */
  assessorOf: Int32Array;
  pointOf: Int32Array;
}

/** @throws RangeError where a score is not on the scale or an assessor marks an answer twice: a bug in the caller. */
export function tabulateMarks(marks: readonly ScoredMark[], scale: readonly number[]): MarkTable {
  const points = [...new Set(scale)].sort((a, b) => a - b);
  const pointOfScore = new Map(points.map((score, point) => [score, point]));
  const assessors = [...new Set(marks.map((mark) => mark.assessor))].sort(byName);
  const placeOfAssessor = new Map(assessors.map((assessor, place) => [assessor, place]));
  const placeOfAnswer = new Map<string, number>();
  for (const { answer } of marks) if (!placeOfAnswer.has(answer)) placeOfAnswer.set(answer, placeOfAnswer.size);

  const start = new Int32Array(placeOfAnswer.size + 1);
  for (const { answer } of marks) start[placeOfAnswer.get(answer)! + 1]!++;
  for (let answer = 0; answer < placeOfAnswer.size; answer++) start[answer + 1]! += start[answer]!;

  // Laid down assessor by assessor, so that each answer's marks come in the assessors' order.
  const byAssessor = assessors.map((): ScoredMark[] => []);
  for (const mark of marks) byAssessor[placeOfAssessor.get(mark.assessor)!]!.push(mark);
  const assessorOf = new Int32Array(marks.length);
  const pointOf = new Int32Array(marks.length);
  const next = start.slice();
  byAssessor.forEach((own, assessor) => {
    for (const { answer, score } of own) {
      const point = pointOfScore.get(score);
      if (point === undefined) throw new RangeError(`${score} is not a point of the scale`);
      const place = placeOfAnswer.get(answer)!;
      const at = next[place]!++;
      if (at > start[place]! && assessorOf[at - 1] === assessor) throw new RangeError(`${assessors[assessor]} marks ${answer} twice`);
      assessorOf[at] = assessor;
      pointOf[at] = point;
    }
  });
  return { scale: points, answers: [...placeOfAnswer.keys()], assessors, start, assessorOf, pointOf };
}

/** One order on every computer, whatever its language. */
function byName(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The answers that have at least `least` marks, by their places. */
export function answersWithMarks(table: MarkTable, least: number): number[] {
  const places: number[] = [];
  for (let answer = 0; answer < table.answers.length; answer++) if (table.start[answer + 1]! - table.start[answer]! >= least) places.push(answer);
  return places;
}
