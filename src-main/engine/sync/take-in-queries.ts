import { parseDepotKey } from "../../../src-shared/documents/depot-keys.ts";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES, openDocument } from "../documents/documents.ts";
import { subjectOf } from "../marking/marking.ts";

/**
 * Takes in what leads ask about answers of this person's: the answer opens again, also where it was handed in. What is asked of an answer that
 * is not here waits until it is. Says whether anything came, and the first that could not be believed.
 */
export async function takeInQueries(desk: Desk): Promise<Result<{ changed: boolean; problem: Problem | undefined }, Problem>> {
  const { store, depot, me } = desk;
  const keys = await depot.list(`queries/${me.person}/`);
  if (!keys.ok) return keys;
  let changed = false;
  let problem: Problem | undefined;
  for (const key of keys.value.sort()) {
    const place = parseDepotKey(key);
    if (place?.kind !== "query" || place.person !== me.person || store.queries.get(key)) continue;
    if (!store.work.batch(place.batch)) continue;
    const bytes = await depot.read(key, MAX_DOCUMENT_BYTES);
    const opened = bytes.ok ? await openDocument("query", key, bytes.value, await desk.trust(), [desk.identity]) : bytes;
    if (!opened.ok) {
      if (isDepotAway(opened.error)) return opened;
      // What was asked of an earlier or a later laptop of this person is not meant for this one.
      if (opened.error.kind !== "document-not-for-you") problem ??= opened.error;
      continue;
    }
    const { batch, candidate, question, author, text, writtenAt } = opened.value;
    const answer = store.work.findAnswer(batch, candidate, question);
    if (!answer) continue;
    const at = desk.now();
    store.transaction(() => {
      store.queries.put({ query: key, batch, answerId: answer.id, lead: author, text, askedAt: writtenAt });
      store.work.openAnswer(answer.id);
      store.audit.append({ at, who: author, what: "asked", subject: subjectOf(answer), to: { query: key, text } });
    });
    changed = true;
  }
  return ok({ changed, problem });
}
