import { mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Page } from "@playwright/test";
import { openPort } from "./bridge-port.ts";
import { expect, test } from "./desk-window.ts";
import { holdBack } from "./support/hold-back.ts";
import { readDesk } from "./support/desk-database.ts";
import { createModeratedPanel, type GivenMark } from "./support/moderated-panel.ts";
import { BATCH, deskCommand } from "./support/panel.ts";
import { picture } from "./support/pictures.ts";

let folder: string;
test.beforeEach(async () => {
  test.slow();
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-moderate-"));
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

const ANNA: Record<string, GivenMark> = {
  "K-2031-q1": { score: 5, evidence: "Names the customer's problem before the process. Clear throughout.", notes: [[4, "Names the problem first."], [14, "“I checked what the regulation allows”"]], ticks: [[4, "p1"], [15, "p3"], [22, "n1"]] },
  "K-2031-q2": { score: 4, evidence: "Adequate, with one example.", ticks: [[7, "p1"]] },
  "K-2044-q1": { score: 6, evidence: "Strong: tells what came of it.", notes: [[9, "Result told, with a figure."]], ticks: [[9, "p2"]], flag: "Reads from the side?" },
  "K-2044-q3": { score: 4, evidence: "Weighs two ways.", ticks: [[6, "p2"]] },
};
const BEN: Record<string, GivenMark> = {
  "K-2031-q1": { score: 3, evidence: "Long set-up; the talk itself takes one sentence.", notes: [[7, "Long set-up."], [19, "No check that it was understood."]], ticks: [[8, "n1"], [20, "n2"]] },
  "K-2031-q2": { score: 4, evidence: "Own part clear." },
  "K-2044-q1": { score: 3, evidence: "Outcome claimed, not evidenced.", notes: [[12, "Outcome claimed."]], ticks: [[12, "n1"]] },
  "K-2044-q3": { score: 5, evidence: "Weighs costs and risks.", ticks: [[7, "p2"], [12, "p3"]] },
};

const CHRIS: Record<string, GivenMark> = {
  "K-2031-q1": { score: 4, evidence: "In between: the problem is named, the check is missing.", notes: [[19, "No check."]], ticks: [[5, "p1"], [21, "n2"]] },
  "K-2031-q2": { score: 5, evidence: "Own part clear, result told." },
  "K-2044-q1": { score: 5, evidence: "Result told.", ticks: [[10, "p2"]] },
  "K-2044-q3": { score: 4, evidence: "Weighs two ways." },
};

const moderate = (page: Page) => ({
  async open() {
    await page.getByRole("button", { name: BATCH, exact: true }).click();
    await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: /^Moderate/ }).click();
    await expect(page.getByRole("region", { name: "Decision" })).toBeVisible();
  },
  heading: page.getByRole("heading", { level: 1 }),
  list: page.getByRole("region", { name: "Work list" }),
  row: (name: string) => page.getByRole("region", { name: "Work list" }).getByRole("button", { name: new RegExp(`^${name}`) }),
  filter: page.getByRole("combobox", { name: "Show" }),
  score: (value: number) => page.getByRole("radio", { name: new RegExp(`^${value} `) }),
  basis: (name: RegExp) => page.getByRole("radio", { name }),
  reason: page.getByRole("textbox", { name: "Reason" }),
  decision: page.getByRole("region", { name: "Decision" }),
  saved: page.getByTestId("saved"),
  seconds: () => page.evaluate(() => document.querySelector<HTMLVideoElement>(".deck-shown video")?.currentTime ?? 0),
});

test("a lead settles answers with keys alone, takes one back, notes, asks and reopens", async ({ launch, home }) => {
  const { depot } = await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  const { page } = await launch();
  const screen = moderate(page);
  await screen.open();
  await expect(screen.heading).toHaveText("K-2044 · Question 1");
  await expect(screen.filter).toHaveValue("to-settle");

  // Playing, as in the review screen.
  await page.keyboard.press("Space");
  await expect.poll(screen.seconds).toBeGreaterThan(0.5);
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeEnabled();

  // A score without a reason is not settled, and says so.
  await page.keyboard.press("4");
  await expect(screen.score(4)).toHaveAttribute("aria-checked", "true");
  await expect(screen.basis(/My decision/)).toBeChecked();
  await page.keyboard.press("Control+Enter");
  await expect(page.getByRole("alert")).toContainText("A reason is needed");
  await expect(screen.reason).toBeFocused();
  await page.keyboard.type("Result told, but only once.");
  await page.keyboard.press("Control+Enter");
  await expect(screen.heading).toHaveText("K-2031 · Question 1");
  await expect(screen.saved).toHaveText(/^Saved|^All saved/);
  await expect(screen.list.getByText("K-2044 · Q1 settled: 4.")).toBeVisible();
  await expect(screen.row("K-2044")).toHaveCount(0);

  // Taken back: the same decision lies there again, and is settled by the rule instead.
  await page.keyboard.press("z");
  await expect(screen.heading).toHaveText("K-2044 · Question 1");
  await expect(screen.reason).toHaveValue("Result told, but only once.");
  await page.keyboard.press("r");
  await expect(screen.score(3)).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("Control+Enter");
  await expect(screen.heading).toHaveText("K-2031 · Question 1");

  // The lead's own note, and a question to an assessor.
  await page.keyboard.press("n");
  await page.keyboard.type("Ask Ben about the end.");
  await page.keyboard.press("Escape");
  await expect(screen.saved).toHaveText(/^Saved \d/);
  await page.keyboard.press("q");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Your question" }).fill("What of 0:19?");
  await dialog.getByRole("radio", { name: "Ben Okafor" }).check();
  await dialog.getByRole("button", { name: "Send back" }).press("Enter");
  await expect(screen.decision.getByText("Sent back", { exact: true })).toBeVisible();
  await expect(page.getByRole("region", { name: "Mark of Ben Okafor" }).getByText("What of 0:19?")).toBeVisible();
  await expect.poll(async () => (await readdir(path.join(depot, "queries", "a-2", BATCH, "l-1")).catch(() => [])).length).toBe(1);

  // Reopening, with a reason, from the list of what is settled.
  await page.keyboard.press("f");
  await expect(screen.filter).toBeFocused();
  await screen.filter.selectOption("settled");
  await screen.row("K-2044").press("Enter");
  await expect(screen.heading).toHaveText("K-2044 · Question 1");
  await page.keyboard.press("o");
  await dialog.getByRole("textbox", { name: "Why is it reopened?" }).fill("The rule is not what we meant.");
  await dialog.getByRole("button", { name: "Reopen" }).press("Enter");
  await expect(screen.decision.getByText("reopened")).toBeVisible();
  await expect(page.getByRole("list", { name: "What leads did" }).getByText("The rule is not what we meant.")).toBeVisible();
});

test("a press on an assessor's lane or moment goes there; what was noted is kept while the application ends", async ({ launch, home }) => {
  await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  const desk = await launch();
  const { page } = desk;
  const screen = moderate(page);
  await screen.open();
  await screen.row("K-2031").click();
  await expect(screen.heading).toHaveText("K-2031 · Question 1");
  const ben = page.getByRole("region", { name: "Mark of Ben Okafor" });
  await ben.getByRole("button", { name: /^0:19, note/ }).click();
  await expect.poll(screen.seconds).toBeCloseTo(19, 0);
  const lane = page.getByRole("img", { name: /^Anna Assessor: 2 notes, 2 seen, 1 against, 0 flags$/ });
  const box = (await lane.boundingBox())!;
  const duration = await page.evaluate(() => document.querySelector<HTMLVideoElement>(".deck-shown video")!.duration);
  await page.mouse.click(box.x + (box.width * 22.5) / duration, box.y + 6);
  await expect.poll(screen.seconds).toBeCloseTo(22, 0);
  await page.keyboard.press("5");
  await page.keyboard.press("e");
  await page.keyboard.type("Half a reas");
  await expect(screen.saved).toHaveText(/^Saved \d/);
  await desk.kill();
  const again = await launch();
  const after = moderate(again.page);
  await after.open();
  await after.row("K-2031").click();
  await expect(after.reason).toHaveValue("Half a reas");
  await expect(after.score(5)).toHaveAttribute("aria-checked", "true");
});

test("whoever settles before the list has answered still comes to the answer that follows; taking back has a button, and one key says and unsays that no score can stand", async ({ launch, home }) => {
  await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  const { page } = await launch();
  const screen = moderate(page);
  await screen.open();
  await screen.filter.selectOption("all");
  const rows = screen.list.getByRole("button", { name: /^K-/ });
  await expect(rows).toHaveCount(4);
  const [second, third] = [await rows.nth(1).locator(".work-row-name").innerText(), await rows.nth(2).locator(".work-row-name").innerText()];
  const heading = (row: string) => row.replace(" · Q", " · Question ");
  const letGo = await holdBack(page, "moderation.around");
  await rows.nth(1).click();
  await expect(screen.heading).toHaveText(heading(second));

  await page.keyboard.press("3");
  await screen.reason.fill("Heard again.");
  await page.keyboard.press("Control+Enter");
  await letGo();
  await expect(screen.heading).toHaveText(heading(third));
  await expect(screen.list.getByText(`${second} settled: 3.`)).toBeVisible();
  await screen.list.getByRole("button", { name: "Take it back" }).click();
  await expect(screen.heading).toHaveText(heading(second));
  await expect(screen.reason).toHaveValue("Heard again.");

  const noScore = screen.decision.getByRole("button", { name: /No score/ });
  await page.keyboard.press("x");
  await expect(noScore).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("x");
  await expect(noScore).toHaveAttribute("aria-pressed", "false");
});

test("an answer on screen stays there when another lead settles it, and says so", async ({ launch, home }) => {
  await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  const { page } = await launch();
  const screen = moderate(page);
  await screen.open();
  await expect(screen.heading).toHaveText("K-2044 · Question 1");
  await screen.reason.fill("Half a reas");
  const port = await openPort(page);
  const { rows } = await port.ask("moderation.list", { batch: BATCH, filter: "to-settle", order: "gap", offset: 0, limit: 1 });
  const { answerId, counted } = await port.ask("moderation.view", { answerId: rows[0]!.answerId });
  await port.ask("moderation.settle", { id: crypto.randomUUID(), answerId, final: 5, basis: "adjudicated", reason: "Heard with the panel.", seen: counted });
  await expect(screen.row("K-2044")).toHaveCount(0);
  await expect(screen.heading).toHaveText("K-2044 · Question 1");
  await expect(screen.decision.getByText("Settled", { exact: true })).toBeVisible();
  await expect(screen.decision.getByText("Heard with the panel.")).toBeVisible();
  await screen.decision.getByRole("button", { name: "Next answer" }).click();
  await expect(screen.heading).toHaveText("K-2031 · Question 1");
});

test("a note is in the record once it is left, whichever way", async ({ launch, home }) => {
  await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  const { page } = await launch();
  const screen = moderate(page);
  await screen.open();
  const noted = () => readDesk<{ text: string }>(home, "SELECT json_extract(event, '$.text') AS text FROM moderation_events WHERE act = 'noted' ORDER BY rowid").map((row) => row.text);
  const leave = {
    tab: () => page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: "Quality" }).click(),
    crumb: () => page.getByRole("navigation", { name: "Where you are" }).getByRole("button", { name: BATCH }).click(),
    key: () => page.keyboard.press("Escape"),
  };
  let written = "";
  for (const way of ["tab", "crumb", "key"] as const) {
    await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: /^Moderate/ }).click();
    await expect(screen.decision).toBeVisible();
    await page.keyboard.press("n");
    await page.keyboard.press("Control+End");
    await page.keyboard.type(` Left by ${way}`);
    const before = noted();
    await expect(screen.saved).toHaveText(/^Saved \d/);
    expect(noted()).toEqual(before);
    await leave[way]();
    written += ` Left by ${way}`;
    await expect.poll(noted).toEqual([...before, written]);
  }
  await expect(page.getByRole("textbox", { name: "Your own note" })).toHaveValue(/Left by key/);
});

test("an answer whose recording is not here says so and can be settled all the same", async ({ launch, home }) => {
  const { depot } = await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  await rename(depot, `${depot}-away`);
  const { page } = await launch();
  const screen = moderate(page);
  await screen.open();
  await screen.filter.selectOption("agreed");
  await screen.row("K-2031").first().click();
  await expect(screen.heading).toHaveText("K-2031 · Question 2");
  await expect(page.getByText("This recording is not on this laptop yet")).toBeVisible();
  await page.keyboard.press("3");
  await page.keyboard.press("e");
  await page.keyboard.type("Heard it at the assessors' desk.");
  await page.keyboard.press("Control+Enter");
  await expect(screen.list.getByText("K-2031 · Q2 settled: 3.")).toBeVisible();
  await rename(`${depot}-away`, depot);
});

test("what two leads settled differently, without knowing of each other, comes back with both decisions, and is settled once more", async ({ launch, home }) => {
  const { depot, leadKey } = await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN });
  const [second, file] = [path.join(folder, "l-2"), path.join(folder, "l-2.enrolment.json")];
  const desk = async (...args: string[]) => expect(await deskCommand(...args)).toMatchObject({ status: 0 });
  await desk("invite", "--depot", depot, "--person", "l-2", "--name", "Rosa Rivera", "--role", "lead", "--trust", leadKey, "--out", file);
  await desk("enrol", "--home", second, "--file", file);
  await desk("sync", "--home", second);
  for (const [at, final, reason] of [[home, 4, "The problem is named first."], [second, 5, "Strong to the end."]] as const) {
    await writeFile(path.join(folder, "decisions.csv"), `batch,candidate,question,final,reason\n${BATCH},K-2044,q1,${final},${reason}\n`);
    await desk("moderate", "--home", at, "--csv", path.join(folder, "decisions.csv"));
  }
  for (const at of [home, second, home]) await desk("sync", "--home", at);
  const window = await launch();
  const { page } = window;
  const screen = moderate(page);
  await screen.open();
  await screen.filter.selectOption("Decided differently (1)");
  await expect(screen.heading).toHaveText("K-2044 · Question 1");
  const decisions = screen.decision.getByRole("list", { name: "Decided differently by leads who did not know of each other" }).getByRole("listitem");
  await expect(decisions).toHaveText(["4 by Lena Lead", "5 by Rosa Rivera"]);
  await picture(window, "moderate-apart");
  await page.keyboard.press("5");
  await page.keyboard.press("e");
  await page.keyboard.type("Both leads heard it together.");
  await page.keyboard.press("Control+Enter");
  await expect(screen.list.getByText("K-2044 · Q1 settled: 5.")).toBeVisible();
});

test("pictures of moderating: two assessors, three of them, settled, nothing left, the dialogs", async ({ launch, home }) => {
  await createModeratedPanel(folder, home, { "a-1": ANNA, "a-2": BEN, "a-3": CHRIS });
  const desk = await launch();
  const { page } = desk;
  const screen = moderate(page);
  await screen.open();
  await page.keyboard.press("4");
  await page.keyboard.press("e");
  await page.keyboard.type("Ben's point on the long set-up stands; Anna is right that the problem is named first. Acceptable.");
  await expect(screen.saved).toHaveText(/^Saved \d/);
  await picture(desk, "moderate", screen.decision);
  await page.keyboard.press("Escape");
  await page.keyboard.press("q");
  await picture(desk, "moderate-ask");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await expect(screen.heading).toHaveText("K-2031 · Question 1");
  await screen.filter.selectOption("settled");
  await screen.row("K-2044").click();
  await expect(screen.decision.getByText("Settled", { exact: true })).toBeVisible();
  await picture(desk, "moderate-settled");
});
