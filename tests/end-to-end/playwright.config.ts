import { defineConfig } from "@playwright/test";

/** The built application, in a real Electron. One at a time: each is a whole desk, with processes and a database of its own. */
export default defineConfig({
  testDir: ".",
  outputDir: "../../test-results",
  workers: 1,
  retries: 0,
  forbidOnly: process.env["CI"] !== undefined,
  timeout: 90_000,
  expect: { timeout: 20_000 },
});
