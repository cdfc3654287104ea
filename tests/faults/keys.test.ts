import { readFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { KeyStore } from "../../src-main/engine/keys/key-store.ts";
import { createPanel, type Panel, type TestDesk } from "../engine/support/panel.ts";

/** What keeps the keys of a desk goes away, and comes back. */

/** A key store of one profile: what another profile's wrapped opens to nothing of use. */
function keyStoreOf(profile: number): KeyStore {
  const mask = (bytes: Uint8Array) => Promise.resolve(bytes.map((byte) => byte ^ profile));
  return { wrap: mask, unwrap: mask };
}
const opensNothing: KeyStore = { wrap: keyStoreOf(1).wrap, unwrap: () => Promise.resolve(null) };

async function enrolledWith(keyStore: KeyStore): Promise<{ panel: Panel; desk: TestDesk }> {
  const panel = await createPanel();
  const desk = await panel.desk(undefined, { keyStore });
  await desk.ask("desk.enrol", { fileBase64: Buffer.from(await panel.invite("a-1")).toString("base64"), filePassphrase: null, deskPassphrase: null });
  await desk.ask("sync.now", {});
  await desk.ask("mark.set-evidence", { answerId: 1, text: "Clear." });
  return { panel, desk };
}

describe("a desk whose key store", () => {
  test.each<[string, KeyStore | null]>([
    ["is gone", null],
    ["opens nothing any more", opensNothing],
    ["is another profile's", keyStoreOf(7)],
  ])("%s says so and deletes nothing, and opens as it was when it is back", async (_, later) => {
    const { panel, desk } = await enrolledWith(keyStoreOf(1));
    await desk.engine.close();
    const before = await readFile(path.join(desk.home, "data-key.json"));

    const without = await panel.desk(desk.home, { keyStore: later });
    expect(await without.ask("desk.state", {})).toMatchObject({ kind: "refused", problem: { kind: "key-store-failed" } });
    expect(await without.refused("mark.set-evidence", { answerId: 1, text: "Other." })).toMatchObject({ kind: "key-store-failed" });
    expect(await without.engine.openMedia(1)).toBeNull();
    await without.engine.close();
    expect(await readFile(path.join(desk.home, "data-key.json"))).toEqual(before);

    const again = await panel.desk(desk.home, { keyStore: keyStoreOf(1) });
    expect((await again.ask("review.view", { answerId: 1 })).mark.evidence).toBe("Clear.");
    expect(await again.engine.openMedia(1)).not.toBeNull();
  });

  test("goes away at work lets everything go on until the desk is closed", async () => {
    let isGone = false;
    const { wrap, unwrap } = keyStoreOf(1);
    const { desk } = await enrolledWith({ wrap, unwrap: (bytes) => (isGone ? Promise.resolve(null) : unwrap(bytes)) });
    isGone = true;
    await desk.ask("mark.set-evidence", { answerId: 2, text: "Clear too." });
    expect(await desk.engine.openMedia(1)).not.toBeNull();
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
  });
});
