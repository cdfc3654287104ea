import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { AwsClient } from "aws4fetch";

/** The keeper owns every bucket; the others may do nothing until a bucket's policy lets them. */
export const USERS = ["keeper", "lead", "a-1", "a-2"] as const;
export type StoreUser = (typeof USERS)[number];

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** A real S3 server, shared by all tests of a run. */
export interface ObjectStore {
  endpoint: string;
  users: Record<StoreUser, Credentials>;
}

/** Where the run's store lies, once a test asked for it: named by `prepareObjectStore`, known to every process of the run. */
const FOLDER_VARIABLE = "ASSESSOR_DESK_TEST_STORE";
const RUN_VARIABLE = "ASSESSOR_DESK_TEST_STORE_RUN";
/** Set where Ceph cannot be had: the tests that need it are then skipped, and counted as skipped. */
export const hasObjectStore = !process.env["ASSESSOR_DESK_SKIP_OBJECT_STORE"];
const LOOK_EVERY_MS = 50;

/** Makes room for the store of a test run, which starts when the first test asks for it. Returns what ends it. */
export async function prepareObjectStore(): Promise<() => Promise<void>> {
  if (!hasObjectStore) console.warn("ASSESSOR_DESK_SKIP_OBJECT_STORE is set: tests against a real object store are SKIPPED.");
  const folder = join(tmpdir(), `assessor-desk-store-${randomBytes(6).toString("hex")}`);
  process.env[FOLDER_VARIABLE] = folder;
  process.env[RUN_VARIABLE] = String(process.pid);
  return async () => {
    if (!existsSync(folder)) return;
    process.kill(Number(await contentOf(join(folder, "host.pid"))), "SIGTERM");
    // It removes the folder when its daemons are gone.
    while (existsSync(folder)) await setTimeout(LOOK_EVERY_MS);
  };
}

/** The store of this test run, started if need be. @throws Error where it does not start. */
export async function objectStore(): Promise<ObjectStore> {
  const folder = process.env[FOLDER_VARIABLE];
  if (folder === undefined) throw new Error("No room was made for an object store: the run's global set-up is missing.");
  if (isFirst(folder)) spawn(process.execPath, [join(import.meta.dirname, "object-store-host.ts"), folder, process.env[RUN_VARIABLE]!], { detached: true, stdio: "ignore" }).unref();
  const outcome = JSON.parse(await contentOf(join(folder, "outcome.json"))) as ObjectStore | { failed: string };
  if ("failed" in outcome) throw new Error(outcome.failed);
  return outcome;
}

/** Of all processes of a run one starts the store. */
function isFirst(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 });
    return true;
  } catch {
    return false;
  }
}

/** Waits for a file that the host moves into place when it is whole. */
async function contentOf(file: string): Promise<string> {
  while (!existsSync(file)) await setTimeout(LOOK_EVERY_MS);
  return readFileSync(file, "utf8");
}

/** A bucket of a test's own. */
export interface Bucket {
  name: string;
  /** The address of a depot in it. */
  url(prefix?: string, style?: "path" | "virtual-host"): string;
  /** A request signed for one of the users, past everything that is tested. */
  request(user: StoreUser, method: string, key: string, options?: { query?: Record<string, string>; headers?: Record<string, string>; body?: string | Uint8Array<ArrayBuffer> }): Promise<Response>;
  /** Says who may do what. */
  setPolicy(policy: unknown): Promise<void>;
}

export async function createBucket(): Promise<Bucket> {
  const { endpoint, users } = await objectStore();
  const name = `b-${randomBytes(8).toString("hex")}`;
  const bucket: Bucket = {
    name,
    url(prefix = "", style = "path") {
      // Names under localhost are this computer's.
      const address = style === "path" ? endpoint : endpoint.replace("127.0.0.1", "localhost");
      return `s3://${name}/${prefix}?endpoint=${encodeURIComponent(address)}&style=${style}`;
    },
    request(user, method, key, { query = {}, headers = {}, body } = {}) {
      const url = new URL(`${endpoint}/${name}/${key}`);
      for (const [each, value] of Object.entries(query)) url.searchParams.set(each, value);
      return new AwsClient({ ...users[user], service: "s3", region: "us-east-1", retries: 0 }).fetch(url, { method, headers, ...(body === undefined ? {} : { body }) });
    },
    async setPolicy(policy) {
      const answer = await bucket.request("keeper", "PUT", "", { query: { policy: "" }, body: JSON.stringify(policy) });
      if (!answer.ok) throw new Error(`The store refused the policy: ${answer.status} ${await answer.text()}`);
    },
  };
  const made = await bucket.request("keeper", "PUT", "");
  if (!made.ok) throw new Error(`The store made no bucket: ${made.status} ${await made.text()}`);
  return bucket;
}
