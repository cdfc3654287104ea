/** Reads from the test runners' own reports how many tests passed, and which did not. A runner that says nothing, or ran nothing, counts as a failure. */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { relative } from "node:path";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** By file and name, to be told at the end: what was printed when they failed is far above by then. */
  failures?: string[];
  /** Failed first and held when repeated. */
  repeated?: string[];
}

interface VitestReport {
  testResults: {
    /** Absolute path of the file. */
    name: string;
    status: string;
    assertionResults: {
      fullName: string;
      status: string;
    }[];
  }[];
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: { title: string; file: string; tests: { status: "expected" | "unexpected" | "flaky" | "skipped" }[] }[];
}

interface PlaywrightReport {
  suites: PlaywrightSuite[];

  /** A flaky test failed first and passed when repeated. */
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export function vitestCounts(path: string, exitCode: number): Counts {
  const report = taken<VitestReport>(path);
  if (!report) return nothingReported("vitest", exitCode);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  const failures: string[] = [];
  for (const { name, status, assertionResults } of report.testResults) {
    const file = relative(process.cwd(), name);
    if (status === "failed" && !assertionResults.some((test) => test.status === "failed")) failures.push(`${file} (the file itself)`);
    for (const test of assertionResults) if (test.status === "failed") failures.push(`${file} › ${test.fullName}`);
  }
  return judged("vitest", exitCode, { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests, failures });
}

export function playwrightCounts(path: string, exitCode: number): Counts {
  const report = taken<PlaywrightReport>(path);
  if (!report) return nothingReported("Playwright", exitCode);
  const { expected, unexpected, flaky, skipped } = report.stats;
  const named = (status: string) =>
    specsOf(report.suites).flatMap(({ file, title, tests }) => (tests.some((test) => test.status === status) ? [`${file} › ${title}`] : []));
  return judged("Playwright", exitCode, { passed: expected + flaky, failed: unexpected, skipped, failures: named("unexpected"), repeated: named("flaky") });
}

function specsOf(suites: PlaywrightSuite[]): NonNullable<PlaywrightSuite["specs"]> {
  return suites.flatMap((suite) => [...(suite.specs ?? []), ...specsOf(suite.suites ?? [])]);
}

/** The report, which is then gone. */
function taken<T>(path: string): T | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, "utf8")) as T;
  } catch {
    return undefined;
  } finally {
    rmSync(path);
  }
}

function nothingReported(runner: string, exitCode: number): Counts {
  console.log(`${runner} ended with ${exitCode} and left no report, which counts as a failure.`);
  return { passed: 0, failed: 1, skipped: 0 };
}

/** A file that does not load, or an error outside any test, shows only in the exit code. */
function judged(runner: string, exitCode: number, counts: Counts): Counts {
  if (counts.failed > 0) return counts;
  if (exitCode !== 0) {
    console.log(`${runner} ended with ${exitCode} although no test failed, which counts as a failure.`);
    return { ...counts, failed: 1 };
  }
  if (counts.passed === 0) {
    console.log(`${runner} ran no test, which counts as a failure.`);
    return { ...counts, failed: 1 };
  }
  return counts;
}
