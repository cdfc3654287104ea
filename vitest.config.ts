import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    globalSetup: "tests/support/object-store-run.ts",
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // The runner's own second is short for an engine on a busy machine.
    expect: { poll: { timeout: 20_000 } },
    // Two cores: more workers only make each test slower.
    maxWorkers: 2,
  },
});
