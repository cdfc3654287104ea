import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openPort } from "./bridge-port.ts";
import { expect, test } from "./desk-window.ts";
import { CANDIDATES, createBoardPanel, desk as command } from "./support/board-panel.ts";
import { BATCH, deskCommand } from "./support/panel.ts";
import { holdBack } from "./support/hold-back.ts";
import { picture } from "./support/pictures.ts";

let folder: string;
test.beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-board-"))));
test.afterEach(() => rm(folder, { recursive: true, force: true }));

interface Status {
  batches: { state: string; answers: { total: number } }[];
}

test("a lead allocates a batch in the window, as the preview said, passes a candidate on, and stops an assessor", async ({ launch, home }) => {
  test.slow();
  const { homeOf } = await createBoardPanel(folder, { "l-1": home }, [`a-1,${CANDIDATES[0]},live,2026-12-01`]);
  const desk = await launch();
  const { page } = desk;
  await expect(page.getByRole("heading", { name: "Board", exact: true })).toBeVisible();
  await expect(page.getByRole("heading", { name: `5 candidates of ${BATCH} need an assessor` })).toBeVisible();
  await picture(desk, "board-all");

  // The one primary action leads on, by keyboard; Escape leads back to the batch.
  await page.getByRole("button", { name: "Allocate candidates" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: `Allocate ${BATCH}` });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("heading", { name: BATCH, exact: true })).toBeFocused();
  await expect(page.getByText(`Nobody marks ${CANDIDATES.slice(1).join(", ")}.`)).toBeVisible();
  await page.getByRole("button", { name: "Allocate candidates" }).press("Enter");
  for (const name of ["Ben Okafor (a-2)", "Chris Reyes (a-3)"]) await dialog.getByLabel(name).check();
  await expect(dialog.getByRole("button", { name: "Publish to 3 people" })).toBeEnabled();
  // Nothing is published that is not what is shown.
  const letGo = await holdBack(page, "board.plan");
  await dialog.getByLabel("Seed").fill("drawn again");
  await expect(dialog.getByRole("button", { name: /^Publish/ })).toBeDisabled();
  await letGo();
  await expect(dialog.getByRole("button", { name: /^Publish to / })).toBeEnabled();
  await dialog.getByLabel("Due").fill("2026-12-11");
  const row = (name: string) => dialog.getByRole("row", { name: new RegExp(name.replace(/[()]/g, "\\$&")) });
  await expect(row("Chris Reyes (a-3)")).toBeVisible();
  await picture(desk, "board-allocate");
  const shown = await dialog.getByRole("row").filter({ hasText: "(a-" }).allInnerTexts();
  const sums = shown.map((text) => text.split("\t").slice(1, 3).reduce((sum, cell) => sum + Number(cell), 0));
  await dialog.getByRole("button", { name: /^Publish to / }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("heading", { name: `The assessors of ${BATCH} are at work` })).toBeVisible();
  await expect(page.getByRole("status").getByText(/^3 allocations published\./)).toBeVisible();
  await expect(page.getByText("waits to be delivered")).toBeHidden();
  for (const [index, person] of (["a-1", "a-2", "a-3"] as const).entries()) {
    await command("sync", "--home", homeOf(person));
    expect((await command<Status>("status", "--home", homeOf(person))).batches[0]!.answers.total, person).toBe(sums[index]);
  }
  await picture(desk, "board-batch");

  // One candidate goes from one to another.
  const assessors = page.getByRole("region", { name: "Assessors" });
  const numberOf = async (name: string) => Number(await assessors.getByRole("row", { name }).getByRole("cell").nth(1).innerText());
  const before = await numberOf("Chris Reyes");
  await assessors.getByRole("button", { name: "Change what a-2 marks" }).press("Enter");
  const change = page.getByRole("dialog", { name: `Ben Okafor (a-2), ${BATCH}` });
  const candidates = change.getByRole("group", { name: "Which candidates" }).getByRole("checkbox");
  for (const index of [0, 1]) await candidates.nth(index).check();
  await change.getByRole("combobox").selectOption("Chris Reyes (a-3)");

  // What changes meanwhile is not passed on unseen, and nobody gets what they can have no more.
  const port = await openPort(page);
  const revisionOf = async (person: string) => [{ person, revision: (await port.ask("board.batch", { batch: BATCH })).assessors.find((each) => each.person === person)!.revision }];
  const [gone] = (await port.ask("board.candidates", { batch: BATCH, person: "a-2" })).candidates;
  await port.ask("board.reassign", { batch: BATCH, from: "a-2", to: null, candidates: [gone!.candidate], handedIn: false, known: await revisionOf("a-2") });
  const pass = change.getByRole("button", { name: "Pass 1 candidate on" });
  await expect(pass).toBeEnabled();
  await port.ask("board.stop", { batch: BATCH, person: "a-3", because: "A day of rest.", known: await revisionOf("a-3") });
  await expect(pass).toBeDisabled();
  await expect(change.getByRole("combobox")).toHaveValue("a-3");
  await port.ask("board.resume", { batch: BATCH, person: "a-3", known: await revisionOf("a-3") });
  await expect(pass).toBeEnabled();
  await picture(desk, "board-reassign");
  await pass.press("Enter");
  await expect(change).toBeHidden();
  await expect(page.getByRole("status").getByText("1 candidate passed on from Ben Okafor (a-2) to Chris Reyes (a-3).")).toBeVisible();
  await expect.poll(() => numberOf("Chris Reyes")).toBe(before + 1);

  // And one assessor is stopped.
  await assessors.getByRole("button", { name: "Change what a-1 marks" }).press("Enter");
  const stop = page.getByRole("dialog", { name: `Anna Assessor (a-1), ${BATCH}` });
  await stop.getByRole("radio", { name: "Stop the marking" }).check();
  await stop.getByRole("button", { name: "Stop the marking" }).click();
  await expect(stop.getByText("A reason is needed")).toBeVisible();
  await stop.getByLabel("Why").fill("Far off the standard in six of ten seeds.");
  await expect(stop.getByText("A reason is needed")).toBeHidden();
  await picture(desk, "board-stop");
  await stop.getByRole("button", { name: "Stop the marking" }).press("Enter");
  await expect(stop).toBeHidden();
  await expect(page.getByRole("status").getByText("The marking of Anna Assessor (a-1) is stopped.")).toBeVisible();
  await expect(assessors.getByRole("row", { name: "Anna Assessor" }).getByText("stopped")).toBeVisible();
  await expect(page.getByText("waits to be delivered")).toBeHidden();
  await command("sync", "--home", homeOf("a-1"));
  expect((await command<Status>("status", "--home", homeOf("a-1"))).batches[0]!.state).toBe("stopped");
});

test("a stopped assessor is told why, can look at everything, and change nothing", async ({ launch, home }) => {
  test.slow();
  const { homeOf } = await createBoardPanel(folder, { "a-1": home }, CANDIDATES.map((candidate) => `a-1,${candidate},live,2026-12-01`));
  const because = "Far off the standard in six of ten seeds.";
  await command("reassign", "--home", homeOf("l-1"), "--batch", BATCH, "--assessor", "a-1", "--stop", because);
  await command("sync", "--home", home);
  const desk = await launch();
  const { page } = desk;
  await expect(page.getByText(`Your team lead stopped your marking of ${BATCH}:`)).toBeVisible();
  await expect(page.getByText(because)).toBeVisible();
  await picture(desk, "home-stopped");
  await page.getByRole("button", { name: `Queue of ${BATCH}` }).click();
  await page.getByRole("grid").getByRole("row").nth(1).dblclick();
  await expect(page.getByText(because)).toBeVisible();
  await picture(desk, "review-stopped");
  await page.keyboard.press("4");
  await expect(page.getByRole("radio", { name: /^4 / })).not.toBeChecked();
  await desk.close();
  expect(await deskCommand("submit", "--home", home, "--batch", BATCH)).toMatchObject({ status: 1, stderr: expect.stringContaining(because.slice(0, -1)) });
});

test("a lead away from the depot is told so on the board, and what waits to go up; from their own marking the way back is to it", async ({ launch, home }) => {
  test.slow();
  await createBoardPanel(folder, { "l-1": home }, [`l-1,${CANDIDATES[0]},live,2026-12-01`, ...CANDIDATES.slice(1).map((candidate) => `a-1,${candidate},live,2026-12-01`)]);
  await rename(path.join(folder, "depot"), path.join(folder, "depot-away"));
  const desk = await launch();
  const { page } = desk;
  const network = page.getByRole("region", { name: "Network" });
  await expect(network.getByText(/^Waiting to go up/)).toContainText("Waiting to go up");
  await expect(network.getByText(/can be tried again|Next try/)).toBeVisible();
  await expect(page.getByRole("region", { name: "Outbox" })).toHaveText(/Everything that you decided and allocated is in the depot/);
  await page.getByRole("button", { name: BATCH, exact: true }).click();
  await page.getByRole("button", { name: "Change what a-1 marks" }).press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Stop the marking" }).check();
  await dialog.getByLabel("Why").fill("Far off the standard.");
  await dialog.getByRole("button", { name: "Stop the marking" }).press("Enter");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("banner").getByText(/ · 1 to go up$/)).toBeVisible();
  await page.getByRole("navigation", { name: "Where you are" }).getByRole("button", { name: "Board" }).click();
  await expect(page.getByRole("region", { name: "Outbox" })).toContainText("1 sealed document is safe here");
  await page.getByRole("region", { name: "Kept safe" }).getByRole("button", { name: "Space" }).click();
  await expect(page.getByRole("dialog", { name: "Space on this laptop" }).getByText("Free on this disk")).toBeVisible();
  await page.keyboard.press("Escape");
  await picture(desk, "board-offline");

  // A lead who marks too.
  const back = page.getByRole("navigation", { name: "Where you are" }).getByRole("button", { name: "Your work" });
  const own = page.getByRole("heading", { name: "Your work", exact: true });
  await page.getByRole("button", { name: "Your own marking" }).click();
  await page.getByRole("button", { name: "Start marking" }).click();
  await expect(page.getByRole("radio", { name: /^4 / })).toBeVisible();
  await back.click();
  await expect(own).toBeVisible();
  for (const name of [`Queue of ${BATCH}`, `Check ${BATCH}`]) {
    await page.getByRole("button", { name }).click();
    await back.click();
    await expect(own).toBeVisible();
  }
});

test("a lead's desk without a batch says where batches come from", async ({ launch, home }) => {
  const depot = path.join(folder, "depot");
  const key = path.join(folder, "lead.key.json");
  const file = path.join(folder, "l-1.json");
  await mkdir(depot);
  await command("keygen", "--out", key);
  await command("invite", "--depot", depot, "--person", "l-1", "--name", "Lena Lead", "--role", "lead", "--trust", key, "--out", file);
  await command("enrol", "--home", home, "--file", file);
  const desk = await launch();
  await expect(desk.page.getByRole("heading", { name: "No batch is here yet" })).toBeVisible();
  await picture(desk, "board-empty");
});
