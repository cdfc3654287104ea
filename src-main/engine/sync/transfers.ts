import { isDepotAway, type Problem, type ProblemKind } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";
import type { Desk } from "../desk.ts";
import type { MediaRow } from "../store/media-store.ts";
import { problemOfFault } from "../store/store-problem.ts";
import { fetchIntoVault } from "../vault/fetch-into-vault.ts";
import { discardFromVault } from "../vault/vault.ts";
import type { Bandwidth } from "./bandwidth.ts";
import type { Transfer } from "./fetch-progress.ts";
import type { createHiccups } from "./hiccups.ts";
import type { createPace } from "./pace.ts";
import type { Refusals } from "./refusals.ts";

/** With a limit, bytes are let through in slices of this size, so that they come evenly. */
const SLICE_BYTES = 32 * 1024;

/** Ways that break for a moment: the transfer goes on where it stopped. */
const HICCUPS: ReadonlySet<ProblemKind> = new Set(["depot-unreachable", "depot-busy"]);
/** Every other file would fail alike. */
const STOPPING: ReadonlySet<ProblemKind> = new Set(["depot-denied", "disk-full", "file-unwritable"]);

/** What one run of fetching knows; it begins when something is to come, and ends when nothing more can. */
export interface Run {
  readonly transfers: Map<string, Transfer>;
  /** Batches that it is about. */
  readonly batches: Set<string>;
  /** What keeps every file from coming. */
  problem: Problem | null;
  /** No space for the next file: what is under way still comes. */
  full: Problem | null;
  /** There is no space for all of it. */
  meanwhile: Problem | null;
  readonly hiccups: ReturnType<typeof createHiccups>;
  readonly pace: ReturnType<typeof createPace>;
  resting: boolean;
  wanted: MediaRow[];
  /** Files that came or were missed since the screens were told. */
  untold: boolean;
  wake: () => void;
  readonly end: AbortController;
}

interface TransferDeps {
  bandwidth: Bandwidth;
  refusals: Refusals;
  wait: (ms: number, signal?: AbortSignal) => Promise<void>;
  random: () => number;
  /** Where nothing is to be told of what breaks. */
  isStopped: () => boolean;
}

/** Transfers of a run: each fetches one file, and what its end means for the others. */
export function createTransfers(desk: Desk, { bandwidth, refusals, wait, random, isStopped }: TransferDeps) {
  const { store, now } = desk;
  const { home, media } = store;

  const isWanted = ({ object }: MediaRow) => media.isWanted(object) && media.get(object)?.removed === null;

  function fault(error: unknown): Problem {
    if (!isStopped()) desk.log("error", `Fetching failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    return problemOfFault(error, home);
  }

  function start(fetched: Run, row: MediaRow) {
    const transfer: Transfer = { media: row, answerId: media.answerWith(row.object) ?? null, ending: new AbortController(), length: 0, silentTicks: 0, held: false, stalled: false };
    fetched.transfers.set(row.object, transfer);
    fetched.batches.add(row.batch);
    const { signal } = transfer.ending;
    fetchIntoVault({
      ...{ home, depot: desk.depot, media: row, signal },
      onLength: (length) => void (transfer.length = length),
      async onArrived(bytes) {
        transfer.silentTicks = 0;
        transfer.held = true;
        // What came of a transfer that gave way must not make the one that it gave way to wait.
        for (let left = bytes; left > 0 && !signal.aborted; left -= SLICE_BYTES) {
          const slice = Math.min(left, SLICE_BYTES);
          await bandwidth.take(slice, signal);
          transfer.length += slice;
          fetched.pace.came(slice);
        }
        fetched.hiccups.came(row.object, transfer.length);
        transfer.held = false;
      },
    })
      .then(async (outcome) => {
        // Nobody wants it any more, and whoever saw to that may have taken it away under our hands.
        if (isWanted(row)) return ended(fetched, transfer, outcome);
        await discardFromVault(home, row.object);
      })
      .catch((error: unknown) => {
        fetched.problem ??= fault(error);
      })
      .finally(() => {
        fetched.transfers.delete(row.object);
        fetched.wake();
      });
  }

  function arrived(fetched: Run, { object }: MediaRow) {
    media.setState(object, "here", now());
    refusals.forget(object);
    fetched.untold = true;
  }

  function ended(fetched: Run, { media: row, stalled }: Transfer, outcome: Result<"here" | "interrupted", Problem>) {
    if (outcome.ok && outcome.value === "here") return arrived(fetched, row);
    const problem: Problem | null = !outcome.ok ? outcome.error : stalled ? { kind: "depot-unreachable", where: desk.depot.where } : null;
    // Interrupted by us: it is wanted again in its turn.
    fetched.wanted = [];
    if (problem === null) return;
    if (HICCUPS.has(problem.kind)) hiccup(fetched, row, problem);
    else if (isDepotAway(problem) || STOPPING.has(problem.kind)) fetched.problem ??= problem;
    else {
      if (problem.kind === "recording-damaged") {
        media.setState(row.object, "damaged", now());
        fetched.untold = true;
      }
      refusals.add(row.object, problem.kind === "depot-missing" ? { kind: "recording-missing", batch: row.batch } : problem);
    }
  }

  function hiccup(fetched: Run, { object, batch }: MediaRow, problem: Problem) {
    fetched.pace.broke();
    const means = fetched.hiccups.broke(object);
    if (means === "depot-away") {
      fetched.problem ??= problem;
      return;
    }
    if (means === "file-stuck") refusals.add(object, { kind: "recording-stuck", batch });
    fetched.resting = true;
    const goOn = () => {
      fetched.resting = false;
      fetched.wake();
    };
    wait(fetched.hiccups.restMs(random()), fetched.end.signal).then(goOn, goOn);
  }

  return { start, arrived, isWanted, fault };
}
