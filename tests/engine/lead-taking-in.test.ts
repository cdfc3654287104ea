import { describe, expect, test } from "vitest";
import { BATCH, createLeadPanel, LEAD } from "./support/lead-panel.ts";

describe("a lead's desk takes in", () => {
  test("the batch, who marks it, what they are called, their marks, and where each answer stands", async () => {
    const panel = await createLeadPanel();
    await panel.handIn("a-1", { "K-1": { q1: 5, q2: 4 }, "K-2": { q1: 3, q2: 3 }, "K-3": { q1: 6, q2: 6 } });
    await panel.sync();
    const { lead, received, enrolment, work } = panel.look();
    expect(lead.batches()).toMatchObject([{ batch: BATCH, campaign: "camp-1", revision: 1, campaignRevision: 1, candidates: 3, answers: 6 }]);
    expect(lead.allocations(BATCH)).toMatchObject([{ person: "a-1", opened: null, stopped: null }, { person: "a-2" }]);
    expect(lead.allocated(BATCH, "a-2").map((each) => each.candidate).sort()).toEqual(["K-1", "K-2", "K-3"]);
    expect(enrolment.people().map(({ person, role, name }) => [person, role, name])).toEqual([["a-1", "assessor", "Name of a-1"], ["a-2", "assessor", "Name of a-2"], [LEAD, "lead", `Name of ${LEAD}`], ["lead", "lead", "Lead"]]);
    expect(received.sets(BATCH)).toMatchObject([{ person: "a-1", revision: 1, newest: true, marks: 6, reason: null }]);
    expect(lead.answersOf(BATCH).map(({ candidate, question, state, marks }) => [candidate, question, state, marks])).toEqual(
      ["K-1", "K-2", "K-3"].flatMap((candidate) => ["q1", "q2"].map((question) => [candidate, question, "waiting", 1])),
    );
    // What the lead does not mark is no work of theirs.
    expect(work.batches()).toEqual([]);
    expect((await panel.lead.ask("home.view", {})).batches).toEqual([]);

    await panel.handIn("a-2", { "K-1": { q1: 5, q2: 7 }, "K-2": { q1: 3, q2: 4 }, "K-3": { q1: 6, q2: 6 } });
    await panel.sync();
    expect(lead.answersOf(BATCH).map(({ candidate, question, state, lowest, highest, final }) => [candidate, question, state, lowest, highest, final])).toEqual([
      ["K-1", "q1", "agreed", 5, 5, 5],
      ["K-1", "q2", "to-settle", 4, 7, null],
      ["K-2", "q1", "agreed", 3, 3, 3],
      ["K-2", "q2", "to-settle", 3, 4, null],
      ["K-3", "q1", "agreed", 6, 6, 6],
      ["K-3", "q2", "agreed", 6, 6, 6],
    ]);
  });
});
