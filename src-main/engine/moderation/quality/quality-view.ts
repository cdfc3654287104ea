import type { Input, Output } from "../../../../src-shared/bridge/contract.ts";
import type { CampaignDefinition } from "../../../../src-shared/documents/campaign.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import type { QualityDesk } from "./quality-desk.ts";

/** How a panel marks: statistics of the marks that were handed in. */
export async function qualityView(desk: Desk, quality: QualityDesk, input: Input<"quality.view">): Promise<Result<Output<"quality.view">, Problem>> {
  const asked = askedOf(desk, input);
  if (!asked.ok) return asked;
  const { campaign, campaignBatches, question, personOf } = asked.value;
  const panel = await quality.ask({ kind: "panel", ...question });
  if (!panel.ok) return panel;
  return ok({
    ...panel.value,
    batch: input.batch,
    campaignTitle: campaign.title,
    batches: campaignBatches,
    behaviours: campaign.behaviours.map(({ id, name }) => ({ id, name })),
    toSettle: desk.store.lead.countToSettle(input.batch),
    scale: [...campaign.scale].sort((a, b) => a.value - b.value).map(({ value, label }) => ({ value, label })),
    assessors: panel.value.assessors.map((each) => ({ ...each, person: personOf(each.assessor) })),
  });
}

/** How two assessors differ. */
export async function qualityPair(desk: Desk, quality: QualityDesk, { first, second, ...input }: Input<"quality.pair">): Promise<Result<Output<"quality.pair">, Problem>> {
  const asked = askedOf(desk, input);
  if (!asked.ok) return asked;
  const pair = await quality.ask({ kind: "pair", first, second, ...asked.value.question });
  return pair.ok ? ok({ first, second, ...pair.value }) : pair;
}

/** What the input means on this desk. */
function askedOf({ store }: Desk, { batch, scope, behaviour }: Input<"quality.view">) {
  const row = store.lead.batch(batch);
  if (!row) return err({ kind: "batch-not-found" as const, batch });
  const campaign = store.work.campaign(row.campaign);
  const campaignBatches = store.lead.batches().flatMap((each) => (each.campaign === row.campaign ? [each.batch] : []));
  const names = namesOf(store.enrolment.people());
  const personOf = new Map(Object.entries(names).map(([person, name]) => [name, person]));
  return ok({
    campaign,
    campaignBatches,
    personOf: (name: string) => personOf.get(name) ?? name,
    question: { batches: scope === "batch" ? [batch] : campaignBatches, questions: questionsOf(campaign, behaviour), scale: campaign.scale.map((point) => point.value), names },
  });
}

function questionsOf({ questions }: CampaignDefinition, behaviour: string | null): string[] | null {
  return behaviour === null ? null : questions.flatMap((each) => (each.behaviour === behaviour ? [each.id] : []));
}

/** Each person's name; with the reference where several have the same. Nobody is called by another's reference. */
function namesOf(people: readonly { person: string; name: string | null }[]): Record<string, string> {
  const times = new Map<string, number>();
  for (const name of people.flatMap((each) => [each.person, ...(each.name === null ? [] : [each.name])])) times.set(name, (times.get(name) ?? 0) + 1);
  return Object.fromEntries(people.flatMap(({ person, name }) => (name === null ? [] : [[person, times.get(name)! > 1 ? `${name} (${person})` : name]])));
}
