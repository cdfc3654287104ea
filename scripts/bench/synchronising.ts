import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { startFaultProxy } from "../../tests/support/fault-proxy.ts";
import { createBucket, objectStore, prepareObjectStore } from "../../tests/support/object-store.ts";
import { inRepository } from "../setup/places.ts";
import { reportLimited } from "./limits.ts";
import { BATCH, enrolDesk, packManyRecordings, RECORDINGS, recordingsIn, RECORDING_BYTES } from "./many-recordings.ts";
import { report } from "./measured.ts";

const PAIRS = 5;
/** Throughput at least 0.9 times as high: at most so many times as long. */
const LIMIT = 1 / 0.9;
const MEMORY_LIMIT_MB = 200;
/** As many as the desk fetches at once at most. */
const PARALLEL = 8;
const LOOK_EVERY_MS = 20;
/** The part in which S3's tools cut a transfer. */
const PART_MB = 8;

/** A depot, and where its recordings lie as rclone names it. */
interface Place {
  name: string;
  depot: string;
  rclone: string[];
}

/**
 * Synchronising a hundred recordings of 20 MB, against copying them with rclone and hashing the copies with
 * sha256sum; in turn, each time into an empty folder. Also how much memory that takes over a desk that has nothing to fetch.
 */
export async function benchSynchronising(): Promise<boolean> {
  const fromFolder = await inOwnFolder(async (folder) => {
    const depot = path.join(folder, "depot");
    mkdirSync(depot);
    return benchPlace(folder, { name: "a folder", depot, rclone: [path.join(depot, "batches", BATCH, "media")] });
  });
  const fromStore = await inOwnFolder(benchStore);
  return fromFolder && fromStore;
}

/** From an object store on this computer, which needs the same two cores. */
async function benchStore(folder: string): Promise<boolean> {
  const endStore = await prepareObjectStore();
  try {
    const { endpoint, users } = await objectStore();
    const { accessKeyId, secretAccessKey } = users.keeper;
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
    // A machine's own certificates, which rclone's AWS library cannot take in; this store has none.
    delete process.env["AWS_CA_BUNDLE"];
    const bucket = await createBucket();
    const remote = `:s3,provider=Ceph,env_auth=true,endpoint="${endpoint}":${bucket.name}/batches/${BATCH}/media`;
    const holds = await benchPlace(folder, { name: "an object store", depot: bucket.url(), rclone: [remote] });
    return (await benchResuming(folder, endpoint, bucket.url())) && holds;
  } finally {
    await endStore();
  }
}

/**
 * A desk that is killed when half of the recordings are here, and goes on: how many bytes of each file the store sent more than
 * once. Counted before they reach the desk, so what the kill caught on the way counts too.
 */
async function benchResuming(folder: string, endpoint: string, depot: string): Promise<boolean> {
  const proxy = await startFaultProxy(endpoint);
  try {
    const home = await enrolDesk(folder, depot.replace(encodeURIComponent(endpoint), encodeURIComponent(proxy.endpoint)), path.join(folder, "lead.key.json"), "resuming");
    const command = [inRepository("bin", "desk.mjs"), "sync", "--home", home, "--quiet"];
    const killed = spawn(process.execPath, command, { stdio: "ignore" });
    const ended = new Promise((resolve) => killed.once("close", resolve));
    while (recordingsIn(home).length < RECORDINGS / 2) await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    killed.kill("SIGKILL");
    await ended;
    await timed(process.execPath, command);
    const again = recordingsIn(home).map((file) => {
      const sent = [...proxy.sent].filter(([address]) => address.includes(path.basename(file))).reduce((sum, [, bytes]) => sum + bytes, 0);
      return (sent - statSync(file).size) / 1e6;
    });
    return reportLimited({ what: "Fetched again of a recording, after the desk was killed half-way", values: again, unit: "MB", limit: PART_MB, percentile: 1 });
  } finally {
    await proxy.close();
  }
}

async function inOwnFolder(act: (folder: string) => Promise<boolean>): Promise<boolean> {
  const folder = mkdtempSync(path.join(tmpdir(), "assessor-desk-bench-"));
  try {
    return await act(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function benchPlace(folder: string, { name, depot, rclone }: Place): Promise<boolean> {
  const { leadKey } = await packManyRecordings(folder, depot);
  rmSync(path.join(folder, "media"), { recursive: true });
  const home = await enrolDesk(folder, depot, leadKey, "home");
  const copy = path.join(folder, "copy");
  const ours: number[] = [];
  const theirs: number[] = [];
  const peaks: number[] = [];
  const sync = () => timed(process.execPath, [inRepository("bin", "desk.mjs"), "sync", "--home", home, "--quiet"]);
  await sync();
  const idle = (await sync()).peakBytes;
  for (let pair = 0; pair < PAIRS; pair += 1) {
    rmSync(path.join(home, "vault"), { recursive: true });
    const synchronised = await sync();
    ours.push(synchronised.seconds);
    peaks.push((synchronised.peakBytes - idle) / 1e6);
    rmSync(copy, { recursive: true, force: true });
    const copied = await timed("rclone", ["copy", ...rclone, copy, "--transfers", String(PARALLEL), "--config", "/dev/null"]);
    const hashed = await timed("sha256sum", readdirSync(copy).map((file) => path.join(copy, file)));
    theirs.push(copied.seconds + hashed.seconds);
  }
  const size = `${RECORDINGS} recordings of ${RECORDING_BYTES / 1e6} MB from ${name}`;
  return [
    report({ what: `Synchronising ${size}`, ours, against: "rclone + hash", theirs, unit: "s", limit: LIMIT }),
    reportLimited({ what: `Memory over idle, synchronising ${size}`, values: peaks, unit: "MB", limit: MEMORY_LIMIT_MB, percentile: 1 }),
  ].every(Boolean);
}

/** Runs a program to its end: how long that took, and the most memory that it had at once. @throws Error where it fails. */
function timed(program: string, args: string[]): Promise<{ seconds: number; peakBytes: number }> {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    let peakBytes = 0;
    const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    const look = setInterval(() => (peakBytes = Math.max(peakBytes, mostMemoryOf(child.pid!))), LOOK_EVERY_MS);
    let said = "";
    child.stderr.on("data", (text: Buffer) => (said += text.toString()));
    child.once("error", reject);
    child.once("close", (code) => {
      clearInterval(look);
      if (code === 0) resolve({ seconds: (performance.now() - startedAt) / 1000, peakBytes });
      else reject(new Error(`${program} ended with ${code}. ${said}`));
    });
  });
}

/** The most memory that a process had in its own hands so far, as Linux keeps it. */
function mostMemoryOf(pid: number): number {
  try {
    return 1024 * Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    // It has just ended.
    return 0;
  }
}
