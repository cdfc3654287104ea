import type { Input, Output, RequestName, Topic } from "../../src-shared/bridge/contract.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import type { Result } from "../../src-shared/result.ts";
import type { Desk } from "./desk.ts";
import type { EngineDeps } from "./engine.ts";
import type { Marking } from "./marking/marking.ts";
import type { QualityDesk } from "./moderation/quality/quality-desk.ts";
import type { Retention } from "./retention/retention.ts";
import type { BackupKeeper } from "./store/backup-keeper.ts";
import type { Synchroniser } from "./sync/synchronise.ts";

/** An enrolled, unlocked desk at work. */
export interface Ready {
  desk: Desk;
  marking: Marking;
  sync: Synchroniser;
  backups: BackupKeeper;
  retention: Retention;
  quality: QualityDesk;
}

export type Handlers<N extends RequestName = RequestName> = { [K in N]: (input: Input<K>) => Answer<Output<K>> };
export type Answer<T> = Result<T, Problem> | Promise<Result<T, Problem>>;

/** Requests that come before there is a desk at work; the front door answers them itself. */
export type DoorRequest = "desk.state" | "desk.enrol" | "desk.open-demo" | "desk.open-again" | "desk.unlock";

/** What handlers of requests get. */
export interface Room {
  /** Refused while there is no desk at work. */
  withDesk<T>(act: (ready: Ready) => Answer<T>): Answer<T>;
  /** The same, and refused on an assessor's desk. */
  withLead<T>(act: (ready: Ready) => Answer<T>): Answer<T>;
  changed(...topics: Topic[]): void;
  mediaChanged(): void;
  /** Recordings were removed: nothing may play them, and a backup that no longer holds their keys is made. */
  recordingsGone(backups: BackupKeeper): void;
  byItself: boolean;
  /** The system's dialog for saving a file; null where there is no window. */
  askWhereToSave: EngineDeps["askWhereToSave"];
  /** Aborted when the desk closes. */
  closed: AbortSignal;
}
