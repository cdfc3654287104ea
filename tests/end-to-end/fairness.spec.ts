import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { expect, test } from "./desk-window.ts";
import { makeMarkedPanel, MARKED } from "./support/marked-panel.ts";
import { picture } from "./support/pictures.ts";

let folder: string;
let marked: string;
test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-fairness-"));
  marked = await makeMarkedPanel(folder, 220);
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));
test.beforeEach(({ home }) => cp(marked, home, { recursive: true }));

/** 220 candidates: two large groups, and one of three persons. */
const table = ["candidate,sex,age band", ...Array.from({ length: 220 }, (_, index) => `P-${3001 + index},${index % 3 === 0 ? "Female" : "Male"},${index < 3 ? "65 and over" : index % 2 === 0 ? "25–34" : "35–44"}`)].join("\n");

test("how groups fare is shown when asked for, from a table, without any group that is small", async ({ launch }) => {
  const desk = await launch();
  const { page } = desk;
  await page.getByRole("button", { name: MARKED, exact: true }).click();
  await page.getByRole("navigation", { name: "Screens of this batch" }).getByRole("button", { name: "Quality" }).click();
  const card = page.getByRole("region", { name: "Fairness between groups" });
  await card.getByRole("button", { name: "Show the rates" }).focus();
  await page.keyboard.press("Enter");
  const field = card.getByLabel("Which groups candidates belong to");
  await expect(field).toBeVisible();
  await expect(card.getByRole("table")).toHaveCount(0);

  await field.setInputFiles({ name: "groups.csv", mimeType: "text/csv", buffer: Buffer.from("candidate\nP-3001\n") });
  await expect(card.getByText("groups.csv, line 1: it has no column besides candidate")).toBeVisible();

  await field.setInputFiles({ name: "groups.csv", mimeType: "text/csv", buffer: Buffer.from(table) });
  await expect(card.getByText("Sex, Age band of 220 candidates taken, and sealed for the leads.")).toBeVisible();
  const sex = card.getByRole("table", { name: "Sex: who passed" });
  await expect(sex.getByRole("row", { name: /^Female/ })).toBeVisible();
  await expect(sex.getByRole("row", { name: /^Male/ })).toBeVisible();
  const age = card.getByRole("table", { name: "Age band: who passed" });
  await expect(age.getByRole("row", { name: /^65 and over/ })).toHaveText("65 and overToo few to be shown.");
  await expect(age.getByRole("cell", { name: "Not shown: it would give away a small group." })).toHaveCount(1);
  await picture(desk, "fairness", card);
});
