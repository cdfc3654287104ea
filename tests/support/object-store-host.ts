/**
 * `node object-store-host.ts FOLDER PID`: a real S3 server in a process of its own, Ceph's RADOS Gateway with one monitor and
 * one storage daemon in memory, for as long as process PID lives. FOLDER gets `host.pid`, and `outcome.json` when it serves or cannot.
 */
import { execFile, spawn, type ChildProcess } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { promisify } from "node:util";
import { USERS, type ObjectStore } from "./object-store.ts";

const LOOK_EVERY_MS = 100;
const SERVES_WITHIN_MS = 90_000;
/** Taken only as objects come; the bench puts 2 GB. */
const MEMORY_BYTES = 8 * 1024 ** 3;

const [folder = "", runPid = ""] = process.argv.slice(2);
const file = (...parts: string[]) => join(folder, "ceph", ...parts);
const daemons: ChildProcess[] = [];

async function run(command: string, ...args: string[]): Promise<void> {
  await promisify(execFile)(command, args);
}

function start(command: string, ...args: string[]): void {
  const daemon = spawn(command, ["-c", file("ceph.conf"), ...args, "-f"], { stdio: "ignore" });
  daemon.on("error", () => undefined);
  daemons.push(daemon);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function configuration(fsid: string, monitorPort: number, port: number): string {
  return `[global]
fsid = ${fsid}
mon host = [v2:127.0.0.1:${monitorPort}]
public addr = 127.0.0.1
cluster addr = 127.0.0.1
ms bind msgr1 = false
auth allow insecure global id reclaim = false
paxos propose interval = 0.05
paxos min wait = 0.01
mon allow pool size one = true
mon max pg per osd = 1000
osd pool default size = 1
osd pool default min size = 1
osd pool default pg num = 1
osd pool default pgp num = 1
osd pool default pg autoscale mode = off
osd crush chooseleaf type = 0
osd objectstore = memstore
memstore device bytes = ${MEMORY_BYTES}
log file = ${file("$name.log")}
pid file = ${file("$name.pid")}
admin socket = ${file("$name.asok")}
run dir = ${file()}
mon data = ${file("mon")}
osd data = ${file("osd")}
keyring = ${file("keyring")}
[mon.a]
public addrv = [v2:127.0.0.1:${monitorPort}]
[client]
rgw frontends = beast endpoint=127.0.0.1:${port}
rgw dns name = localhost
rgw enable usage log = false
`;
}

async function bringUp(): Promise<ObjectStore> {
  for (const each of ["mon", "osd"]) mkdirSync(file(each), { recursive: true });
  const [fsid, osd, monitorPort, port] = [randomUUID(), randomUUID(), await freePort(), await freePort()];
  await writeFile(file("ceph.conf"), configuration(fsid, monitorPort, port));
  const conf = ["-c", file("ceph.conf")];
  await run("ceph-authtool", "--create-keyring", file("keyring"), "--gen-key", "-n", "mon.", "--cap", "mon", "allow *");
  for (const who of ["client.admin", "osd.0"]) await run("ceph-authtool", file("keyring"), "--gen-key", "-n", who, "--cap", "mon", "allow *", "--cap", "osd", "allow *");
  await run("monmaptool", "--create", "--fsid", fsid, "--addv", "a", `[v2:127.0.0.1:${monitorPort}]`, file("monmap"));
  await run("ceph-mon", ...conf, "--mkfs", "-i", "a", "--monmap", file("monmap"), "--keyring", file("keyring"));
  start("ceph-mon", "-i", "a");
  await run("ceph", ...conf, "osd", "new", osd);
  await run("ceph-osd", ...conf, "-i", "0", "--mkfs", "--osd-uuid", osd);
  start("ceph-osd", "-i", "0");
  const users = {} as ObjectStore["users"];
  for (const user of USERS) {
    users[user] = { accessKeyId: randomBytes(10).toString("hex").toUpperCase(), secretAccessKey: randomBytes(20).toString("hex") };
    await run("radosgw-admin", ...conf, "user", "create", `--uid=${user}`, `--display-name=${user}`, `--access-key=${users[user].accessKeyId}`, `--secret-key=${users[user].secretAccessKey}`);
  }
  start("radosgw", "-n", "client.admin");
  const endpoint = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + SERVES_WITHIN_MS; ; await setTimeout(LOOK_EVERY_MS)) {
    if (await fetch(endpoint).then((answer) => answer.ok, () => false)) return { endpoint, users };
    if (Date.now() > until) throw new Error("The object store did not begin to serve.");
  }
}

function end(): never {
  // Nothing in it is to be kept.
  for (const daemon of daemons) daemon.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.exit();
}

for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
setInterval(() => {
  try {
    process.kill(Number(runPid), 0);
  } catch {
    end();
  }
}, 1000);

/** Nobody reads half of it. */
function put(name: string, content: string): void {
  writeFileSync(join(folder, `.${name}`), content);
  renameSync(join(folder, `.${name}`), join(folder, name));
}

put("host.pid", String(process.pid));
try {
  put("outcome.json", JSON.stringify(await bringUp()));
} catch (error) {
  const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
  put("outcome.json", JSON.stringify({ failed: missing ? `${error.message}: npm run setup installs Ceph; ASSESSOR_DESK_SKIP_OBJECT_STORE=1 skips what needs it.` : String(error) }));
}
