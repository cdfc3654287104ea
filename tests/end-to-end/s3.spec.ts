import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { createBucket, hasObjectStore, objectStore } from "../support/object-store.ts";
import { startHttpProxy, type HttpProxy } from "../support/http-proxy.ts";
import { expect, test } from "./desk-window.ts";
import { createPanel, deskCommand, type Panel } from "./support/panel.ts";
import { reviewPage } from "./support/review-page.ts";

/** A depot in a real object store, which the window reaches through a proxy, as Chromium's settings of the system say. */
let folder: string;
let proxy: HttpProxy;
test.skip(!hasObjectStore, "ASSESSOR_DESK_SKIP_OBJECT_STORE is set");
test.beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "assessor-desk-panel-"));
  proxy = await startHttpProxy();
  const { accessKeyId, secretAccessKey } = (await objectStore()).users.keeper;
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
});
test.afterEach(async () => {
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"]) delete process.env[name];
  await proxy.close();
  await rm(folder, { recursive: true, force: true });
});

/** Even this computer is reached through it. */
const throughProxy = () => [`--proxy-server=${proxy.address}`, "--proxy-bypass-list=<-loopback>"];

async function storePanel(recordings?: string[]): Promise<Panel> {
  const credentialsFile = path.join(folder, "credentials.json");
  await writeFile(credentialsFile, JSON.stringify((await objectStore()).users.keeper));
  return createPanel(folder, { ...(recordings ? { recordings } : {}), store: { url: (await createBucket()).url("panel"), credentialsFile } });
}

test("from an enrolment file to a delivered set, in an object store behind a proxy", async ({ launch }) => {
  const panel = await storePanel();
  const { page } = await launch({ switches: throughProxy() });
  await page.getByLabel("File from your team lead").setInputFiles(await panel.invite());
  await page.getByLabel("New passphrase for this desk").fill("plain words for a test");
  await page.getByLabel("The same passphrase again").fill("plain words for a test");
  await page.getByRole("button", { name: "Enrol" }).click();
  await expect(page.getByText("all here").first()).toBeVisible();
  expect(proxy.asked.filter((each) => each.includes("/media/")).length).toBeGreaterThanOrEqual(6);
  const review = reviewPage(page);
  await review.begin();
  await page.keyboard.press("Space");
  await expect.poll(() => review.seconds()).toBeGreaterThan(0.5);
  await page.keyboard.press("Space");
  await review.markAll(5, "Own part clear, result told.");
  await review.submit();
  await expect(page.getByText(/^Delivered \d/).first()).toBeVisible();
  expect(proxy.asked.filter((each) => each.startsWith("PUT ") && each.includes("/sets/")).length).toBeGreaterThanOrEqual(1);
  const { stdout } = await deskCommand("verify", "--depot", panel.depot, "--key", panel.leadKey, "--json");
  expect(JSON.parse(stdout)).toMatchObject({ ok: true, problems: [] });
});

test("a proxy that asks for a password is told in a sentence, and when it lets the desk through all goes on", async ({ launch, home }) => {
  const panel = await storePanel(["K-2031-q1"]);
  await panel.enrol(home);
  proxy.askForPassword(true);
  const { page } = await launch({ switches: throughProxy() });
  await expect(page.getByText(/proxy asks for a password/).first()).toBeVisible();
  proxy.askForPassword(false);
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText("all here").first()).toBeVisible();
});

test("through a tunnel too, a proxy asks for its password, and a certificate that nobody vouches for is refused", async ({ launch, home }) => {
  const panel = await storePanel(["K-2031-q1"]);
  const [key, certificate] = [path.join(folder, "tls.key"), path.join(folder, "tls.pem")];
  await promisify(execFile)("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]);
  let reached = 0;
  const impostor = createServer({ key: await readFile(key), cert: await readFile(certificate) }, (_, answer) => void (reached++, answer.end()));
  await new Promise<void>((resolve) => impostor.listen(0, "127.0.0.1", resolve));
  const file = await panel.invite();
  const enrolment = JSON.parse(await readFile(file, "utf8")) as { depot: { url: string } };
  enrolment.depot.url = `s3://some-bucket/panel?endpoint=${encodeURIComponent(`https://127.0.0.1:${(impostor.address() as AddressInfo).port}`)}`;
  await writeFile(file, JSON.stringify(enrolment));
  expect((await deskCommand("enrol", "--home", home, "--file", file)).status).toBe(0);
  proxy.askForPassword(true);
  const { page } = await launch({ switches: throughProxy() });
  await expect(page.getByText(/proxy asks for a password/).first()).toBeVisible();
  proxy.askForPassword(false);
  await page.getByRole("button", { name: "Try now" }).click();
  await expect(page.getByText(/its certificate is not trusted on this computer/).first()).toBeVisible();
  expect(proxy.asked.some((each) => each.startsWith("CONNECT "))).toBe(true);
  expect(reached).toBe(0);
  await new Promise((resolve) => impostor.close(resolve));
});
