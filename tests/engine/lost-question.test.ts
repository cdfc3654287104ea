import { expect, test } from "vitest";
import { readPeople, trustLeads } from "../../src-main/engine/documents/trust.ts";
import { trustedLeadOf } from "../../src-main/engine/enrolment/lead-key-file.ts";
import { newestDocument } from "../../src-main/engine/packing/newest-document.ts";
import { createAuthor, publishCampaign } from "../../src-main/engine/packing/publish-documents.ts";
import { BATCH, createLeadPanel, type LeadPanel } from "./support/lead-panel.ts";
import { must, SOFTWARE } from "./support/panel.ts";

/** Publishes the campaign without its second question, which packing refuses while the batch has answers to it. */
async function loseQuestion({ room: { depot, leadKey } }: LeadPanel) {
  const people = must(await readPeople(depot, await trustLeads([trustedLeadOf(leadKey)])));
  const newest = must(await newestDocument("campaign", must(await depot.list("campaigns/camp-1/")), depot, people.trust, [leadKey.identity]));
  const { campaign } = newest.document!;
  must(await publishCampaign(createAuthor(depot, leadKey, people, { now: () => new Date(), software: SOFTWARE }), { ...campaign, questions: campaign.questions.slice(0, 1) }, newest));
}

const PLACEHOLDER = { question: { id: "q2", number: 2, text: "Question q2, which the campaign does not have any more" }, behaviour: { name: "Not in the campaign", positive: [], negative: [] } };

test("answers to a question that the campaign lost are shown, marked and settled all the same, on desks that knew it and on new ones", async () => {
  const panel = await createLeadPanel({ candidates: ["K-1"] });
  await panel.handIn("a-1", { "K-1": { q1: 5, q2: 3 } });
  await panel.sync();
  await loseQuestion(panel);

  for (const desk of [panel.assessor("a-2"), await panel.enrol("a-2")]) {
    await panel.sync(desk);
    const answerId = panel.look(desk).work.findAnswer(BATCH, "K-1", "q2")!.id;
    expect(await desk.ask("review.view", { answerId })).toMatchObject(PLACEHOLDER);
    await desk.ask("queue.page", { batch: BATCH, filter: "all", score: null, search: "", offset: 0, limit: 10 });
  }
  await panel.handIn("a-2", { "K-1": { q1: 5, q2: 6 } });
  for (const desk of [panel.lead, await panel.enrol("l-2", "lead")]) {
    await panel.sync(desk);
    const answerId = panel.look(desk).lead.findAnswer(BATCH, "K-1", "q2")!.id;
    expect(await desk.ask("moderation.view", { answerId })).toMatchObject({ ...PLACEHOLDER, state: "to-settle" });
    expect(await desk.ask("outcome.view", { batch: BATCH })).toMatchObject({ counts: { incomplete: 1 } });
    await desk.ask("board.batch", { batch: BATCH });
  }
});
