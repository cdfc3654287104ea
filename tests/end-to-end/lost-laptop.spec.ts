import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { BATCH, createPanel, deskCommand } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";
import { reviewPage } from "./support/review-page.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-lost-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const PASSPHRASE = "plain words for a test";

test("a laptop is lost: on the next one the marks are there, and the assessor is told up to when", async ({ launch, home }) => {
  test.slow();
  const panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2", "K-2031-q3"] });
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  const lost = await launch();
  const review = reviewPage(lost.page);
  await review.begin();
  await review.mark(6, "Names the need first; own part clear.");
  await review.isSaved();
  await lost.page.keyboard.press("Escape");
  await lost.page.keyboard.press("]");
  await expect(review.score(6)).toHaveAttribute("aria-checked", "false");
  await review.mark(3, "A general answer.");
  await review.isSaved();
  await lost.page.getByRole("button", { name: "Your work" }).click();
  await lost.page.getByRole("button", { name: "Try now" }).click();
  await expect(lost.page.getByText("All of them are in the depot too, sealed")).toBeVisible();
  await picture(lost, "home-in-depot");
  await lost.close();
  // Out of sight, with everything on it.
  await rename(home, path.join(folder, "lost"));

  const invitation = await panel.invite();
  const next = await launch();
  await next.page.getByLabel("File from your team lead").setInputFiles(invitation);
  await next.page.getByLabel("New passphrase for this desk").fill(PASSPHRASE);
  await next.page.getByLabel("The same passphrase again").fill(PASSPHRASE);
  await next.page.getByRole("button", { name: "Enrol" }).click();
  await expect(next.page.getByText(`2 marks of ${BATCH} came back from the depot`)).toBeVisible();
  await expect(next.page.getByText("2 of 3", { exact: false }).first()).toBeVisible();
  await expect(next.page.getByText("all here").first()).toBeVisible();
  await picture(next, "home-recovered");
  await next.page.getByRole("button", { name: "Carry on marking" }).click();
  await expect(reviewPage(next.page).score(6)).toBeVisible();
  await next.page.keyboard.press("[");
  await next.page.keyboard.press("[");
  await expect(reviewPage(next.page).score(6)).toHaveAttribute("aria-checked", "true");
  await next.page.getByRole("button", { name: "Your work" }).click();
  await next.page.getByRole("button", { name: "I have read this" }).click();
  await expect(next.page.getByText(/came back from the depot/)).toBeHidden();
  await next.close();
  const status = await deskCommand("status", "--home", home, "--json");
  expect(JSON.parse(status.stdout)).toMatchObject({ recoveries: [], laterLaptopAt: null, kept: { marks: 2 } });

  // It turns up again.
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
  await rename(path.join(folder, "lost"), home);
  const again = await launch();
  await expect(again.page.getByText(/^Your work moved to another laptop, which was enrolled on /)).toBeVisible();
  await expect(again.page.getByText("Connected.")).toBeVisible();
  await picture(again, "home-moved-on");
});

test("something else in a set's place is shown on the home and the check screen, with what to do", async ({ launch, home }) => {
  test.slow();
  const panel = await createPanel(folder, { recordings: ["K-2031-q1"] });
  await panel.enrol(home);
  expect((await deskCommand("sync", "--home", home)).status).toBe(0);
  // The way is cut when the set is submitted; when it is back, a stranger's file lies in its place.
  await rename(panel.depot, `${panel.depot}-away`);
  const desk = await launch();
  const review = reviewPage(desk.page);
  await review.begin();
  await review.mark(6, "Names the need first; own part clear.");
  await review.isSaved();
  await desk.close();
  expect((await deskCommand("submit", "--home", home, "--batch", BATCH)).status).toBe(1);
  await rename(`${panel.depot}-away`, panel.depot);
  const { outbox } = JSON.parse((await deskCommand("status", "--home", home, "--json")).stdout) as { outbox: { key: string }[] };
  const file = path.join(panel.depot, outbox[0]!.key);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, "Something else.");
  const later = await launch();
  await expect(later.page.getByText("safe here, cannot be delivered")).toBeVisible();
  await picture(later, "home-set-stuck");
  await later.page.getByRole("button", { name: `Show ${BATCH}` }).click();
  await expect(later.page.getByText("Somebody has to look")).toBeVisible();
  await picture(later, "check-set-stuck");
  await rm(file);
  await later.page.getByRole("button", { name: "Look again" }).click();
  await expect(later.page.getByText(/Delivered \d/).first()).toBeVisible();
  await picture(later, "check-receipt");
});
