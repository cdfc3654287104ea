import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "./desk-window.ts";
import { BATCH, createPanel, deskCommand, type Panel } from "./support/panel.ts";

let folder: string;
let panel: Panel;
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"));
  panel = await createPanel(folder, { recordings: ["K-2031-q1", "K-2031-q2"] });
});
test.afterEach(() => rm(folder, { recursive: true, force: true }));

/** A sentence for people: no code, no stack, says what to do. */
function isPlain(sentence: string): void {
  expect(sentence).not.toMatch(/Error:|at .*\.(ts|cjs)|undefined|\[object|SQLITE_|E[A-Z]{4,}\b/);
  expect(sentence.trim().split("\n").length).toBe(1);
}

async function changeOneByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  const at = bytes.length - 300;
  bytes[at] = bytes[at] === 65 ? 66 : 65;
  await writeFile(file, bytes);
}

for (const [what, harm] of [
  ["truncated", async (file: string) => writeFile(file, (await readFile(file)).subarray(0, 400))],
  ["edited", changeOneByte],
] as const) {
  test(`a document that was ${what} gives one clear sentence in the window and on the command line`, async ({ launch, home }) => {
    await harm(path.join(panel.depot, `batches/${BATCH}/1.json`));
    await panel.enrol(home);
    const synced = await deskCommand("sync", "--home", home);
    expect(synced.status).toBe(1);
    expect(synced.stderr).toContain(`batches/${BATCH}/1.json is damaged or was changed`);
    isPlain(synced.stderr);
    const { page } = await launch();
    await expect(page.getByText(`batches/${BATCH}/1.json is damaged or was changed`).first()).toBeVisible();
    const verified = await deskCommand("verify", "--depot", panel.depot, "--key", panel.leadKey);
    expect(verified.status).toBe(1);
    // It was not half taken in: as soon as the document is whole again, so is the batch.
    expect(JSON.parse((await deskCommand("status", "--home", home, "--json")).stdout)).toMatchObject({ batches: [] });
  });
}

test("a recording whose hash does not match is named, kept out, and does not keep the others away", async ({ launch, home }) => {
  const media = path.join(panel.depot, `batches/${BATCH}/media`);
  const sizes = await Promise.all((await readdir(media)).map(async (name) => ({ name, size: (await readFile(path.join(media, name))).length })));
  const largest = sizes.sort((a, b) => b.size - a.size)[0]!;
  await changeOneByte(path.join(media, largest.name));
  await panel.enrol(home);
  const synced = await deskCommand("sync", "--home", home);
  expect(synced.status).toBe(1);
  expect(synced.stderr).toMatch(/The recording .* is damaged/);
  isPlain(synced.stderr);
  const { page } = await launch();
  await expect(page.getByText(/The recording .* is damaged/).first()).toBeVisible();
  await expect(page.getByText("1 of 2 here")).toBeVisible();
});

test("an enrolment for another depot is refused in one sentence, and the desk can be enrolled right after", async ({ launch, home }) => {
  const enrolment = await panel.invite();
  const content = JSON.parse(await readFile(enrolment, "utf8")) as { depot: { url: string } };
  const other = path.join(folder, "other-depot");
  await mkdir(other);
  const wrong = path.join(folder, "wrong.json");
  await writeFile(wrong, JSON.stringify({ ...content, depot: { url: other } }));
  const refused = await deskCommand("enrol", "--home", home, "--file", wrong);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain("This enrolment belongs to another depot");
  isPlain(refused.stderr);
  const { page } = await launch();
  const passphrases = async () => {
    await page.getByLabel("New passphrase for this desk").fill("plain words for a test");
    await page.getByLabel("The same passphrase again").fill("plain words for a test");
  };
  await page.getByLabel("File from your team lead").setInputFiles(wrong);
  await passphrases();
  await page.getByRole("button", { name: "Enrol" }).click();
  await expect(page.getByText("This enrolment belongs to another depot")).toBeVisible();
  await page.getByLabel("File from your team lead").setInputFiles(enrolment);
  await page.getByRole("button", { name: "Enrol" }).click();
  await expect(page.getByRole("heading", { name: "Your work", exact: true })).toBeVisible();
});

test("something else than an enrolment file is refused in one sentence", async ({ launch, home }) => {
  const picture = path.join(folder, "picture.json");
  await writeFile(picture, Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]));
  const refused = await deskCommand("enrol", "--home", home, "--file", picture);
  expect(refused.stderr).toContain("This is not an enrolment file");
  isPlain(refused.stderr);
  const { page } = await launch();
  await page.getByLabel("File from your team lead").setInputFiles(picture);
  await page.getByLabel("New passphrase for this desk").fill("plain words for a test");
  await page.getByLabel("The same passphrase again").fill("plain words for a test");
  await page.getByRole("button", { name: "Enrol" }).click();
  await expect(page.getByText("This is not an enrolment file")).toBeVisible();
});

test("a database from a newer version is refused in one sentence and not touched", async ({ launch, home }) => {
  await panel.enrol(home);
  const file = path.join(home, "desk.sqlite");
  const db = new Database(file);
  db.pragma("journal_mode = DELETE");
  db.pragma("user_version = 99");
  db.close();
  const before = await readFile(file);
  const { page } = await launch();
  await expect(page.getByText(/newer version of Assessor Desk/).first()).toBeVisible();
  for (const command of ["sync", "status"]) {
    const refused = await deskCommand(command, "--home", home);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain("newer version of Assessor Desk");
    isPlain(refused.stderr);
  }
  expect((await readFile(file)).equals(before)).toBe(true);
});
