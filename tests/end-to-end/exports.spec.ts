import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { readPdf } from "../engine/support/read-exports.ts";
import { openPort } from "./bridge-port.ts";
import { expect, test } from "./desk-window.ts";
import { createModeratedPanel } from "./support/moderated-panel.ts";
import { BATCH } from "./support/panel.ts";

test("a record is saved where the system's dialog says, and holds what was marked", async ({ home, launch }) => {
  const folder = await mkdtemp(path.join(tmpdir(), "exports-"));
  try {
    const given = (score: number, evidence: string) => ({ score, evidence, notes: [[3, "Names the customer first"]] as [number, string][] });
    await createModeratedPanel(folder, home, { "a-1": { "K-2031-q1": given(5, "Plain and kind") }, "a-2": { "K-2031-q1": given(4, "Clear enough") } });
    const { app, page } = await launch();
    const port = await openPort(page);
    const place = path.join(folder, "saved.pdf");
    // The dialog is the system's: here it answers at once.
    await app.evaluate(({ dialog }, filePath) => {
      Object.assign(dialog, { showSaveDialog: async (_window: unknown, options: { defaultPath: string }) => (Object.assign(globalThis, { suggested: options.defaultPath }), { canceled: false, filePath }) });
    }, place);
    const saved = await port.ask("export.save", { batch: BATCH, format: "pdf", candidate: null });
    expect(saved).toMatchObject({ file: "saved.pdf", draft: true, candidates: 1 });
    expect(path.basename(await app.evaluate(() => (globalThis as unknown as { suggested: string }).suggested))).toMatch(/^Record b-1 \d{4}-\d\d-\d\d\.pdf$/);
    const { pages, info } = readPdf(place);
    const text = pages.join(" ").replaceAll(/\s+/g, " ");
    for (const said of ["Draft, not published", "Anna Assessor (a-1): 5", "Plain and kind", "0:03 Note Names the customer first", "Ben Okafor (a-2): 4"]) expect(text).toContain(said);
    expect(info["Tagged"]).toBe("yes");
    expect((await readFile(place)).length).toBe(saved!.bytes);

    await app.evaluate(({ dialog }) => void Object.assign(dialog, { showSaveDialog: async () => ({ canceled: true, filePath: "" }) }));
    expect(await port.ask("export.save", { batch: BATCH, format: "csv", candidate: "K-2031" })).toBeNull();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the page downloads nothing by itself", async ({ desk: { app, page } }) => {
  const refused = app.evaluate(({ session }) => new Promise<boolean>((resolve) => session.defaultSession.once("will-download", (event) => resolve(event.defaultPrevented))));
  // The listener is there before the page tries.
  await app.evaluate(() => undefined);
  await page.evaluate(() => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob(["text"]));
    link.download = "text.txt";
    document.body.append(link);
    link.click();
  });
  expect(await refused).toBe(true);
});
