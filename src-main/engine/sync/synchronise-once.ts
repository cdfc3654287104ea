import PQueue from "p-queue";
import { isDepotAway, type Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { depotKey } from "../../../src-shared/documents/depot-keys.ts";
import type { Desk } from "../desk.ts";
import { MAX_DOCUMENT_BYTES } from "../documents/documents.ts";
import { keepDrafts } from "../drafts/keep-drafts.ts";
import { deliverOutbox } from "../outbox/deliver.ts";
import { fetchIntoVault, isInVault, spaceProblem } from "../vault/vault.ts";
import { takeInDocuments } from "./take-in-documents.ts";

const PARALLEL_FETCHES = 4;
/** Progress is told this often at most: the eye sees no more. */
const TELL_EVERY_MS = 200;

/** What a try may change of what the screens show. */
export type SyncChange = "documents" | "recordings" | "outbox";

interface SyncDeps {
  /** Asked before each file: the desk is closing. */
  isStopped(): boolean;
  onProgress(progress: { doneFiles: number; totalFiles: number; doneBytes: number; totalBytes: number }): void;
  onChanged(what: SyncChange): void;
}

/**
 * One try: outbox first (marks matter most), then documents, then recordings. A problem in one does not keep the next
 * from being tried, unless the depot is away.
 */
export async function synchroniseOnce(desk: Desk, deps: SyncDeps): Promise<Result<void, Problem>> {
  const waiting = desk.store.outbox.waiting();
  const notOurs = await notOurDepot(desk);
  if (notOurs) {
    for (const row of waiting) desk.store.outbox.markFailed(row.id, notOurs);
    if (waiting.length > 0) deps.onChanged("outbox");
    return err(notOurs);
  }
  const delivered = await deliverOutbox(desk);
  if (waiting.length > 0) deps.onChanged("outbox");
  if (!delivered.ok && isDepotAway(delivered.error)) return delivered;
  const documents = await takeInDocuments(desk);
  if (documents.ok ? documents.value.changed : !isDepotAway(documents.error)) deps.onChanged("documents");
  const drafts = await keepDrafts(desk, deps.onChanged);
  const recordings = await fetchRecordings(desk, deps);
  if (!drafts.ok && delivered.ok && documents.ok) return drafts;
  if (!delivered.ok) return delivered;
  if (!documents.ok) return documents;
  return recordings;
}

/**
 * Another drive under the same letter, or an empty mount point, must not swallow a set: our depot is the one that
 * holds our invitation.
 */
async function notOurDepot(desk: Desk): Promise<Problem | undefined> {
  const invitation = await desk.depot.read(depotKey.invitation(desk.me.person, desk.me.invitationNumber), MAX_DOCUMENT_BYTES);
  if (invitation.ok) return undefined;
  return invitation.error.kind === "depot-missing" ? { kind: "depot-is-another", where: desk.depot.where } : invitation.error;
}

async function fetchRecordings(desk: Desk, deps: SyncDeps): Promise<Result<void, Problem>> {
  const { media } = desk.store;
  // Somebody or something may have taken a file away since it came.
  for (const each of media.here()) if (!(await isInVault(desk.store.home, each))) media.setState(each.object, "wanted", desk.now());
  const wanted = media.toFetch();
  if (wanted.length === 0 || deps.isStopped()) return ok(undefined);
  const totalBytes = wanted.reduce((sum, each) => sum + each.sealedBytes, 0);
  const space = await spaceProblem(desk.store.home, totalBytes);
  if (space) return err(space);
  const progress = { doneFiles: 0, totalFiles: wanted.length, doneBytes: 0, totalBytes };
  let toldAt = 0;
  const tell = (always: boolean) => {
    const at = desk.now().getTime();
    if (!always && Math.abs(at - toldAt) < TELL_EVERY_MS) return;
    toldAt = at;
    deps.onProgress({ ...progress });
  };
  tell(true);
  let problem: Problem | undefined;
  const queue = new PQueue({ concurrency: PARALLEL_FETCHES });
  await queue.addAll(
    wanted.map((each) => async () => {
      if (deps.isStopped() || (problem && isDepotAway(problem)) || problem?.kind === "disk-full") return;
      const fetched = (await isInVault(desk.store.home, each))
        ? ok(undefined)
        : await fetchIntoVault(desk.store.home, desk.depot, each, (bytes) => {
            progress.doneBytes += bytes;
            tell(false);
          });
      if (fetched.ok) {
        media.setState(each.object, "here", desk.now());
        progress.doneFiles += 1;
        deps.onChanged("recordings");
      } else {
        if (fetched.error.kind === "recording-damaged") media.setState(each.object, "damaged", desk.now());
        // "Unreachable" says most about what to do, whatever failed first.
        if (!problem || isDepotAway(fetched.error)) problem = fetched.error;
      }
      tell(true);
    }),
  );
  return problem ? err(problem) : ok(undefined);
}
