import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "../../../src-main/shell/log-file.ts";

const now = () => new Date("2026-03-04T05:06:07.008Z");

function logFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "assessor-desk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "logs");
}

test("each entry is one line with its time", () => {
  const folder = logFolder();
  const log = createLog(folder, now);
  log("info", "First.");
  log("error", "Second\n  with more\r\nlines\n");
  expect(readFileSync(join(folder, "desk.log"), "utf8")).toBe("2026-03-04T05:06:07.008Z info First.\n2026-03-04T05:06:07.008Z error Second | with more | lines | \n");
});

test("a log that has grown makes room, and two files are all there ever is", () => {
  const folder = logFolder();
  const log = createLog(folder, now);
  for (let line = 0; line < 700; line += 1) log("info", `${line} ${"x".repeat(5000)}`);
  expect(readdirSync(folder).sort()).toEqual(["desk.1.log", "desk.log"]);
  const kept = readFileSync(join(folder, "desk.1.log"), "utf8") + readFileSync(join(folder, "desk.log"), "utf8");
  expect(kept.length).toBeLessThan(2_100_000);
  expect(kept).toContain(" 699 ");
});

test("a log that cannot be written fails nobody", () => {
  const folder = logFolder();
  writeFileSync(folder, "a file in its place");
  const log = createLog(folder, now);
  expect(() => log("error", "This line goes to standard error: the log's folder is blocked on purpose.")).not.toThrow();
});
