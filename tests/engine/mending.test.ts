import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { verifyDepot } from "../../src-main/engine/verify/verify-depot.ts";
import { BATCH, createPanel, must } from "./support/panel.ts";

/** Changes one byte of the largest sealed file, a recording. */
async function damageOne(depotFolder: string): Promise<string> {
  const folder = path.join(depotFolder, "batches", BATCH, "media");
  const sizes = await Promise.all((await readdir(folder)).map(async (name) => ({ name, size: (await stat(path.join(folder, name))).size })));
  const { name } = sizes.sort((a, b) => b.size - a.size)[0]!;
  const bytes = await readFile(path.join(folder, name));
  bytes[bytes.length - 100]! ^= 1;
  await writeFile(path.join(folder, name), bytes);
  return name;
}

describe("a recording that is damaged in the depot", () => {
  test("stays damaged when the batch is packed again as usual, and is published anew where it is to be mended", async () => {
    const panel = await createPanel();
    await damageOne(panel.depotFolder);
    await panel.repack();
    const desk = await panel.enrolledDesk();
    expect(await desk.ask("sync.now", {})).toMatchObject({ problem: { kind: "recording-damaged" } });
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ recordings: { here: 2 } }]);
    await panel.repack({ mend: true });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    expect((await desk.ask("home.view", {})).batches).toMatchObject([{ recordings: { here: 3 } }]);
    expect(must(await verifyDepot(panel.depot, panel.leadKey, () => undefined)).recordings.checked).toBe(7);
  });

  test("and was here whole already keeps what was watched of it: it is the same recording", async () => {
    const panel = await createPanel();
    const desk = await panel.enrolledDesk();
    await desk.ask("sync.now", {});
    for (const answerId of [1, 2, 3]) await desk.ask("mark.add-watched", { answerId, from: 0, to: 20 });
    await damageOne(panel.depotFolder);
    await panel.repack({ mend: true });
    expect(await desk.ask("sync.now", {})).toMatchObject({ kind: "idle" });
    for (const answerId of [1, 2, 3]) expect((await desk.ask("review.view", { answerId })).mark.watched).toEqual([{ from: 0, to: 20 }]);
  });

  test("is the only one that is published anew", async () => {
    const panel = await createPanel();
    await panel.repack({ mend: true });
    expect(must(await panel.depot.list(`batches/${BATCH}/`)).filter((key) => !key.includes("/media/"))).toHaveLength(1);
  });
});
