import { readFile, rename, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { sealWithPassphrase } from "../../src-main/engine/documents/sealing.ts";
import type { KeyStore } from "../../src-main/engine/keys/key-store.ts";
import { openDatabase } from "../../src-main/engine/store/open-database.ts";
import { createPanel, must, temporaryFolder } from "./support/panel.ts";

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64");

/** A key store that can forget, as the real ones do when a profile changes. */
function fakeKeyStore(): KeyStore & { forget(): void } {
  let pad = 0x5a;
  return {
    wrap: (secret) => Promise.resolve(secret.map((byte) => byte ^ pad)),
    unwrap: (wrapped) => Promise.resolve(pad === 0 ? null : wrapped.map((byte) => byte ^ pad)),
    forget: () => void (pad = 0),
  };
}

describe("enrolling", () => {
  test("publishes the laptop's own key once, and the invitation cannot be used on a second laptop", async () => {
    const panel = await createPanel();
    const file = await panel.invite("a-1");
    const desk = await panel.desk(path.join(panel.folder, "one"));
    must(await desk.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } }));
    await desk.ask("sync.now", {});
    expect(must(await panel.depot.list("people/"))).toEqual(["people/a-1/1.json"]);
    const second = await panel.desk(path.join(panel.folder, "two"));
    expect(await second.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } })).toMatchObject({ error: { kind: "invitation-already-used" } });
    expect(await second.ask("desk.state", {})).toMatchObject({ kind: "first-start" });
  });

  test("two laptops that took one invitation without a network: the second to arrive is told, and loses nothing", async () => {
    const panel = await createPanel();
    const file = await panel.invite("a-1");
    await rename(panel.depotFolder, `${panel.depotFolder}-away`);
    const desks = [await panel.desk(path.join(panel.folder, "one")), await panel.desk(path.join(panel.folder, "two"))];
    for (const desk of desks) must(await desk.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } }));
    await rename(`${panel.depotFolder}-away`, panel.depotFolder);
    expect(await desks[0]!.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect(await desks[1]!.ask("sync.now", {})).toMatchObject({ kind: "stopped", problem: { kind: "invitation-already-used" } });
  });

  test("an enrolment for another depot is refused and leaves nothing behind", async () => {
    const [ours, theirs] = [await createPanel(), await createPanel()];
    const enrolment = JSON.parse(Buffer.from(await theirs.invite("a-1")).toString()) as { depot: { url: string } };
    enrolment.depot.url = ours.depotFolder;
    const desk = await ours.desk();
    const file = Buffer.from(JSON.stringify(enrolment));
    expect(await desk.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } })).toMatchObject({ error: { kind: "enrolment-for-another-depot" } });
    expect(await desk.ask("desk.state", {})).toMatchObject({ kind: "first-start" });
    expect(must(await ours.depot.list("people/"))).toEqual([]);
  });

  test("a desk that is enrolled already stays as it is", async () => {
    const panel = await createPanel({ assessors: ["a-1", "a-2"] });
    const desk = await panel.enrolledDesk("a-1");
    expect(await desk.engine.enrol({ file: await panel.invite("a-2"), filePassphrase: null, protection: { kind: "key-file" } })).toMatchObject({ error: { kind: "already-enrolled", person: "a-1" } });
    expect(await desk.ask("desk.state", {})).toMatchObject({ kind: "ready", person: { id: "a-1" } });
  });

  test("a locked enrolment file asks for its passphrase, refuses a wrong one and opens with the right one", async () => {
    const panel = await createPanel();
    const locked = await sealWithPassphrase("correct horse battery", await panel.invite("a-1"));
    const desk = await panel.desk();
    const enrol = (filePassphrase: string | null) => desk.engine.request("desk.enrol", { fileBase64: base64(locked), filePassphrase, deskPassphrase: "long enough passphrase" });
    expect(await enrol(null)).toMatchObject({ error: { kind: "enrolment-needs-passphrase" } });
    expect(await enrol("wrong")).toMatchObject({ error: { kind: "enrolment-wrong-passphrase" } });
    expect(await enrol("correct horse battery")).toMatchObject({ ok: true });
  });

  test.each([
    ["an empty file", Buffer.alloc(0)],
    ["another kind of file", Buffer.from(JSON.stringify({ kind: "lead-key", version: 1 }))],
    ["a picture", Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])],
    ["a cut file", Buffer.from('{"kind":"enrolment","version":1,"pers')],
  ])("%s is no enrolment, and the desk says so", async (_, file) => {
    const panel = await createPanel();
    const desk = await panel.desk();
    expect(await desk.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } })).toMatchObject({ error: { kind: "enrolment-invalid" } });
  });
});

describe("the keys of a desk", () => {
  test("without a key store, and without a passphrase, nothing is enrolled silently", async () => {
    const panel = await createPanel();
    const desk = await panel.desk();
    const request = { fileBase64: base64(await panel.invite("a-1")), filePassphrase: null };
    expect(await desk.refused("desk.enrol", { ...request, deskPassphrase: null })).toMatchObject({ kind: "key-store-unavailable" });
    expect(await desk.refused("desk.enrol", { ...request, deskPassphrase: "short" })).toMatchObject({ kind: "passphrase-too-short" });
  });

  test("a desk locked with a passphrase opens with it alone", async () => {
    const panel = await createPanel();
    const desk = await panel.desk();
    await desk.ask("desk.enrol", { fileBase64: base64(await panel.invite("a-1")), filePassphrase: null, deskPassphrase: "long enough passphrase" });
    await desk.engine.close();
    const again = await panel.desk(desk.home);
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "locked" });
    expect(await again.refused("home.view", {})).toMatchObject({ kind: "passphrase-needed" });
    expect(await again.refused("desk.unlock", { passphrase: "something else" })).toMatchObject({ kind: "passphrase-wrong" });
    await again.ask("desk.unlock", { passphrase: "long enough passphrase" });
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "ready" });
  });

  test("when the key store forgot, the desk says so and deletes nothing", async () => {
    const panel = await createPanel();
    const keyStore = fakeKeyStore();
    const desk = await panel.desk(undefined, { keyStore });
    await desk.ask("desk.enrol", { fileBase64: base64(await panel.invite("a-1")), filePassphrase: null, deskPassphrase: null });
    await desk.engine.close();
    const before = await readFile(path.join(desk.home, "data-key.json"));
    keyStore.forget();
    const again = await panel.desk(desk.home, { keyStore });
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "key-store-failed" } });
    expect(await readFile(path.join(desk.home, "data-key.json"))).toEqual(before);
  });

  test("a key file can be read by its owner alone, and no secret lies in the database unwrapped", async () => {
    const panel = await createPanel();
    const file = await panel.invite("a-1");
    const desk = await panel.desk();
    must(await desk.engine.enrol({ file, filePassphrase: null, protection: { kind: "key-file" } }));
    await desk.ask("sync.now", {});
    await desk.engine.close();
    if (process.platform !== "win32") expect((await stat(path.join(desk.home, "data-key.secret"))).mode & 0o777).toBe(0o600);
    const { identity } = JSON.parse(Buffer.from(file).toString()) as { identity: string };
    const database = await readFile(path.join(desk.home, "desk.sqlite"));
    expect(database.includes(identity)).toBe(false);
    expect(database.includes("AGE-SECRET-KEY")).toBe(false);
  });
});

describe("the data folder", () => {
  test("one process writes to it at a time", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    const second = await panel.desk(desk.home);
    expect(await second.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "store-in-use" } });
    await desk.engine.close();
    await second.engine.close();
    expect(await (await panel.desk(desk.home)).ask("desk.state", {})).toMatchObject({ kind: "ready" });
  });

  test("a database from a newer version is refused and not touched", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.engine.close();
    const db = must(openDatabase(desk.home, new Date()));
    db.pragma("user_version = 99");
    db.pragma("journal_mode = DELETE");
    db.close();
    const before = await readFile(path.join(desk.home, "desk.sqlite"));
    const again = await panel.desk(desk.home);
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "store-newer", found: 99 } });
    await again.engine.close();
    expect(await readFile(path.join(desk.home, "desk.sqlite"))).toEqual(before);
  });

  test("a damaged database is said to be damaged and left as it is", async () => {
    const home = await temporaryFolder();
    const panel = await createPanel();
    await writeFile(path.join(home, "desk.sqlite"), "this was a database once, and is none now".repeat(200));
    const desk = await panel.desk(home);
    expect(await desk.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "store-damaged" } });
    expect((await readFile(path.join(home, "desk.sqlite"))).toString()).toContain("this was a database once");
  });
});

describe("asking twice", () => {
  test("the demonstration opens once, however often it is asked for at once", async () => {
    const panel = await createPanel();
    const desk = await panel.desk(undefined, { demoAssets: path.resolve(import.meta.dirname, "../../assets/demo") });
    const answers = await Promise.all([1, 2, 3].map(() => desk.engine.request("desk.open-demo", {})));
    expect(answers).toEqual([1, 2, 3].map(() => ({ ok: true, value: {} })));
    await desk.ask("sync.now", {});
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ answers: { total: 42 }, recordings: { here: 42 } }]);
  });

  test("a key file that was exchanged is said to open nothing, and nothing is deleted", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.engine.close();
    await writeFile(path.join(desk.home, "data-key.secret"), Buffer.alloc(32, 7));
    const again = await panel.desk(desk.home);
    expect(await again.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "key-store-failed" } });
  });
});
