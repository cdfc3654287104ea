import { writeFileSync } from "node:fs";
import type { EventName, EventPayload, Input, Output, RequestName, Topic } from "../../src-shared/bridge/contract.ts";
import type { DeskState } from "../../src-shared/bridge/views.ts";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import { deskRequests } from "./desk-requests.ts";
import { openDesk, secretName } from "./desk.ts";
import { endedBy } from "./depot/network.ts";
import type { Engine, EngineDeps } from "./engine.ts";
import type { EnrolRequest } from "./enrolment/enrol.ts";
import { openDataKey, type DataKey } from "./keys/data-key.ts";
import { exists } from "./files/durable-files.ts";
import { createMarking } from "./marking/marking.ts";
import { keepLeftNotes } from "./moderation/notes.ts";
import { createQualityDesk } from "./moderation/quality/quality-desk.ts";
import type { LeadRequest } from "./moderation/requests/lead-requests.ts";
import type { Answer, Handlers, Ready, Room } from "./room.ts";
import { createRetention } from "./retention/retention.ts";
import { createBackupKeeper, type BackupKeeper } from "./store/backup-keeper.ts";
import { openStore } from "./store/open-store.ts";
import { doubtFile } from "./store/store-files.ts";
import type { Store } from "./store/store.ts";
import { problemOfFault } from "./store/store-problem.ts";
import { createSynchroniser } from "./sync/synchronise.ts";
import { discardFromVault, isInVault, vaultFile, type OpenedMedia } from "./vault/vault.ts";

/**
 * Opens a data folder and starts working on it. What the first screen does not need (documents, enrolling, submitting,
 * packing) is loaded when it is needed, so that the desk is there sooner. What keeps it from
 * opening is told by `desk.state`, not thrown.
 */
export async function startEngine(deps: EngineDeps): Promise<Engine> {
  const listeners = new Set<<N extends EventName>(name: N, payload: EventPayload<N>) => void>();
  const tell = <N extends EventName>(name: N, payload: EventPayload<N>) => {
    for (const listener of listeners) listener(name, payload);
  };
  const changed = (...topics: Topic[]) => tell("changed", { topics });

  const mediaListeners: (() => void)[] = [];
  const mediaChanged = () => mediaListeners.forEach((listener) => listener());

  const byItself = deps.byItself ?? true;
  let problem: Problem | undefined;
  let store: Store | undefined;
  let ready: Ready | undefined;
  /** Aborted when the desk closes: nothing is begun any more, and nobody waits for a network. */
  const end = new AbortController();
  const { signal: closed } = end;
  const network = endedBy(deps, closed);
  const underWay = new Set<Promise<unknown>>();

  /** Enrolling and unlocking come one after the other: each may be asked for again while it is under way. */
  let lastOpening: Promise<unknown> = Promise.resolve();
  function oneAtATime<T>(act: () => Promise<T>): Promise<T> {
    const opening = lastOpening.then(act, act);
    lastOpening = opening.catch(() => undefined);
    return opening;
  }

  /** Begins the work of an enrolled desk. */
  function begin(dataKey: DataKey): Result<Record<string, never>, Problem> {
    if (closed.aborted) return err({ kind: "desk-closing" });
    const me = store?.enrolment.get();
    if (!store || !me) return err({ kind: "not-enrolled" });
    const desk = openDesk(store, dataKey, me, { ...deps, ...network });
    if (!desk.ok) return desk;
    const sync = createSynchroniser(desk.value, {
      wait: deps.wait,
      random: deps.random,
      byItself,
      onState: (state) => {
        tell("sync", state);
        if (state.kind === "stopped" && state.problem.kind === "store-damaged") storeDamaged();
      },
      onChanged: (what) => {
        if (what === "lead") return changed("lead");
        if (what === "documents") {
          mediaChanged();
          void backups.check();
        }
        // A campaign that keeps nothing lets go as soon as its set has its receipt.
        if (what === "outbox" && byItself) retention.checkByItself();
        if (what === "recordings") changed("lead");
        changed("home", ...(what === "outbox" ? (["check", "lead"] as const) : (["review", "queue", "check"] as const)));
      },
    });
    const backups = createBackupKeeper(store, { now: deps.now, log: deps.log, byItself, onChanged: () => changed("home") });
    const retention = createRetention(desk.value, { byItself, onRemoved: () => recordingsGone(backups) });
    if (me.role === "lead") keepLeftNotes(desk.value);
    const quality = createQualityDesk(store.home, () => desk.value.store.standing.versions());
    ready = { desk: desk.value, marking: createMarking(desk.value), sync, backups, retention, quality };
    problem = undefined;
    changed("desk", "home", "review", "queue", "check");
    return ok({});
  }

  function recordingsGone(backups: BackupKeeper): void {
    mediaChanged();
    changed("home", "review", "queue", "lead");
    // While the backup is read, the database's log, which may hold the keys still, cannot be emptied.
    void backups.now("after-removal").then(() => void (byItself && ready?.retention.checkByItself()));
  }

  /** Remembers it, so that the next start looks at all of the database, and has that start come soon. */
  function storeDamaged(): void {
    deps.log("error", "The database is damaged: it is looked at, and restored if need be, at the next start.");
    try {
      writeFileSync(doubtFile(deps.home), "");
    } catch (error) {
      // The start makes its quick check all the same.
      deps.log("warn", `The damage could not be noted: ${String(error)}`);
    }
    deps.onStoreDamaged?.();
  }

  async function open(passphrase: string | null): Promise<Result<Record<string, never>, Problem>> {
    const dataKey = await openDataKey(deps.home, deps.keyStore, passphrase);
    return dataKey.ok ? begin(dataKey.value) : dataKey;
  }

  async function enrolHere(request: EnrolRequest): Promise<Result<Record<string, never>, Problem>> {
    if (!store) return err(problem ?? { kind: "not-enrolled" });
    const { enrol, isEnrolmentOf } = await import("./enrolment/enrol.ts");
    // Asked for again after an answer that was lost.
    if (ready && (await isEnrolmentOf(ready.desk.me, request))) return ok({});
    const dataKey = await enrol(store, request, { ...deps, ...network });
    return dataKey.ok ? begin(dataKey.value) : dataKey;
  }

  /** A fault while opening is shown, not thrown: an engine that ends at every start could tell nobody. */
  async function openHome(): Promise<void> {
    problem = undefined;
    try {
      const opened = store ? ok(store) : openStore(deps.home, deps.now());
      if (!opened.ok) problem = opened.error;
      else {
        store = opened.value;
        const begun = store.enrolment.get() ? await open(null) : ok({});
        if (!begun.ok) problem = begun.error;
      }
    } catch (error) {
      problem = faultOfOpening(error);
    }
  }

  function faultOfOpening(error: unknown): Problem {
    deps.log("error", `The data folder could not be opened: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    const fault = problemOfFault(error, deps.home);
    return fault.kind === "engine-fault" ? { kind: "store-failed", where: deps.home } : fault;
  }

  await openHome();

  function deskState(): DeskState {
    if (ready) return { kind: "ready", person: { id: ready.desk.me.person, name: ready.desk.me.name, role: ready.desk.me.role }, preferences: ready.desk.store.preferences.get() };
    if (problem?.kind === "passphrase-needed") return { kind: "locked", person: store?.enrolment.get()?.name ?? "" };
    if (problem) return { kind: "refused", problem };
    return { kind: "first-start", keyStoreAvailable: deps.keyStore !== null, demoAvailable: deps.demoAssets !== null, home: deps.home };
  }

  function withDesk<T>(act: (ready: Ready) => Answer<T>): Answer<T> {
    return ready ? act(ready) : err(problem ?? { kind: "not-enrolled" });
  }

  function withLead<T>(act: (ready: Ready) => Answer<T>): Answer<T> {
    return withDesk((there) => (there.desk.me.role === "lead" ? act(there) : err({ kind: "not-a-lead" })));
  }

  function mediaDamaged(object: string): void {
    if (ready?.desk.store.media.get(object)?.state !== "here") return;
    const { desk, sync } = ready;
    deps.log("error", `The recording ${object} fails its check and is fetched again.`);
    desk.store.media.setState(object, "damaged", deps.now());
    changed("home", "review", "queue", "lead");
    // Where a player still holds the file open, the next try at synchronising replaces it all the same.
    void discardFromVault(deps.home, object)
      .catch((error: unknown) => deps.log("warn", `A damaged recording could not be removed: ${String(error)}`))
      .then(() => sync.soon());
  }

  const room: Room = { withDesk, withLead, changed, mediaChanged, recordingsGone, byItself, askWhereToSave: deps.askWhereToSave, closed };
  const handlers: Handlers<Exclude<RequestName, LeadRequest>> = {
    "desk.state": () => ok(deskState()),
    "desk.enrol": ({ fileBase64, filePassphrase, deskPassphrase }) => {
      if (deskPassphrase === null && !deps.keyStore) return err({ kind: "key-store-unavailable" });
      const protection =
        deskPassphrase === null ? { kind: "os-key-store" as const, keyStore: deps.keyStore! } : { kind: "passphrase" as const, passphrase: deskPassphrase };
      return oneAtATime(() => enrolHere({ file: Buffer.from(fileBase64, "base64"), filePassphrase, protection }));
    },
    "desk.open-demo": () =>
      oneAtATime(async () => {
        // Asked for again after an answer that was lost.
        if (ready) return ok({});
        if (deps.demoAssets === null) return err({ kind: "demo-missing" });
        const { prepareDemo } = await import("./demo/prepare-demo.ts");
        const demo = await prepareDemo(deps.demoAssets, deps.home, deps);
        // The demonstration's recordings are no secret: a key file is protection enough, and asks for no passphrase.
        return demo.ok ? enrolHere({ file: demo.value.enrolment, filePassphrase: null, protection: { kind: "key-file" } }) : demo;
      }),
    "desk.open-again": () =>
      oneAtATime(async () => {
        if (!ready) await openHome();
        changed("desk");
        return problem && !ready ? err(problem) : ok({});
      }),
    "desk.unlock": ({ passphrase }) => oneAtATime(async () => (ready ? ok({}) : open(passphrase))),

    ...deskRequests(room),
  };

  /** An assessor's desk never needs them. They keep their order among themselves: all wait for one promise. */
  let leadHandlers: Promise<Handlers<LeadRequest>> | undefined;
  async function handle<N extends RequestName>(name: N, input: Input<N>): Promise<Result<Output<N>, Problem>> {
    if (Object.hasOwn(handlers, name)) return (handlers as Handlers)[name](input);
    leadHandlers ??= import("./moderation/requests/lead-requests.ts").then(({ leadRequests }) => leadRequests(room));
    const ofLead = (await leadHandlers) as Handlers;
    return closed.aborted ? err({ kind: "desk-closing" }) : ofLead[name](input);
  }

  return {
    async request(name, input) {
      if (closed.aborted) return err({ kind: "desk-closing" });
      const answer = handle(name, input);
      underWay.add(answer);
      try {
        return await answer;
      } catch (error) {
        // What it waited for was broken off.
        if (closed.aborted) return err({ kind: "desk-closing" });
        // A full disk is no bug; whatever is one goes on to the log.
        const fault = problemOfFault(error, deps.home);
        if (fault.kind === "engine-fault") throw error;
        if (fault.kind === "store-damaged" && store) storeDamaged();
        return err(fault);
      } finally {
        underWay.delete(answer);
      }
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onMediaChanged: (listener) => void mediaListeners.push(listener),
    async openMedia(answerId): Promise<OpenedMedia | null> {
      const answer = ready?.desk.store.work.answer(answerId) ?? ready?.desk.store.lead.answer(answerId);
      const media = answer && ready?.desk.store.media.get(answer.recording);
      if (!ready || !answer || ("withdrawn" in answer && answer.withdrawn) || media?.state !== "here") return null;
      if (!(await isInVault(deps.home, media))) {
        // One that is gone is missed at the next look; one that was cut would go on being taken for whole.
        if (await exists(vaultFile(deps.home, media.object))) mediaDamaged(media.object);
        return null;
      }
      try {
        const key = ready.desk.dataKey.unwrap(secretName.mediaKey(media.object), media.wrappedKey);
        return { object: media.object, path: vaultFile(deps.home, media.object), key, type: answer.type, sealedBytes: media.sealedBytes };
      } catch {
        deps.log("error", `The key of answer ${answerId}'s recording does not open.`);
        return null;
      }
    },
    mediaDamaged,
    enrol: enrolHere,
    importMarks: async (csv) =>
      withDesk(async ({ desk }) => {
        const { importMarks } = await import("./marking/import-marks.ts");
        return importMarks(desk, csv);
      }),
    importDecisions: async (csv) =>
      withLead(async ({ desk }) => {
        const { importDecisions } = await import("./moderation/import-decisions.ts");
        return importDecisions(desk, csv);
      }),
    importDefinitive: async (csv) =>
      withLead(async ({ desk }) => {
        const { importDefinitive } = await import("./moderation/import-definitive.ts");
        return importDefinitive(desk, csv);
      }),
    exportBatch: async (request, onProgress) =>
      withLead(async ({ desk }) => {
        const { exportBatch } = await import("./reports/export-batch.ts");
        return exportBatch(desk, request, closed, onProgress);
      }),
    async close() {
      end.abort();
      await Promise.all([ready?.sync.stop(), ready?.retention.stop(), ready?.quality.stop(), lastOpening]);
      await Promise.allSettled(underWay);
      await ready?.backups.stop();
      store?.close();
    },
  };
}
