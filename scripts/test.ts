/**
 * `npm test [-- STEP… [FILTER…]]`: runs every check, or only the steps named. What follows the name of one step
 * goes on to its runner: `npm test -- unit tests/marking`.
 */
import { mkdirSync } from "node:fs";
import { runCommand } from "./run-command.ts";
import { inRepository } from "./setup/places.ts";
import { playwrightCounts, vitestCounts, type Counts } from "./test-reports.ts";
import { withDisplay } from "./runtime.ts";

const reports = inRepository(".cache", "test-reports");

const bin = (...parts: string[]) => inRepository("node_modules", ...parts);

/** A check without single tests counts as one test. */
async function check(...args: string[]): Promise<Counts> {
  const code = await runCommand(process.execPath, args);
  return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0 };
}

const steps = {
  types: () => check(bin("typescript", "bin", "tsc"), "-p", "tsconfig.json", "--noEmit"),
  lint: () => check(bin("oxlint", "bin", "oxlint"), "--deny-warnings"),
  unit: async (filter: string[]) => {
    const report = `${reports}/vitest-${process.pid}.json`;
    const code = await runCommand(process.execPath, [bin("vitest", "vitest.mjs"), "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`, ...filter]);
    return vitestCounts(report, code);
  },
  build: () => check(inRepository("scripts", "build.ts")),
  "end-to-end": async (filter: string[]) => {
    const report = `${reports}/playwright-${process.pid}.json`;
    const code = await withDisplay(
      process.execPath,
      [bin("@playwright", "test", "cli.js"), "test", "-c", "tests/end-to-end/playwright.config.ts", "--reporter=list,json", ...filter],
      { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    );
    return playwrightCounts(report, code);
  },
} satisfies Record<string, (filter: string[]) => Promise<Counts>>;

type StepName = keyof typeof steps;
const stepNames = Object.keys(steps) as StepName[];

function chosen(args: string[]): { names: StepName[]; filter: string[] } {
  const asked = stepNames.filter((name) => args.includes(name));
  const filter = args.filter((argument) => !(stepNames as string[]).includes(argument));
  if (filter.length > 0 && asked.length !== 1) {
    console.error(`"${filter.join(" ")}" is not a step, and nothing was run: name steps (${stepNames.join(", ")}), or one step and what to pass on to it.`);
    process.exit(1);
  }
  if (asked.length === 0) return { names: stepNames, filter };
  // The app under test is the one in out/.
  if (asked.includes("end-to-end") && !asked.includes("build")) asked.splice(asked.indexOf("end-to-end"), 0, "build");
  return { names: asked, filter };
}

const { names, filter } = chosen(process.argv.slice(2));
mkdirSync(reports, { recursive: true });
process.chdir(inRepository());

const total = { passed: 0, failed: 0, skipped: 0, failures: [] as string[], repeated: [] as string[] };
let builds = true;
for (const name of names) {
  console.log(`\n── ${name} ${"─".repeat(Math.max(0, 60 - name.length))}`);
  const startedAt = Date.now();
  let counts: Counts = { passed: 0, failed: 1, skipped: 0 };
  if (name === "end-to-end" && !builds) console.log("Not run, because there is no app to test.");
  else counts = await steps[name](filter);
  if (name === "build") builds = counts.failed === 0;
  total.passed += counts.passed;
  total.failed += counts.failed;
  total.skipped += counts.skipped;
  const named = counts.failures ?? [];
  total.failures.push(...(counts.failed > 0 && named.length === 0 ? [name] : named));
  total.repeated.push(...(counts.repeated ?? []));
  console.log(`── ${name}: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
console.log(`\n${total.skipped} skipped`);
for (const each of total.repeated) console.log(`Passed only when repeated: ${each}`);
for (const each of total.failures) console.log(`Failed: ${each}`);
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exitCode = total.failed > 0 ? 1 : 0;
