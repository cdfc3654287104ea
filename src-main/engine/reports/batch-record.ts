import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { OutcomeCandidate } from "../../../src-shared/documents/outcome.ts";
import { countingOutcome } from "../../../src-shared/moderation/outcome-changes.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { outcomeNow } from "../moderation/outcome/outcome-now.ts";
import { createReportStore } from "../store/report-store.ts";
import type { Store } from "../store/store.ts";
import { candidateReader } from "./candidate-record.ts";
import { documentsOf } from "./record-documents.ts";
import type { BatchRecord, CandidateRecord, DocumentRecord, TieDecision } from "./record-model.ts";

export interface RecordRequest {
  batch: string;
  /** One candidate's record alone; null for everybody's. */
  candidate: string | null;
  /** ISO timestamp of the export. */
  at: string;
  software: string;
}

/**
 * Reads what there is to say about a batch from a lead's store. Read it in one transaction, so that nothing that comes in meanwhile splits it.
 */
export async function readBatchRecord(store: Store, { batch, candidate, at, software }: RecordRequest): Promise<Result<BatchRecord, Problem>> {
  const me = store.enrolment.get();
  const row = store.lead.batch(batch);
  if (!me || !row) return err({ kind: "batch-not-found", batch });
  const reports = createReportStore(store.db);
  const known = reports.candidates(batch);
  const asked = candidate === null ? known : known.filter((each) => each.candidate === candidate);
  if (candidate !== null && asked.length === 0) return err({ kind: "candidate-not-found", candidate, batch });

  const now = await outcomeNow(store, batch);
  if (!now.ok) return now;
  if (store.standing.isBehind(batch)) return err({ kind: "outcome-behind", batch });
  const { campaign } = now.value;
  const published = store.outcomes.of(batch);
  const counting = countingOutcome(published);
  const outcome = counting && store.outcomes.document(counting.key);
  const everybody = outcome?.candidates ?? now.value.merit.candidates;
  const merit = candidate === null ? everybody : ofOne(everybody, candidate);
  const read = candidateReader(store, reports, { batch, campaign, outcome, merit, published });
  const order = inOrder(asked, merit);
  const documents = await documentsOf(store, reports, batch, row.campaign);

  const ties = reports.ties(batch).flatMap(({ lead, event }): TieDecision[] => {
    if (event.act !== "ranked" || (candidate !== null && !event.candidates.includes(candidate))) return [];
    return [{ at: event.at, by: lead, ...(candidate === null ? { candidates: event.candidates, reason: event.reason } : { candidates: [candidate], reason: withoutOthers(event.reason, candidate, event.candidates) }) }];
  });
  return ok({
    ...{ batch, campaign, candidate, ties },
    revisions: published.map(({ revision, key, author, publishedAt, reason }) => ({ revision, key, reason, by: author, at: publishedAt })),
    batchRevision: row.revision,
    campaignRevision: row.campaignRevision,
    rules: outcome?.rules ?? campaign.rules,
    status: outcome ? { kind: "published", revision: outcome.revision, at: outcome.publishedAt, by: outcome.author, declaration: outcome.declaration, incompleteReason: outcome.incompleteReason } : { kind: "draft" },
    documents: candidate === null ? documents : documentsFor(read(asked[0]!), documents, batch),
    names: namesOf(store),
    exported: { at, by: me.person, software },
    log: reports.log(),
    merit,
    ranked: everybody.filter((each) => each.rank !== null).length,
    candidateCount: order.length,
    *candidates() {
      for (const each of order) yield read(each);
    },
  });
}

/** In order of merit as far as there is one; the others as they were packed. */
function inOrder<T extends { candidate: string }>(known: readonly T[], merit: readonly OutcomeCandidate[]): T[] {
  const places = new Map(merit.map((each, index) => [each.candidate, index]));
  const placeOf = (each: T) => places.get(each.candidate) ?? Number.POSITIVE_INFINITY;
  // Stable: whoever has no place keeps the order of packing. Infinity less infinity is no number, and counts as equal.
  return known.toSorted((a, b) => placeOf(a) - placeOf(b) || 0);
}

/** One candidate's place, without the references of others. */
function ofOne(merit: readonly OutcomeCandidate[], candidate: string): OutcomeCandidate[] {
  const own = merit.find((each) => each.candidate === candidate);
  if (!own) return [];
  const level = merit.flatMap((each) => (each.total === own.total ? [each.candidate] : []));
  return [{ ...own, tieReason: own.tieReason && withoutOthers(own.tieReason, candidate, level) }];
}

/** A record that is given to somebody because of one candidate names no other. */
function withoutOthers(text: string, candidate: string, candidates: readonly string[]): string {
  const others = candidates.filter((each) => each !== candidate).toSorted((a, b) => b.length - a.length);
  return others.reduce((left, each) => left.replace(new RegExp(`(?<![\\p{L}\\p{N}])${each.replaceAll(".", "\\.")}(?![\\p{L}\\p{N}])`, "gu"), "another candidate"), text);
}

/** Those that say something about one candidate: what fixed the work, the sets that hold the marks, the queries and the decisions. */
function documentsFor(record: CandidateRecord, documents: readonly DocumentRecord[], batch: string): DocumentRecord[] {
  const own = new Set([
    ...record.trail.flatMap((each) => each.documentKey ?? []),
    ...record.answers.flatMap((answer) => answer.queries.map((query) => query.key)),
  ]);
  const markers = new Set(record.allocatedTo.map((each) => each.person));
  const allocatedBy = (key: string) => [...markers].some((person) => key.startsWith(depotKey.allocation(person, batch, 1).replace(/1\.json$/, "")));
  return documents.filter(({ key, kind }) => kind === "campaign" || kind === "batch" || kind === "outcome" || own.has(key) || (kind === "allocation" && allocatedBy(key)));
}

function namesOf(store: Store): Map<string, string> {
  const me = store.enrolment.get();
  const known = store.enrolment.people().flatMap(({ person, name }) => (name === null ? [] : [[person, name] as const]));
  return new Map([...(me?.leads ?? []).map((lead) => [lead.person, lead.name] as const), ...known, ...(me ? [[me.person, me.name] as const] : [])]);
}
