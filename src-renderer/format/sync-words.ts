import type { SyncState } from "../../src-shared/bridge/views.ts";
import { describeProblem } from "../../src-shared/problems/problem.ts";
import { assertNever } from "../../src-shared/result.ts";
import { dataSize } from "./size.ts";
import { fromNow, number, plural, shortTime, timeLeft } from "./time.ts";

/** What colour and shape a state has: done or going, under way, waiting for something, somebody must act. */
export type Tone = "good" | "busy" | "waiting" | "bad" | "quiet";

/** The state of synchronising in plain words. */
export interface SyncWords {
  tone: Tone;
  /** Two or three words, for the top bar. */
  brief: string;
  /** Begins the sentence, and stands out. */
  lead: string;
  rest: string;
  /** What happened, what is safe, what to do; null while all is well. */
  detail: string | null;
}

export function syncWords(sync: SyncState, now: Date): SyncWords {
  switch (sync.kind) {
    case "checking":
      return { tone: "busy", brief: "Checking", lead: "Checking the depot", rest: " now.", detail: null };
    case "fetching":
      return {
        tone: "busy",
        brief: "Fetching",
        lead: "Fetching recordings.",
        rest: ` ${number(sync.doneFiles)} of ${number(sync.totalFiles)} are here, ${dataSize(sync.doneBytes)} of ${dataSize(sync.totalBytes)}.${speedWords(sync)}`,
        detail: sync.problem && describeProblem(sync.problem),
      };
    case "paused":
      return {
        tone: "quiet",
        brief: "Fetching paused",
        lead: "Fetching is paused.",
        rest: ` ${plural(sync.files, "recording")} (${dataSize(sync.bytes)}) ${sync.files === 1 ? "comes" : "come"} when you resume. Sets and documents go on as always.`,
        detail: null,
      };
    case "idle":
      return {
        tone: "good",
        brief: "Online",
        lead: "Connected.",
        rest: ` Checked at ${shortTime(sync.lastSuccessAt, now)}. Next check ${fromNow(sync.nextCheckAt, now)}.`,
        detail: null,
      };
    case "waiting": {
      const offline = sync.problem.kind === "depot-unreachable" || sync.problem.kind === "no-network";
      const since = shortTime(sync.since, now);
      return {
        tone: "waiting",
        brief: `${offline ? "Offline" : "Waiting"} since ${since}`,
        lead: offline ? "No connection" : "Waiting",
        rest: ` since ${since}. Next try ${fromNow(sync.retryAt, now)}.`,
        detail: describeProblem(sync.problem),
      };
    }
    case "stopped":
      return {
        tone: "bad",
        brief: "Needs attention",
        lead: "Something has to be done.",
        rest: ` It is looked at again ${fromNow(sync.retryAt, now)}.`,
        detail: describeProblem(sync.problem),
      };
    default:
      return assertNever(sync);
  }
}

/** How fast it comes and how long it still takes, once that is known. */
function speedWords({ bytesPerSecond, secondsLeft }: Extract<SyncState, { kind: "fetching" }>): string {
  if (bytesPerSecond === null) return "";
  return ` ${dataSize(bytesPerSecond)} a second${secondsLeft === null ? "" : `, ${timeLeft(secondsLeft)} left`}.`;
}
