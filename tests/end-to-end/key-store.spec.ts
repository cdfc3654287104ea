import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { createPanel } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

/** A real key store (GNOME's) on a session bus of its own, unlocked for this test; ended by process id. */
async function startKeyStore(folder: string): Promise<{ environment: Record<string, string>; end(): void }> {
  const environment = { HOME: folder, XDG_RUNTIME_DIR: folder, XDG_DATA_HOME: path.join(folder, "data"), XDG_CONFIG_HOME: path.join(folder, "config") };
  const bus: ChildProcess = spawn("dbus-daemon", ["--session", "--print-address=1", "--nofork", "--nopidfile"], { env: { ...process.env, ...environment }, stdio: ["ignore", "pipe", "ignore"] });
  const address = await new Promise<string>((resolve, reject) => {
    bus.stdout!.once("data", (text: Buffer) => resolve(text.toString().trim()));
    bus.once("error", reject);
  });
  const withBus = { ...environment, DBUS_SESSION_BUS_ADDRESS: address };
  const keyring = spawn("gnome-keyring-daemon", ["--unlock", "--foreground", "--components=secrets"], { env: { ...process.env, ...withBus }, stdio: ["pipe", "ignore", "ignore"] });
  keyring.stdin!.end("test");
  return {
    environment: withBus,
    end() {
      keyring.kill();
      bus.kill();
    },
  };
}

function hasKeyStore(): boolean {
  try {
    execFileSync("sh", ["-c", "command -v gnome-keyring-daemon && command -v dbus-daemon"]);
    return true;
  } catch {
    return false;
  }
}

test("with an operating system's key store nothing is asked, and the data key lies in it and nowhere readable", async ({ launch, home }) => {
  test.skip(process.platform !== "linux" || !hasKeyStore(), "Needs gnome-keyring and dbus.");
  const folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-keys-"));
  const keyStore = await startKeyStore(folder);
  try {
    const panel = await createPanel(path.join(folder, "panel"), { recordings: ["K-2031-q1"] });
    const options = { environment: keyStore.environment, switches: ["--password-store=gnome-libsecret"] };
    const first = await launch(options);
    await first.page.getByLabel("File from your team lead").setInputFiles(await panel.invite());
    await expect(first.page.getByLabel("New passphrase for this desk")).toHaveCount(0);
    await first.page.getByRole("button", { name: "Enrol" }).click();
    await expect(first.page.getByText("all here").first()).toBeVisible();
    await first.close();
    expect(JSON.parse(await readFile(path.join(home, "data-key.json"), "utf8"))).toMatchObject({ protection: "os-key-store" });

    const again = await launch(options);
    await reviewPage(again.page).begin();
    await again.page.keyboard.press("Space");
    await expect.poll(() => again.page.evaluate(() => document.querySelector("video")?.currentTime ?? 0)).toBeGreaterThan(0.3);
    await again.close();

    // The key store is gone: nothing is deleted, and the desk says what to do.
    const without = await launch();
    await expect(without.page.getByText(/key store no longer opens/)).toBeVisible();
  } finally {
    keyStore.end();
    await rm(folder, { recursive: true, force: true });
  }
});
