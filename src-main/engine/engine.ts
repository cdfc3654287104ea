import type { ExportedFile } from "../../src-shared/bridge/lead/exports.ts";
import type { EventName, EventPayload, Input, Output, RequestName } from "../../src-shared/bridge/contract.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import type { Result } from "../../src-shared/result.ts";
import type { DepotCredentials, Network } from "./depot/network.ts";
import type { EnrolRequest } from "./enrolment/enrol.ts";
import type { KeyStore } from "./keys/key-store.ts";
import type { ImportedDecisions } from "./moderation/import-decisions.ts";
import type { ImportedDefinitive } from "./moderation/import-definitive.ts";
import type { ImportedMarks } from "./marking/import-marks.ts";
import type { ExportRequest } from "./reports/export-batch.ts";
import type { OpenedMedia } from "./vault/vault.ts";

/** Everything that the engine is given: it finds nothing by itself. */
export interface EngineDeps extends Network {
  /** The desk's data folder; made if it is not there. */
  home: string;
  /** For a desk whose enrolment brought none: the usual variables of the surroundings. */
  depotCredentials: DepotCredentials | null;
  /** `null`: this computer offers none. */
  keyStore: KeyStore | null;
  /** Name and version of this software, written into documents. */
  software: string;
  demoAssets: string | null;
  log: (level: "info" | "warn" | "error", message: string) => void;
  /** Whether it synchronises by itself, now and again; the command line does so only when told. Yes unless said otherwise. */
  byItself?: boolean;
  /** Asks the user where to save a file of this name; null where they save nothing. Not given where there is no window. */
  askWhereToSave?: (name: string) => Promise<string | null>;
  /**
   * Called when the database turns out to be damaged at work: whoever hosts the engine starts it again, and the start restores it.
   * Where it is not given, the problem is told and the next start restores.
   */
  onStoreDamaged?: () => void;
}

/** The desk without a window. */
export interface Engine {
  request<N extends RequestName>(name: N, input: Input<N>): Promise<Result<Output<N>, Problem>>;
  /** Returns a function that ends the listening. */
  onEvent(listener: <N extends EventName>(name: N, payload: EventPayload<N>) => void): () => void;
  /** `listener` is called when what `openMedia` answered before may no longer hold. */
  onMediaChanged(listener: () => void): void;
  openMedia(answerId: number): Promise<OpenedMedia | null>;
  /** This file is not what was sealed, or is gone: it is set aside and fetched again. */
  mediaDamaged(object: string): void;
  /** Enrols with a protection of the caller's choice: the command line keeps the data key in a file. */
  enrol(request: EnrolRequest): Promise<Result<Record<string, never>, Problem>>;
  /** Takes marks from a table, all of it or nothing. */
  importMarks(csv: string): Promise<Result<ImportedMarks, Problem>>;
  /** Settles answers by a lead's table, all of it or nothing. */
  importDecisions(csv: string): Promise<Result<ImportedDecisions, Problem>>;
  /** Records definitive marks by a lead's table, all of it or nothing. */
  importDefinitive(csv: string): Promise<Result<ImportedDefinitive, Problem>>;
  /** Writes a batch's record to a file; of a lead's desk only. */
  exportBatch(request: ExportRequest, onProgress: (done: number, total: number) => void): Promise<Result<ExportedFile, Problem>>;
  /** Finishes what is being written and closes the store. */
  close(): Promise<void>;
}
