import type { RequestName } from "../../src-shared/bridge/contract.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { Desk } from "./desk.ts";
import type { Marking } from "./marking/marking.ts";
import { reopenSet } from "./marking/reopen.ts";
import { takeBackWithdrawal, withdraw } from "./marking/withdrawal.ts";
import type { LeadRequest } from "./moderation/requests/lead-requests.ts";
import { batchesHere, removeRecordings, retentionOf, wantRecordingsAgain } from "./retention/remove-recordings.ts";
import type { Answer, DoorRequest, Handlers, Room } from "./room.ts";
import { wishForAnswer, wishForBatch } from "./sync/wishes.ts";
import { checkView } from "./views/check-view.ts";
import { homeView } from "./views/home-view.ts";
import { queuePage, queueView } from "./views/queue-view.ts";
import { reviewView } from "./views/review-view.ts";

/** What is asked of any desk at work: its screens, and the commands that change it. What only a lead asks is in `lead-requests.ts`. */
export function deskRequests(room: Room): Handlers<Exclude<RequestName, DoorRequest | LeadRequest>> {
  const { withDesk, changed, mediaChanged, recordingsGone, byItself } = room;
  /** A mark that was saved shows on every screen. */
  function marked<T>(act: (marking: Marking) => Result<T, Problem>): Answer<T> {
    return withDesk(({ marking }) => {
      const outcome = act(marking);
      if (outcome.ok) changed("home", "review", "queue", "check");
      return outcome;
    });
  }

  /** A withdrawal decides what may be played, and what is to be fetched. */
  function withdrawing<T>(act: (desk: Desk) => Result<T, Problem>): Answer<T> {
    return withDesk(({ desk, sync }) => {
      const outcome = act(desk);
      if (!outcome.ok) return outcome;
      desk.store.media.countAnew();
      mediaChanged();
      changed("home", "review", "queue", "check");
      sync.reconsider();
      return outcome;
    });
  }

  return {
    "home.view": () => withDesk(({ desk, sync, backups }) => ok(homeView(desk, sync.state(), backups.problem()))),
    "review.view": ({ answerId }) => withDesk(({ desk }) => reviewView(desk, answerId)),
    "queue.view": (selection) => withDesk(({ desk }) => queueView(desk, selection)),
    "queue.page": (input) => withDesk(({ desk }) => queuePage(desk, input)),
    "check.view": ({ batch }) => withDesk(({ desk }) => checkView(desk, batch)),
    "space.view": () => withDesk(async ({ desk }) => ok(await (await import("./views/space-view.ts")).spaceView(desk.store))),

    "sync.now": () =>
      withDesk(async ({ desk, sync }) => {
        desk.store.drafts.press();
        // A window is told of what comes later; a command waits for it.
        return ok(await (byItself ? sync.round() : sync.now()));
      }),
    "sync.fetch-now": (asked) =>
      withDesk(async ({ desk, sync }) => {
        const wished = "batch" in asked ? wishForBatch(desk, asked.batch) : await wishForAnswer(desk, asked.answerId);
        if (wished.ok) sync.reconsider();
        return wished;
      }),

    "mark.set-score": (input) => marked((marking) => marking.setScore(input)),
    "mark.set-cannot-score": (input) => marked((marking) => marking.setCannotScore(input)),
    "mark.set-evidence": (input) => marked((marking) => marking.setEvidence(input)),
    "mark.put-note": (input) => marked((marking) => marking.putNote(input)),
    "mark.remove-note": (input) => marked((marking) => marking.removeNote(input)),
    "mark.set-indicator": (input) => marked((marking) => marking.setIndicator(input)),
    "mark.set-flag": (input) => marked((marking) => marking.setFlag(input)),
    "mark.set-watch-reason": (input) => marked((marking) => marking.setWatchReason(input)),
    "mark.reply": (input) => marked((marking) => marking.reply(input)),
    "practice.compare": (input) => marked((marking) => marking.compare(input)),
    "mark.add-watched": (input) =>
      withDesk(({ desk, marking }) => {
        const stateNow = () => desk.store.work.answer(input.answerId)?.markState;
        const before = stateNow();
        const outcome = marking.addWatched(input);
        // Every few seconds while something plays: the home screen counts anew only when that completes a mark.
        if (outcome.ok) changed("review", "queue", "check", ...(stateNow() === before ? [] : (["home"] as const)));
        return outcome;
      }),

    "candidate.withdraw": (input) => withdrawing((desk) => withdraw(desk, input)),
    "candidate.return": (input) => withdrawing((desk) => takeBackWithdrawal(desk, input)),

    "recoveries.read": ({ upTo }) =>
      withDesk(({ desk }) => {
        desk.store.drafts.markRead(upTo, desk.now());
        changed("home");
        return ok({});
      }),

    "preferences.set": (change) =>
      withDesk(({ desk, sync }) => {
        const { order } = desk.store.preferences.get();
        desk.store.preferences.change(change);
        if (change.fetchingPaused !== undefined || change.bandwidthLimit !== undefined || change.order !== undefined) sync.reconsider();
        changed("desk", ...(change.order !== undefined && change.order !== order ? (["home", "review", "queue"] as const) : []));
        return ok({});
      }),

    "set.submit": ({ batch }) =>
      withDesk(async ({ desk, sync, backups }) => {
        const { submitSet } = await import("./marking/submit.ts");
        const set = await submitSet(desk, batch);
        if (set.ok) {
          changed("home", "review", "queue", "check");
          void backups.now("after-submission");
          if (byItself) sync.soon();
        }
        return set;
      }),
    "set.reopen": ({ batch, reason }) =>
      withDesk(({ desk, sync }) => {
        const reopened = reopenSet(desk, batch, reason);
        if (!reopened.ok) return reopened;
        changed("home", "review", "queue", "check");
        if (byItself && desk.store.media.lacksKeys(batch)) sync.soon();
        return reopened;
      }),

    "recordings.remove": ({ batch, stillNeeded }) =>
      withDesk(async ({ desk, backups, sync }) => {
        if (!batchesHere(desk.store).includes(batch)) return err({ kind: "batch-not-found", batch });
        const mayGo = () => stillNeeded || retentionOf(desk, batch) !== undefined;
        const removed = mayGo() ? await removeRecordings(desk, batch, "asked", mayGo) : undefined;
        const isModerated = desk.store.lead.batch(batch) !== undefined && desk.store.outcomes.of(batch).length === 0;
        if (!removed) return err({ kind: isModerated ? "recordings-moderated" : "recordings-needed", batch });
        recordingsGone(backups);
        sync.reconsider();
        return ok(removed);
      }),
    "recordings.remove-over": () => withDesk(async ({ retention }) => ok({ removed: await retention.check() })),
    "recordings.fetch-again": ({ batch }) =>
      withDesk(({ desk, sync }) => {
        if (!batchesHere(desk.store).includes(batch)) return err({ kind: "batch-not-found", batch });
        const { media } = desk.store;
        if (media.removalOf(batch) || media.forLead.isRemoved(batch)) wantRecordingsAgain(desk, batch);
        changed("home", "review", "queue", "lead");
        if (byItself) sync.soon();
        return ok({});
      }),
    "restoration.seen": () =>
      withDesk(({ desk }) => {
        desk.store.restorations.markSeen(desk.now());
        changed("home");
        return ok({});
      }),
  };
}
