import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { ASSESSOR, BATCH, createPanel, deskCommand } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

test("from an enrolment file to a delivered set, through the window alone", async ({ launch, home }) => {
  const panel = await createPanel(folder);
  const { page } = await launch();
  await page.getByLabel("File from your team lead").setInputFiles(await panel.invite());
  await page.getByLabel("New passphrase for this desk").fill("plain words for a test");
  await page.getByLabel("The same passphrase again").fill("plain words for a test");
  await page.getByRole("button", { name: "Enrol" }).click();
  await expect(page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible();
  await expect(page.getByText("all here").first()).toBeVisible();

  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("Space");
  await expect.poll(() => review.seconds()).toBeGreaterThan(1);
  await page.keyboard.press("Space");
  await page.keyboard.press("n");
  await page.keyboard.type("Names the need first.");
  await review.markAll(5, "Own part clear, result told.");

  await expect(page.getByText(/Played less than/i).or(page.getByText(/watched/i)).first()).toBeVisible();
  await review.submit();
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
  const { stdout } = await deskCommand("verify", "--depot", panel.depot, "--key", panel.leadKey, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [] });
  const status = JSON.parse((await deskCommand("status", "--home", home, "--json")).stdout) as { batches: unknown };
  expect(status.batches).toMatchObject([{ batch: BATCH, state: "submitted", answers: { total: 3, marked: 3 }, lastSet: { revision: 1, delivery: { kind: "delivered" } } }]);
});

test("submitted marks stand still until the batch is reopened with a reason, and go out again as the next revision", async ({ launch, home }) => {
  const panel = await createPanel(folder, { recordings: ["K-2031-q1"] });
  await panel.enrol(home);
  const { page } = await launch();
  const review = reviewPage(page);
  await review.begin();
  await review.markAll(4, "Adequate example.");
  await review.submit();
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();

  await page.getByRole("button", { name: "Reopen with a reason" }).click();
  await page.getByRole("textbox", { name: /reason/i }).fill("Heard the recording again.");
  await page.getByRole("button", { name: /^Reopen/ }).last().click();
  await expect(page.getByRole("button", { name: "Submit marks" })).toBeVisible();
  await review.submit();
  await expect(page.getByText("Revision 2.")).toBeVisible();
  await expect(page.getByText("Reason: Heard the recording again.")).toBeVisible();
  const status = await deskCommand("status", "--home", home, "--json");
  expect(status.stderr).toBe("");
  const sets = JSON.parse(status.stdout) as { outbox: { revision: number }[] };
  expect(sets.outbox.map((set) => set.revision).sort()).toEqual([1, 2]);
});

test("with the depot gone marking and submitting go on and the desk says so; when it is back the set is delivered by itself", async ({ launch, home }) => {
  const { rename } = await import("node:fs/promises");
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  await rename(panel.depot, `${panel.depot}-away`);

  const { page } = await launch();
  await expect(page.getByText(/^No connection/).first()).toBeVisible();
  await expect(page.getByText(/cannot be reached/).first()).toBeVisible();
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("Space");
  await expect.poll(() => review.seconds()).toBeGreaterThan(0.3);
  await page.keyboard.press("Space");
  await review.markAll(6, "Strong example.");
  await review.submit();
  await expect(page.getByText(/1 set waiting/)).toBeVisible();
  await expect(page.getByText(/cannot be reached/).first()).toBeVisible();

  await rename(`${panel.depot}-away`, panel.depot);
  // The longest wait between two tries is half a minute.
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible({ timeout: 60_000 });
  expect((await deskCommand("verify", "--depot", panel.depot, "--key", panel.leadKey)).status).toBe(0);
});

test("a batch marked on the command line is the same batch in the window", async ({ launch, home }) => {
  const { writeFile } = await import("node:fs/promises");
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
  await panel.enrol(home);
  const marks = path.join(folder, "marks.csv");
  await writeFile(marks, `batch,candidate,question,assessor,score,note,at\n${BATCH},K-2031,q1,${ASSESSOR},7,Outstanding.,2026-11-21T09:40:00Z\n`);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  expect((await deskCommand("mark", "--home", home, "--csv", marks)).status).toBe(0);
  const { page } = await launch();
  const review = reviewPage(page);
  await expect(page.getByText("1 of 2").first()).toBeVisible();
  await review.begin();
  await page.keyboard.press("[");
  await expect(review.score(7)).toHaveAttribute("aria-checked", "true");
  await expect(review.evidence).toHaveValue("Outstanding.");
  // While the window has the folder, a command that would write says so.
  const refused = await deskCommand("submit", "--home", home, "--batch", BATCH);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("already open");
});
