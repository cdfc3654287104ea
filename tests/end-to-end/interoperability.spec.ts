import { createHash, randomBytes } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openDocument, writeSealed } from "../../src-main/engine/documents/documents.ts";
import { trustLeads } from "../../src-main/engine/documents/trust.ts";
import { leadKeyFile } from "../../src-shared/documents/people.ts";
import { independentOpen, independentSeal } from "../support/independent-cobblestone.ts";
import { expect, test } from "./desk-window.ts";
import { BATCH, createPanel, type Panel } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
let panel: Panel;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"));
  panel = await createPanel(folder, { recordings: ["K-2031-q1"] });
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const inDepot = (key: string) => path.join(panel.depot, key);

async function batchDocument() {
  const lead = leadKeyFile.parse(JSON.parse(await readFile(panel.leadKey, "utf8")));
  const key = `batches/${BATCH}/1.json`;
  const batch = await openDocument("batch", key, await readFile(inDepot(key)), await trustLeads([lead]), [lead.identity]);
  if (!batch.ok) throw new Error(batch.error.kind);
  return { lead, batch: batch.value };
}

test("a sealed recording from the depot opens with an independent implementation", async () => {
  const { batch } = await batchDocument();
  const { recording, captions } = batch.candidates[0]!.answers[0]!;
  for (const [sealed, file] of [[recording, "K-2031-q1.mp4"], [captions!, "K-2031-q1.vtt"]] as const) {
    const opened = await independentOpen(await readFile(inDepot(`batches/${BATCH}/media/${sealed.object}`)), Buffer.from(sealed.key, "base64url"));
    expect(opened.equals(await readFile(path.join(folder, "media", file)))).toBe(true);
  }
});

test("a recording that an independent implementation sealed plays", async ({ launch, home }) => {
  const { lead, batch } = await batchDocument();
  const content = await readFile(path.join(folder, "media", "K-2031-q1.mp4"));
  const key = randomBytes(32);
  const sealed = await independentSeal(content, key);
  const object = createHash("sha256").update(sealed).digest("hex");
  await writeFile(inDepot(`batches/${BATCH}/media/${object}`), sealed);
  Object.assign(batch.candidates[0]!.answers[0]!.recording, { object, key: key.toString("base64url"), sealedBytes: sealed.length });
  const { identityToRecipient } = await import("age-encryption");
  const next = { ...batch, revision: 2, place: `batches/${BATCH}/2` };
  await writeFile(inDepot(`batches/${BATCH}/2.json`), await writeSealed("batch", next, [await identityToRecipient(batch.identity), lead.recipient], lead.signingKey));

  await panel.enrol(home);
  const { page } = await launch();
  await reviewPage(page).begin();
  await page.keyboard.press("Space");
  await expect.poll(() => page.evaluate(() => document.querySelector("video")?.currentTime ?? 0)).toBeGreaterThan(0.5);
});

test("documents of a depot open with the age command and nothing of ours", async () => {
  const lead = leadKeyFile.parse(JSON.parse(await readFile(panel.leadKey, "utf8")));
  await writeFile(path.join(folder, "identity.txt"), lead.identity);
  for (const key of [`batches/${BATCH}/1.json`, "campaigns/work-coach-eo/1.json", "allocations/a-1/b-1/1.json"]) {
    const { payload } = JSON.parse(await readFile(inDepot(key), "utf8")) as { payload: string };
    await writeFile(path.join(folder, "sealed.age"), Buffer.from(payload, "base64url"));
    const opened = execFileSync("age", ["--decrypt", "-i", path.join(folder, "identity.txt"), path.join(folder, "sealed.age")]);
    expect(JSON.parse(opened.toString())).toMatchObject({ place: key.replace(".json", ""), author: lead.person });
  }
});
