import type { fairnessCommands, fairnessQueries } from "../../../../src-shared/bridge/lead/fairness.ts";
import type { Handlers, Room } from "../../room.ts";

/** How groups of candidates fare. */
export function fairnessRequests({ withLead, changed, byItself }: Room): Handlers<keyof typeof fairnessQueries | keyof typeof fairnessCommands> {
  return {
    "fairness.view": ({ batch }) => withLead(async ({ desk }) => (await import("../fairness/fairness-view.ts")).fairnessView(desk, batch)),
    "fairness.set-groups": (input) =>
      withLead(async ({ desk, sync }) => {
        const { setGroups } = await import("../fairness/groups.ts");
        const set = await setGroups(desk, input);
        if (set.ok && set.value.isNew) {
          changed("lead");
          if (byItself) sync.soon();
        }
        return set;
      }),
  };
}
