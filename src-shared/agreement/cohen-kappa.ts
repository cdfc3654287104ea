import type { MarkTable } from "./mark-table.ts";

/** Agreement of two assessors beyond chance, from −1 to 1; 1 is perfect, 0 is what chance alone would give. */
export type Kappa = { unweighted: number; linear: number; quadratic: number } | { unweighted: null; linear: null; quadratic: null; why: string };

/**
 * Cohen's kappa (1960), and weighted (1968) by the distance between the two scores (linear) or its square (quadratic),
 * over the answers that both assessors marked. Distances are those of the scale's values, so a point that nobody used
 * keeps its neighbours apart.
 */
export function cohenKappa(table: MarkTable): Kappa {
  const { scale, assessors, start, pointOf } = table;
  if (assessors.length !== 2) return none(`Cohen's kappa is for two assessors, and here ${assessors.length === 1 ? "is 1" : `are ${assessors.length}`}.`);
  const points = scale.length;
  const both = new Float64Array(points * points);
  let answers = 0;
  for (let answer = 0; answer < table.answers.length; answer++) {
    const first = start[answer]!;
    if (start[answer + 1]! - first !== 2) continue;
    both[pointOf[first]! * points + pointOf[first + 1]!]!++;
    answers++;
  }
  if (answers === 0) return none("No answer was marked by both assessors.");

  const ofFirst = new Float64Array(points);
  const ofSecond = new Float64Array(points);
  for (let one = 0; one < points; one++)
    for (let other = 0; other < points; other++) {
      ofFirst[one]! += both[one * points + other]!;
      ofSecond[other]! += both[one * points + other]!;
    }
  /** One minus the disagreement that was seen over the one that chance would give. */
  const kappa = (disagreement: (distance: number) => number) => {
    let seen = 0;
    let expected = 0;
    for (let one = 0; one < points; one++)
      for (let other = 0; other < points; other++) {
        const weight = disagreement(Math.abs(scale[one]! - scale[other]!));
        seen += weight * both[one * points + other]!;
        expected += weight * ofFirst[one]! * ofSecond[other]!;
      }
    return 1 - (seen * answers) / expected;
  };
  // Then chance would agree always, and every kappa is 0/0.
  if (ofFirst.some((times, point) => times === answers && ofSecond[point] === answers)) return none("Both assessors gave every answer one and the same score.");
  return { unweighted: kappa((distance) => (distance === 0 ? 0 : 1)), linear: kappa((distance) => distance), quadratic: kappa((distance) => distance ** 2) };
}

function none(why: string): Kappa {
  return { unweighted: null, linear: null, quadratic: null, why };
}
