import { spawn, spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { cp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { electronRuntime } from "../../scripts/runtime.ts";
import { appFolder, expect, test } from "./desk-window.ts";

/** Without rights and on every Linux: root cannot have Chromium's sandbox. */
const NOBODY = { uid: 65_534, gid: 65_534 };
const user = process.getuid?.() === 0 ? NOBODY : {};

/** Chromium's sandbox begins with a user namespace, which some containers forbid. */
const canSandbox = process.platform === "linux" && spawnSync("unshare", ["--user", "true"], user).status === 0;

test("for an ordinary user the system's sandbox holds the page's process", async ({ display }) => {
  test.skip(!canSandbox, "Only on Linux, where user namespaces are allowed.");
  const folder = mkdtempSync(join(tmpdir(), "assessor-desk-sandbox-"));
  if (user === NOBODY) chownSync(folder, NOBODY.uid, NOBODY.gid);
  try {
    const { executable, app } = await readableByTheUser(folder);
    const home = join(folder, "home");
    const desk = spawn(executable, [app, "--home", home], { ...user, cwd: folder, env: { ...process.env, ...display.environment, HOME: folder }, stdio: "ignore" });
    const ended = new Promise((resolve) => desk.once("exit", resolve));
    try {
      // 2: the kernel filters the system calls of this process.
      await expect.poll(() => rendererStatus(home)).toMatch(/^Seccomp:\s+2$/m);
    } finally {
      desk.kill();
      await ended;
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
});

/** Electron and the application, copied to where the user may read them if root keeps them to itself. */
async function readableByTheUser(folder: string): Promise<{ executable: string; app: string }> {
  const { executable } = electronRuntime();
  if (user !== NOBODY) return { executable, app: appFolder };
  const copies = { electron: join(folder, "electron"), app: join(folder, "app") };
  await cp(dirname(executable), copies.electron, { recursive: true });
  for (const part of ["package.json", "out"]) await cp(join(appFolder, part), join(copies.app, part), { recursive: true });
  return { executable: join(copies.electron, "electron"), app: copies.app };
}

/** What Linux tells of the page's process; empty until there is one. */
function rendererStatus(home: string): string {
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (commandLine.includes("--type=renderer") && commandLine.includes(home)) return readFileSync(`/proc/${pid}/status`, "utf8");
    } catch {
      // It ended meanwhile.
    }
  }
  return "";
}
