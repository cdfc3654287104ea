/** Reads from the test runners' own reports how many tests passed. A runner that says nothing, or ran nothing, counts as a failure. */
import { existsSync, readFileSync, rmSync } from "node:fs";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
}

interface PlaywrightReport {
  /** A flaky test failed first and passed when repeated. */
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
}

export function vitestCounts(path: string, exitCode: number): Counts {
  const report = taken<VitestReport>(path);
  if (!report) return nothingReported("vitest", exitCode);
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = report;
  return judged("vitest", exitCode, { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests });
}

export function playwrightCounts(path: string, exitCode: number): Counts {
  const report = taken<PlaywrightReport>(path);
  if (!report) return nothingReported("Playwright", exitCode);
  const { expected, unexpected, flaky, skipped } = report.stats;
  if (flaky > 0) console.log(`${flaky} passed only when repeated.`);
  return judged("Playwright", exitCode, { passed: expected + flaky, failed: unexpected, skipped });
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
