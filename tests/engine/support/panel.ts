import { mkdtemp, rm, copyFile, mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { onTestFinished } from "vitest";
import type { Depot } from "../../../src-main/engine/depot/depot.ts";
import { createFolderDepot } from "../../../src-main/engine/depot/folder-depot.ts";
import type { Network } from "../../../src-main/engine/depot/network.ts";
import type { Engine, EngineDeps } from "../../../src-main/engine/engine.ts";
import { createAgePair, createLeadKey } from "../../../src-main/engine/enrolment/keygen.ts";
import { invite } from "../../../src-main/engine/enrolment/invite.ts";
import { pack } from "../../../src-main/engine/packing/pack.ts";
import { startEngine } from "../../../src-main/engine/start-engine.ts";
import type { Input, Output, RequestName } from "../../../src-shared/bridge/contract.ts";
import type { LeadKeyFile } from "../../../src-shared/documents/people.ts";
import { describeProblem, type Problem } from "../../../src-shared/problems/problem.ts";
import type { Result } from "../../../src-shared/result.ts";

const demo = path.resolve(import.meta.dirname, "../../../assets/demo");
export const SOFTWARE = "Assessor Desk test";

/** A folder of this test's own, removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** The real network, with its waiting, and chance that is always the same. */
export const network: Network = { fetch, wait: (ms, signal) => setTimeout(ms, undefined, { signal }), now: () => new Date(), random: () => 0.5 };

/** The value of a result that must be there. */
export function must<T>(result: Result<T, Problem>): T {
  if (!result.ok) throw new Error(describeProblem(result.error));
  return result.value;
}

/** A published batch of three real recordings of one candidate, its lead, and room for desks. */
export interface Panel {
  folder: string;
  depotFolder: string;
  depot: Depot;
  leadKey: LeadKeyFile;
  /** Packs the same batch once more, as its lead would to mend it. */
  repack(how?: { mend: boolean }): Promise<void>;
  invite(person: string): Promise<Uint8Array>;
  /** What each invitation warned of. */
  warnings: string[][];
  /** Starts a desk on a data folder; it synchronises only when told. */
  desk(home?: string, deps?: Partial<EngineDeps>): Promise<TestDesk>;
  /** A desk that is enrolled for the person. */
  enrolledDesk(person?: string): Promise<TestDesk>;
}

export interface TestDesk {
  home: string;
  engine: Engine;
  /** A request that must succeed. */
  ask<N extends RequestName>(name: N, input: Input<N>): Promise<Output<N>>;
  /** A request that must fail; gives the problem. */
  refused<N extends RequestName>(name: N, input: Input<N>): Promise<Problem>;
}

/** Starts a desk on a data folder; it synchronises only when told, and is closed when the test ends. */
export async function openTestDesk(home: string, deps: Partial<EngineDeps> = {}): Promise<TestDesk> {
  const engine = await startEngine({ home, ...network, depotCredentials: null, keyStore: null, software: SOFTWARE, demoAssets: null, log: () => undefined, byItself: false, ...deps });
  onTestFinished(() => engine.close());
  return {
    home,
    engine,
    ask: async (name, input) => must(await engine.request(name, input)),
    async refused(name, input) {
      const result = await engine.request(name, input);
      if (result.ok) throw new Error(`${name} succeeded, and should not have.`);
      return result.error;
    },
  };
}

export const BATCH = "b-1";
export const QUESTIONS = ["q1", "q2", "q3"];

export async function createPanel({ assessors = ["a-1"] }: { assessors?: string[] } = {}): Promise<Panel> {
  const folder = await temporaryFolder();
  const depotFolder = path.join(folder, "depot");
  const media = path.join(folder, "media");
  for (const each of [depotFolder, media]) await mkdir(each);
  const rows = ["candidate,question,file,captions,seconds_allowed"];
  for (const question of QUESTIONS) {
    for (const end of ["mp4", "vtt"]) await copyFile(path.join(demo, "media", `K-2031-${question}.${end}`), path.join(media, `${question}.${end}`));
    rows.push(`K-1,${question},${question}.mp4,${question}.vtt,`);
  }
  await writeFile(path.join(folder, "candidates.csv"), rows.join("\n"));
  await writeFile(path.join(folder, "allocation.csv"), ["assessor,candidate,round,due", ...assessors.map((each) => `${each},K-1,live,2026-12-01`)].join("\n"));
  const depot = createFolderDepot(depotFolder);
  const recovery = await createAgePair();
  const leadKey = must(await createLeadKey({ person: "lead", name: "Lead", recoveryRecipient: recovery.recipient }));
  const now = () => new Date();
  const publish = async (mend = false) => must(
    await pack({
      campaignFile: path.join(demo, "campaign.json"),
      candidatesFile: path.join(folder, "candidates.csv"),
      mediaFolder: media,
      batch: BATCH,
      depot,
      leadKey,
      mend,
      allocationFile: path.join(folder, "allocation.csv"),
      temporaryFolder: tmpdir(),
      software: SOFTWARE,
      now,
      onProgress: () => undefined,
    }),
  );
  await publish();
  const panel: Panel = {
    repack: async ({ mend } = { mend: false }) => void (await publish(mend)),
    folder,
    depotFolder,
    depot,
    leadKey,
    warnings: [],
    async invite(person) {
      let enrolment: Uint8Array | undefined;
      const invited = must(
        await invite(
          { depot, depotUrl: depotFolder, leadKey, person, name: `Assessor ${person}`, role: "assessor", passphrase: null, software: SOFTWARE, now },
          async (bytes) => void (enrolment = bytes),
        ),
      );
      panel.warnings.push(invited.warnings);
      return enrolment!;
    },
    desk: (home = path.join(folder, "home"), deps = {}) => openTestDesk(home, deps),
    async enrolledDesk(person = "a-1") {
      const desk = await panel.desk(path.join(folder, `home-${person}`));
      must(await desk.engine.enrol({ file: await panel.invite(person), filePassphrase: null, protection: { kind: "key-file" } }));
      return desk;
    },
  };
  return panel;
}
