import { z } from "zod";
import { pathId } from "../../documents/ids.ts";

/**
 * Statistics of a panel's marks. Everything is unrounded and over the campaign's whole scale; what does not exist is `null`, with
 * `why`. What the numbers mean is defined in decision 17.
 */

/** Which marks: those of one batch or of all batches of its campaign, of one behaviour or of all. */
const ofMarks = { batch: pathId, scope: z.enum(["batch", "campaign"]), behaviour: pathId.nullable() };

const interval = z.tuple([z.number(), z.number()]);
const estimate = z.object({ value: z.number().nullable(), ci95: interval.nullable(), why: z.string().optional() });
export type EstimateView = z.infer<typeof estimate>;

const some = z.number().nullable();
const why = z.string().optional();
const agreement = z.lazy(() => z.object({
  answers: z.int(),
  assessors: z.int(),
  pairs: z.int(),
  exact: some,
  adjacent: some,
  meanDifference: some,
  why,
  kappa: z.object({ unweighted: some, linear: some, quadratic: some, why }),
  icc: z.object({ single: estimate, average: estimate }),
  alpha: z.object({ nominal: some, ordinal: some, interval: some, why }),
}));

const stretch = z.lazy(() => z.object({
  when: z.string(),
  marks: z.int(),
  deviation: estimate,
  definitive: z.object({ answers: z.int(), difference: z.number() }).nullable(),
}));
export type StretchView = z.infer<typeof stretch>;

const assessorQuality = z.lazy(() => z.object({
  /** What they are called on the screen: each one differently. */
  assessor: z.string(),
  person: pathId,
  marks: z.int(),
  /** Of answers that others marked too. */
  shared: z.int(),
  /** In points; below nought is severe. `group` is there where some share no answer: then it compares within a group only. */
  severity: estimate.extend({ group: z.int().optional() }),
  scale: z.object({ /** For each point of the scale, ascending. */ times: z.array(z.int()), mean: z.number(), deviation: some }),
  /** Points in a hundred marks. */
  drift: estimate,
  byMarks: z.array(stretch),
  byDay: z.array(stretch),
  definitive: z.object({ answers: z.int(), exact: z.number(), difference: estimate }).nullable(),
  /** Seconds from one mark to the next. */
  time: z.object({ intervals: z.int(), breaks: z.int(), median: some, quartiles: interval.nullable(), why }),
}));
export type AssessorQualityView = z.infer<typeof assessorQuality>;

const finding = z.lazy(() => z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("severity"), assessor: z.string(), value: z.number(), ci95: interval }),
  z.object({ kind: z.literal("definitive"), assessor: z.string(), value: z.number(), ci95: interval, answers: z.int() }),
  z.object({ kind: z.literal("drift"), assessor: z.string(), value: z.number(), ci95: interval }),
  z.object({ kind: z.literal("one-score"), assessor: z.string(), score: z.number(), share: z.number(), others: z.number() }),
  z.object({ kind: z.literal("quick"), assessor: z.string(), seconds: z.number(), others: z.number() }),
  z.object({ kind: z.literal("pair"), first: z.string(), second: z.string(), meanDifference: z.number(), answers: z.int() }),
]));

const counts = z.instanceof(Int32Array);
const numbers = z.instanceof(Float64Array);
export const qualityView = z.lazy(() => z.object({
  batch: pathId,
  campaignTitle: z.string(),
  /** All batches of the campaign that this desk knows. */
  batches: z.array(pathId),
  behaviours: z.array(z.object({ id: pathId, name: z.string() })),
  toSettle: z.int(),
  /** Every point, ascending. */
  scale: z.array(z.object({ value: z.number(), label: z.string() })),
  marks: z.int(),
  agreement,
  /** What to keep in mind before anything is concluded. */
  cautions: z.array(z.string()),
  /** What a lead should look at first, the most pressing first. */
  findings: z.array(finding),
  /** In order of name. */
  assessors: z.array(assessorQuality),
  /** Every two who marked an answer in common, one after the other in each column; there may be twenty thousand. Assessors by their places in the list. */
  pairs: z.object({ first: counts, second: counts, answers: counts, exact: numbers, meanDifference: numbers, /** NaN where it does not exist. */ quadraticKappa: numbers }),
  marksAStretch: z.int(),
}));
export type QualityView = z.infer<typeof qualityView>;

const line = z.object({ value: z.number(), ci95: interval }).nullable();
export const pairView = z.lazy(() => z.object({
  /** Whom it is about. */
  first: pathId,
  second: pathId,
  answers: z.int(),
  /** The first's score less the second's, on average; 95 of 100 differences lie between the other two. */
  difference: line,
  lower: line,
  upper: line,
  why,
  /** How many answers have this mean of the two scores and this difference between them. */
  points: z.array(z.object({ mean: z.number(), difference: z.number(), answers: z.int() })),
  /** The answers with the largest differences. */
  furthest: z.array(z.object({ answerId: z.int(), batch: pathId, candidate: z.string(), question: z.string(), first: z.number(), second: z.number() })),
}));
export type PairView = z.infer<typeof pairView>;

export const qualityQueries = {
  "quality.view": { input: z.object(ofMarks), output: qualityView },
  /** How two assessors differ on the answers that both marked. */
  "quality.pair": { input: z.object({ ...ofMarks, first: pathId, second: pathId }), output: pairView },
} as const;
