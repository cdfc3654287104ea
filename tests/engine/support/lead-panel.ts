import { copyFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Depot } from "../../../src-main/engine/depot/depot.ts";
import type { EngineDeps } from "../../../src-main/engine/engine.ts";
import { openStoreToRead } from "../../../src-main/engine/store/open-store-to-read.ts";
import type { Store } from "../../../src-main/engine/store/store.ts";
import { synchroniseOnce } from "../../../src-main/engine/sync/synchronise-once.ts";
import type { CampaignRules } from "../../../src-shared/documents/campaign.ts";
import type { Role } from "../../../src-shared/documents/ids.ts";
import { createPackingRoom, recordings, type PackingRoom } from "../../fixtures/packing-room.ts";
import { deskBehind } from "./faulty-depot.ts";
import { must, openTestDesk, type TestDesk } from "./panel.ts";

export const BATCH = "b-1";
/** The lead whose desk is enrolled; the one who packs has a key file and is called `lead`. */
export const LEAD = "l-1";

/** Scores by candidate and question: `{ "K-1": { q1: 3, q2: 4 } }`. */
export type Scores = Record<string, Record<string, number>>;

export interface LeadPanelOptions {
  candidates?: string[];
  assessors?: string[];
  rules?: Partial<CampaignRules>;
  /** Lines `assessor,candidate,round,due`; every candidate to every assessor, live, unless said otherwise. */
  allocation?: string[];
}

/** A packed batch of real recordings, a lead's desk, and assessors' desks, which synchronise only when told. */
export interface LeadPanel {
  room: PackingRoom;
  lead: TestDesk;
  /** An assessor's desk, by person. */
  assessor(person: string): TestDesk;
  /** Invites a person and enrols a desk of theirs, a further one where they have one. */
  enrol(person: string, role?: Role, deps?: Partial<EngineDeps>): Promise<TestDesk>;
  /** Packs the batch again, as it is or with other lines of allocation. */
  repack(allocation?: readonly string[]): Promise<void>;
  /** Gives scores, each with a line of evidence. */
  mark(person: string, scores: Scores): Promise<void>;
  /** Hands in what is marked, and delivers it. */
  submit(person: string): Promise<void>;
  /** Marks, hands in and delivers. */
  handIn(person: string, scores: Scores): Promise<void>;
  /** Takes in on the lead's desk, which must succeed. */
  sync(desk?: TestDesk): Promise<void>;
  /** A desk's database, to look at while it is open. */
  look(desk?: TestDesk): Store;
}

/** Two behaviours with a question each, and the seven-point scale. */
export const panelCampaign = {
  id: "camp-1",
  title: "Panel test",
  behaviours: [
    { id: "talking", name: "Talking", positive: [{ id: "p1", text: "Listens" }], negative: [{ id: "n1", text: "Shouts" }] },
    { id: "deciding", name: "Deciding", positive: [{ id: "p2", text: "Weighs" }], negative: [] },
  ],
  scale: [1, 2, 3, 4, 5, 6, 7].map((value) => ({ value, label: `Point ${value}`, meaning: `Meaning of ${value}` })),
  questions: [
    { id: "q1", behaviour: "talking", text: "Tell us about a hard talk.", thinkingSeconds: 60, answerSeconds: 180 },
    { id: "q2", behaviour: "deciding", text: "Tell us about a decision.", thinkingSeconds: 60, answerSeconds: 180 },
  ],
};

export async function createLeadPanel({ candidates = ["K-1", "K-2", "K-3"], assessors = ["a-1", "a-2"], rules = {}, allocation }: LeadPanelOptions = {}): Promise<LeadPanel> {
  const room = await createPackingRoom();
  const desks = new Map<string, TestDesk>();
  const numbers = new Map<string, number>();
  const stores = new Map<TestDesk, Store>();
  await writeFile(room.campaignFile, JSON.stringify({ ...panelCampaign, rules: { passMark: 4, ...rules } }));
  const rows: string[] = [];
  for (const candidate of candidates)
    for (const { id } of panelCampaign.questions) {
      // Each its own file, so that each is a recording of its own.
      await copyFile(path.join(recordings, "good.mp4"), path.join(room.media, `${candidate}-${id}.mp4`));
      rows.push(`${candidate},${id},${candidate}-${id}.mp4,good.vtt,`);
    }
  await room.candidates(...rows);
  const everybody = assessors.flatMap((person) => candidates.map((candidate) => `${person},${candidate},live,2026-12-01`));

  async function repack(lines: readonly string[] = allocation ?? everybody) {
    await room.allocation(...lines);
    must(await room.pack({ allocationFile: path.join(room.folder, "allocation.csv") }));
  }

  async function enrol(person: string, role: Role = "assessor", deps: Partial<EngineDeps> = {}): Promise<TestDesk> {
    const { enrolment } = await room.invite(person, { role });
    const number = (numbers.get(person) ?? 0) + 1;
    numbers.set(person, number);
    const desk = await openTestDesk(path.join(room.folder, `home-${person}-${number}`), deps);
    must(await desk.engine.enrol({ file: Buffer.from(JSON.stringify(enrolment)), filePassphrase: null, protection: { kind: "key-file" } }));
    desks.set(person, desk);
    return desk;
  }

  function assessor(person: string): TestDesk {
    const desk = desks.get(person);
    if (!desk) throw new Error(`${person} has no desk.`);
    return desk;
  }

  async function sync(desk: TestDesk = panel.lead) {
    const state = await desk.ask("sync.now", {});
    if ("problem" in state && state.problem) throw new Error(JSON.stringify(state.problem));
  }

  await repack();
  const panel: LeadPanel = {
    room,
    lead: await enrol(LEAD, "lead"),
    ...{ assessor, enrol, repack, sync },
    async mark(person, scores) {
      const lines = Object.entries(scores).flatMap(([candidate, answers]) => Object.entries(answers).map(([question, score]) => `${BATCH},${candidate},${question},${score},Evidence by ${person}`));
      must(await assessor(person).engine.importMarks(["batch,candidate,question,score,note", ...lines].join("\n")));
    },
    async submit(person) {
      await assessor(person).ask("set.submit", { batch: BATCH, declared: true });
      await sync(assessor(person));
    },
    async handIn(person, scores) {
      await panel.mark(person, scores);
      await panel.submit(person);
    },
    look(desk = panel.lead) {
      const known = stores.get(desk);
      if (known) return known;
      const store = must(openStoreToRead(desk.home));
      stores.set(desk, store);
      onTestFinished(() => store.close());
      return store;
    },
  };
  await sync(panel.lead);
  for (const person of assessors) await sync(await enrol(person));
  // Packed before they were invited: inviting seals their work for them.
  return panel;
}

/** A desk's rooms without its engine, which is closed: makes one try at synchronising when told, through a depot with faults. */
export async function behindLead(desk: TestDesk, depot: (real: Depot) => Depot = (real) => real) {
  await desk.engine.close();
  const rooms = await deskBehind(desk.home, depot);
  let isOpen = true;
  const end = () => {
    if (isOpen) rooms.end();
    isOpen = false;
  };
  onTestFinished(end);
  return { ...rooms, end, tryOnce: () => synchroniseOnce(rooms, () => undefined) };
}
