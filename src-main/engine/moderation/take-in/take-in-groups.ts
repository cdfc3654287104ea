import { parseDepotKey } from "../../../../src-shared/documents/depot-keys.ts";
import { keepGroups } from "../fairness/groups.ts";
import type { Round } from "./reading.ts";

/** Takes in which groups candidates belong to, where another lead published a newer revision. Says whether one came. */
export async function takeInGroups(round: Round, batch: string): Promise<boolean> {
  const { desk } = round;
  const listed = await desk.depot.list(`groups/${batch}/`);
  if (!listed.ok) {
    round.refuse(listed.error);
    return false;
  }
  const known = desk.store.groups.get(batch)?.revision ?? 0;
  const revisions = listed.value.flatMap((key) => {
    const place = parseDepotKey(key);
    return place?.kind === "groups" && place.revision > known ? [{ key, revision: place.revision }] : [];
  });
  for (const { key } of revisions.sort((a, b) => b.revision - a.revision)) {
    const fetched = await round.open("groups", key);
    if (fetched.ok) {
      desk.store.transaction(() => {
        round.keep(fetched.value);
        keepGroups(desk, fetched.value.document);
      });
      return true;
    }
    round.refuse(fetched.error);
    if (round.away()) return false;
  }
  return false;
}
