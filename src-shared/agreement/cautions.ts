import type { Agreement } from "./agreement.ts";
import { answersWithMarks, type MarkTable } from "./mark-table.ts";

/** Below this, agreement changes a lot with the next few marks (Koo & Li 2016 ask for 30 answers). */
const FEW_ANSWERS = 30;
/** Below this, an assessor's severity is hardly known. */
const FEW_SHARED = 10;
/** From here on, chance alone makes some intervals miss nought. */
const MANY_ASSESSORS = 20;
/** Above this share of one score, chance would agree so often that kappa, ICC and alpha are low whatever assessors do. */
const ONE_SIDED = 0.8;
const NAMES = 5;

/** What to keep in mind before anything is concluded from these numbers, as sentences; none where they carry. */
export function cautionsOn(table: MarkTable, { severity, icc }: Agreement): string[] {
  const { assessors, start, assessorOf, pointOf, scale } = table;
  const cautions: string[] = [];
  const shared = answersWithMarks(table, 2);
  const sharedOf = new Int32Array(assessors.length);
  const timesUsed = new Int32Array(scale.length);
  let marks = 0;
  for (const answer of shared)
    for (let mark = start[answer]!; mark < start[answer + 1]!; mark++, marks++) {
      sharedOf[assessorOf[mark]!]!++;
      timesUsed[pointOf[mark]!]!++;
    }
  if (shared.length > 0 && shared.length < FEW_ANSWERS) cautions.push(`Only ${shared.length} ${shared.length === 1 ? "answer was" : "answers were"} marked by two or more assessors: below ${FEW_ANSWERS} all of this changes a lot with the next few marks.`);
  const byAll = answersWithMarks(table, assessors.length).length;
  if (icc.single.value !== null && shared.length >= FEW_ANSWERS && byAll < FEW_ANSWERS) cautions.push(`Only ${byAll} answers were marked by ${assessors.length === 2 ? "both" : `all ${assessors.length}`} assessors: below ${FEW_ANSWERS} the ICC changes a lot with the next few.`);
  const most = timesUsed.indexOf(Math.max(...timesUsed));
  if (shared.length >= 2 && timesUsed[most]! > ONE_SIDED * marks && timesUsed[most]! < marks)
    cautions.push(`${Math.floor((100 * timesUsed[most]!) / marks)} % of the scores are ${scale[most]}: with so little to tell apart, kappa, ICC and alpha are low even where assessors agree.`);
  const hardlyKnown = assessors.filter((_, assessor) => sharedOf[assessor]! > 0 && sharedOf[assessor]! < FEW_SHARED);
  if (hardlyKnown.length > 0 && shared.length >= FEW_ANSWERS) cautions.push(`Fewer than ${FEW_SHARED} answers shared with others, so a severity that is hardly known: ${hardlyKnown.slice(0, NAMES).join(", ")}${hardlyKnown.length > NAMES ? ` and ${hardlyKnown.length - NAMES} more` : ""}.`);
  const intervals = severity.filter((each) => each.ci95 !== null).length;
  if (intervals >= MANY_ASSESSORS) cautions.push(`Of ${intervals} intervals of severity about ${Math.round(intervals / 20)} would miss 0 by chance alone.`);
  const groups = Math.max(0, ...severity.map((each) => each.group ?? 0));
  if (groups > 1) cautions.push(`The assessors fall into ${groups} groups that share no answer: severities compare within a group only.`);
  return cautions;
}
