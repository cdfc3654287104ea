import { z } from "zod";
import { ageIdentity, envelope, firstRepeated, pathId, revision } from "./ids.ts";

const shortText = z.string().trim().min(1).max(300);
const longText = z.string().trim().min(1).max(2000);

export const indicator = z.object({ id: pathId, text: shortText });
export type Indicator = z.infer<typeof indicator>;

/** One of the competencies assessed, with what good and poor evidence of it looks like. */
export const behaviour = z.object({
  id: pathId,
  name: shortText,
  description: longText.optional(),
  positive: z.array(indicator).min(1).max(20),
  negative: z.array(indicator).max(20),
});
export type Behaviour = z.infer<typeof behaviour>;

/** One point of the rating scale. */
export const scalePoint = z.object({ value: z.int().min(0).max(100), label: shortText, meaning: longText });
export type ScalePoint = z.infer<typeof scalePoint>;

export const question = z.object({
  id: pathId,
  behaviour: pathId,
  text: longText,
  thinkingSeconds: z.number().min(0).max(3600),
  answerSeconds: z.number().min(1).max(3600),
});
export type Question = z.infer<typeof question>;

/** What a campaign fixes beforehand, so that every panel works alike. `npm run schemas` writes the descriptions into docs/campaign-rules.md. */
export const campaignRules = z.object({
  passMark: z.number().describe("The lowest score that passes one answer: a point of the scale."),
  tolerance: z.number().min(0).default(1).describe("Marks for one answer further apart than this are a discrepancy, which a lead settles. Practice goes by it, too."),
  cumulativeTolerance: z.number().min(0).default(6).describe("Where the distances of a candidate's marks add up to more than this, a lead settles each answer whose marks differ. Practice goes by it, too."),
  combine: z
    .enum(["mean", "lower", "higher", "lead-decides"])
    .default("lead-decides")
    .describe("The final score where marks differ within the tolerances: their mean, the lower or the higher one. With `lead-decides` a lead settles every answer whose marks differ at all."),
  doubleMarkingShare: z.number().min(0).max(1).default(0).describe("The share of candidates marked by several assessors; which ones is drawn by lot."),
  markersOfDouble: z.int().min(2).max(10).default(2).describe("How many assessors mark a candidate who is marked by several."),
  seeds: z.int().min(0).default(0).describe("How many answers with definitive marks are hidden among each assessor's live ones, at least."),
  order: z.enum(["candidate", "question", "assessor-decides"]).default("assessor-decides").describe("In which order answers are marked; `assessor-decides` leaves it to each assessor."),
  minimumWatchedShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe("The share of an answer to be watched before scoring it; with less, a reason is needed. Marks from a table count as little watched, so that above 0 a lead settles all of their answers."),
  evidenceRequired: z.boolean().default(true).describe("Whether a score needs written evidence or a note."),
  retentionDays: z.int().min(0).default(180).describe("For how many days after delivery recordings stay on a laptop."),
  lengthToleranceSeconds: z.number().min(0).max(600).default(5).describe("By how much a recording may run over the seconds allowed and still be packed."),
  moderationSampleShare: z.number().min(0).max(1).default(0).describe("The share of the answers without a discrepancy that leads look at all the same."),
  passBy: z.enum(["answer", "behaviour", "overall"]).default("behaviour").describe("What has to reach the pass mark: every answer, every behaviour by the mean of its answers, or (`overall`) neither."),
  overallPassMark: z.number().min(0).nullable().default(null).describe("The lowest sum of all of a candidate's final scores that passes; null where only `passBy` decides."),
  places: z.int().min(0).nullable().default(null).describe("How many who pass are offered a place; the others who pass are the reserve list. Null where places are not known."),
  tieBreak: z.array(pathId).max(20).default([]).describe("Behaviours whose totals, in this order, put candidates with the same overall total apart."),
});
export type CampaignRules = z.infer<typeof campaignRules>;

/** A campaign as a lead writes it: `desk pack --campaign`. */
export const campaignDefinition = z.lazy(() => z
  .object({
    id: pathId,
    title: shortText,
    behaviours: z.array(behaviour).min(1).max(20),
    scale: z.array(scalePoint).min(2).max(20),
    questions: z.array(question).min(1).max(50),
    rules: campaignRules,
  })
  .superRefine((campaign, context) => {
    const refuse = (message: string) => context.addIssue({ code: "custom", message });
    const behaviours = campaign.behaviours.map((each) => each.id);
    for (const [what, ids] of [
      ["behaviour", behaviours],
      ["question", campaign.questions.map((each) => each.id)],
      ["indicator", campaign.behaviours.flatMap((each) => [...each.positive, ...each.negative].map((i) => i.id))],
      ["point of the scale", campaign.scale.map((each) => each.value)],
    ] as const) {
      const twice = firstRepeated<string | number>(ids);
      if (twice !== undefined) refuse(`the ${what} ${twice} appears twice`);
    }
    for (const each of campaign.questions)
      if (!behaviours.includes(each.behaviour)) refuse(`question ${each.id} asks about the behaviour ${each.behaviour}, which the campaign does not define`);
    if (!campaign.scale.some((point) => point.value === campaign.rules.passMark)) refuse("the pass mark is not a point of the scale");
    for (const id of campaign.rules.tieBreak) if (!behaviours.includes(id)) refuse(`ties are to be broken by the behaviour ${id}, which the campaign does not define`);
    const again = firstRepeated(campaign.rules.tieBreak);
    if (again !== undefined) refuse(`ties are to be broken by the behaviour ${again} twice`);
    const { overallPassMark } = campaign.rules;
    if (campaign.rules.passBy === "overall" && overallPassMark === null) refuse("passing goes by the overall total, and there is no overallPassMark");
    const most = campaign.questions.length * Math.max(...campaign.scale.map((point) => point.value));
    if (overallPassMark !== null && overallPassMark > most) refuse(`the overall pass mark is ${overallPassMark}, and nobody can reach more than ${most}`);
  }));
export type CampaignDefinition = z.infer<typeof campaignDefinition>;

/**
 * The question that an answer is to, with its behaviour. One that the campaign's newest revision lacks is called by its id, under a behaviour
 * without indicators: its answers can be heard and marked all the same.
 */
export function questionOf({ questions, behaviours }: CampaignDefinition, { question: id, secondsAllowed }: { question: string; secondsAllowed: number }): { question: Question; behaviour: Behaviour } {
  const found = questions.find((each) => each.id === id);
  if (found) return { question: found, behaviour: behaviours.find((each) => each.id === found.behaviour)! };
  const text = `Question ${id}, which the campaign does not have any more`;
  return { question: { id, behaviour: id, text, thinkingSeconds: 0, answerSeconds: secondsAllowed }, behaviour: { id, name: "Not in the campaign", positive: [], negative: [] } };
}

/** The numbers of questions: as the campaign has them, and after those what it lacks and some answers are to. */
export function questionNumbers({ questions }: CampaignDefinition, answers: readonly { question: string }[]): Map<string, number> {
  const asked = [...questions.map((each) => each.id), ...answers.map((each) => each.question).sort()];
  return new Map([...new Set(asked)].map((id, index) => [id, index + 1]));
}

/** `campaigns/<campaign>/<revision>.json` */
export const campaignDocument = z.lazy(() => z.object({
  ...envelope("campaign"),
  revision,
  /** Opens this campaign's documents; given to assessors in their allocations. */
  identity: ageIdentity,
  campaign: campaignDefinition,
}));
export type CampaignDocument = z.infer<typeof campaignDocument>;
