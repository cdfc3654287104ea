import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { leastContent, reachableBounds, readBounds, writeBounds } from "../../../src-main/shell/window-bounds.ts";

const screen = { x: 0, y: 0, width: 1920, height: 1040 };
const bounds = { x: 100, y: 50, width: 1400, height: 900, maximized: false };

function boundsFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "assessor-desk-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, "bounds.json");
}

test("bounds come back as they were kept", () => {
  const file = boundsFile();
  writeBounds(file, bounds);
  expect(readBounds(file)).toEqual(bounds);
});

test.each(["", "{", "{}", "null", '{"x":0,"y":0,"width":-5,"height":5,"maximized":false}', '{"x":1e999,"y":0,"width":5,"height":5,"maximized":false}'])("%j is taken for nothing kept", (text) => {
  const file = boundsFile();
  writeFileSync(file, text);
  expect(readBounds(file)).toBeUndefined();
});

test("a window on a screen that is gone opens where it can be reached", () => {
  expect(reachableBounds(bounds, [screen])).toEqual(bounds);
  expect(reachableBounds({ ...bounds, x: 1900 }, [screen])).toBeUndefined();
  expect(reachableBounds({ ...bounds, x: 2000 }, [screen])).toBeUndefined();
  expect(reachableBounds({ ...bounds, x: 2000 }, [screen, { ...screen, x: 1920 }])).toBeDefined();
  expect(reachableBounds({ ...bounds, y: -500 }, [screen])).toBeUndefined();
  expect(reachableBounds({ ...bounds, y: 1030 }, [screen])).toBeUndefined();
  expect(reachableBounds(undefined, [screen])).toBeUndefined();
});

test("the window is never made larger than the screen", () => {
  expect(leastContent(screen)).toEqual({ width: 1280, height: 720 });
  expect(leastContent({ x: 0, y: 0, width: 1366, height: 700 })).toEqual({ width: 1280, height: 700 });
});
