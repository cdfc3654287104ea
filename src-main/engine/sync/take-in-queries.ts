import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../documents/documents.ts";
import { subjectOf } from "../marking/marking.ts";
import { openWhatIsAsked } from "../marking/recovered-mark.ts";
import { isRefusedForGood, refusedDocuments } from "./refused-documents.ts";

/**
 * Takes in what leads ask about answers of this person's: the answer opens again, also where it was handed in, unless a set carries the
 * reply already. Says whether anything came, and the first that could not be believed.
 */
export async function takeInQueries(desk: Desk): Promise<Result<{ changed: boolean; problem: Problem | undefined }, Problem>> {
  const { store, depot, me } = desk;
  const keys = await depot.list(`queries/${me.person}/`);
  if (!keys.ok) return keys;
  const trust = await desk.trust();
  const refused = refusedDocuments(desk, trust);
  let changed = false;
  let problem: Problem | undefined;
  for (const key of keys.value.sort()) {
    const place = parseDepotKey(key);
    // What is sealed for another laptop of this person is not meant for this one.
    if (place?.kind !== "query" || place.person !== me.person || place.invitation !== me.invitationNumber) continue;
    if (store.queries.get(place.query) || !store.work.batch(place.batch)) continue;
    const known = refused.get(key);
    if (known) {
      problem ??= known;
      continue;
    }
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    const opened = bytes.ok ? await openDocument("query", key, bytes.value, trust, [desk.identity]) : bytes;
    if (!opened.ok) {
      if (isDepotAway(opened.error)) return opened;
      if (isRefusedForGood(opened.error)) refused.set(key, opened.error);
      problem ??= opened.error;
      continue;
    }
    const { query, batch, candidate, question, askedBy, askedAt, text } = opened.value;
    const at = desk.now();
    store.transaction(() => {
      store.queries.put({ query, batch, candidate, question, lead: askedBy, text, askedAt });
      openWhatIsAsked(store, batch);
      store.audit.append({ at, who: askedBy, what: "asked", subject: subjectOf({ batch, candidate, question }), to: { query, document: key, text } });
    });
    changed = true;
  }
  return ok({ changed, problem });
}
