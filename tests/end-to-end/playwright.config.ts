import { defineConfig } from "@playwright/test";

/** The built application, in a real Electron. One at a time: each is a whole desk, with processes and a database of its own. */
export default defineConfig({
  testDir: ".",
  globalSetup: "../support/object-store-run.ts",
  outputDir: "../../test-results",
  workers: 1,
  // A real window on a busy machine: what fails once and then holds is told as flaky. Tests about losing nothing allow no second try.
  retries: 1,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 90_000,
  expect: { timeout: 20_000 },
});
