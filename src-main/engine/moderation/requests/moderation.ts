import type { moderationCommands, moderationQueries, ModerationCounts, ModerationPage, ModerationSelection } from "../../../../src-shared/bridge/lead/moderation.ts";
import type { Problem } from "../../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../../src-shared/result.ts";
import type { Desk } from "../../desk.ts";
import { behaviourNames } from "../../marking/marking.ts";
import type { Handlers, Room } from "../../room.ts";
import { answerOf, leadCampaign } from "../acts.ts";
import { define } from "../define.ts";
import { moderationView } from "../moderation-view.ts";
import { note } from "../notes.ts";
import { toSettle } from "../to-settle.ts";
import { keepDraft, reopen, settle, undo } from "../settle.ts";

/** What is asked of a lead's desk while moderating. */
export function moderationRequests({ withLead, changed, byItself }: Room): Handlers<keyof typeof moderationQueries | keyof typeof moderationCommands> {
  /** What a lead did shows on each of their screens. */
  const acting = <T>(act: (desk: Desk) => Result<T, Problem>) =>
    withLead(({ desk }) => {
      const outcome = act(desk);
      if (outcome.ok) changed("lead");
      return outcome;
    });
  return {
    "moderation.counts": ({ batch }) => withLead(({ desk }) => countsOf(desk, batch)),
    "moderation.list": ({ offset, limit, ...selection }) => withLead(({ desk }) => pageOf(desk, selection, offset, limit)),
    "moderation.to-settle": ({ batch }) => withLead(({ desk }) => toSettle(desk, batch)),
    "moderation.view": ({ answerId }) => withLead(({ desk }) => moderationView(desk, answerId)),
    "moderation.around": ({ answerId, ...selection }) =>
      withLead(({ desk }) => {
        const answer = answerOf(desk, answerId);
        return answer.ok ? ok(desk.store.workList.around(selection, answerId)) : answer;
      }),
    "moderation.settle": (input) => acting((desk) => settle(desk, input)),
    "moderation.define": (input) => acting((desk) => define(desk, input)),
    "moderation.reopen": (input) => acting((desk) => reopen(desk, input)),
    "moderation.undo": (input) => acting((desk) => undo(desk, input)),
    "moderation.ask": (input) =>
      withLead(async ({ desk, sync }) => {
        const { ask } = await import("../ask.ts");
        const asked = await ask(desk, input);
        if (!asked.ok) return asked;
        changed("lead", "home");
        if (byItself) sync.soon();
        return asked;
      }),
    // What is typed shows where it is typed.
    "moderation.note": (input) => (input.writing ? withLead(({ desk }) => note(desk, input)) : acting((desk) => note(desk, input))),
    "moderation.draft": (input) => withLead(({ desk }) => keepDraft(desk, input)),
  };
}

function countsOf(desk: Desk, batch: string): Result<ModerationCounts, Problem> {
  if (!desk.store.lead.batch(batch)) return err({ kind: "batch-not-found", batch });
  return ok({ batch, counts: desk.store.workList.counts(batch) });
}

function pageOf(desk: Desk, selection: ModerationSelection, offset: number, limit: number): Result<ModerationPage, Problem> {
  const { batch } = selection;
  if (!desk.store.lead.batch(batch)) return err({ kind: "batch-not-found", batch });
  const behaviours = behaviourNames(leadCampaign(desk, batch));
  return ok({ rows: desk.store.workList.page(selection, offset, limit).map(({ question, ...row }) => ({ ...row, behaviour: behaviours.get(question) ?? "" })) });
}
