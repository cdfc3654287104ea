import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect } from "vitest";
import { noProgress } from "../../../src-main/cli/progress.ts";
import { runDesk } from "../../../src-main/cli/run-desk.ts";
import { createPackingRoom, type PackingRoom } from "../../fixtures/packing-room.ts";
import { createBucket, objectStore, type Bucket, type StoreUser } from "../../support/object-store.ts";
import { network } from "./panel.ts";

export interface Run {
  status: number;
  out: string;
  err: string;
}

/** `desk` with these variables of the surroundings and no others. */
export async function desk(args: string[], env: Record<string, string> = {}): Promise<Run> {
  const run: Run = { status: 0, out: "", err: "" };
  run.status = await runDesk(args, { ...network, env, version: "test", demoAssets: null, createProgress: () => noProgress, out: (text) => void (run.out += text), err: (text) => void (run.err += text) });
  return run;
}

/** A lead's desk whose depot is in a real object store, under a prefix. */
export interface StoreRoom {
  room: PackingRoom;
  bucket: Bucket;
  /** The depot's address. */
  depot: string;
  leadKey: string;
  /** The surroundings of a command that a lead gives. */
  variables: Record<string, string>;
  file(name: string): string;
  pack(): string[];
  invite(out: string, ...more: string[]): string[];
  /** A file with somebody's own access, for `--credentials`. */
  credentialsOf(user: StoreUser): Promise<string>;
}

export const PREFIX = "panel";

/** `lead` is the store's user as whom the lead's commands run. */
export async function createStoreRoom(lead: StoreUser): Promise<StoreRoom> {
  const room = await createPackingRoom();
  const bucket = await createBucket();
  const depot = bucket.url(PREFIX);
  const { users } = await objectStore();
  const file = (name: string) => path.join(room.folder, name);
  const leadKey = file("lead.key.json");
  expect(await desk(["keygen", "--out", leadKey])).toMatchObject({ status: 0 });
  return {
    room,
    bucket,
    depot,
    leadKey,
    variables: { AWS_ACCESS_KEY_ID: users[lead].accessKeyId, AWS_SECRET_ACCESS_KEY: users[lead].secretAccessKey },
    file,
    pack: () => ["pack", "--campaign", room.campaignFile, "--candidates", file("candidates.csv"), "--media", room.media, "--batch", "b-1", "--depot", depot, "--key", leadKey, "--allocate", file("allocation.csv")],
    invite: (out, ...more) => ["invite", "--depot", depot, "--person", "a-1", "--name", "A One", "--role", "assessor", "--trust", leadKey, "--out", out, ...more],
    async credentialsOf(user) {
      await writeFile(file(`${user}.credentials.json`), JSON.stringify(users[user]));
      return file(`${user}.credentials.json`);
    },
  };
}

/** Marks for everything that the room's batch has. */
export const MARKS = ["batch,candidate,question,assessor,score,note,at", "b-1,K-1,q1,a-1,3,Clear and calm,", "b-1,K-1,q2,a-1,2,Vague,", "b-1,K-2,q1,a-1,4,Outstanding,"].join("\n");
