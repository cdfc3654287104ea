import { readFileSync, writeFileSync } from "node:fs";

/** All in device-independent pixels. */
export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Where the window was when it was closed. */
export interface WindowBounds extends Rectangle {
  maximized: boolean;
}

/** Least size of the content: everything that is needed while marking is in view. */
export const LEAST_CONTENT = { width: 1280, height: 720 };

/** A title bar must be in reach to move a window. */
const REACHABLE = { width: 120, height: 40 };

/** `undefined` where nothing usable was kept. */
export function readBounds(file: string): WindowBounds | undefined {
  try {
    const { x, y, width, height, maximized } = JSON.parse(readFileSync(file, "utf8")) as Partial<Record<keyof WindowBounds, unknown>>;
    // By hand: the window waits for this, and must not wait for a schema library.
    if (![x, y, width, height].every(Number.isInteger) || Number(width) <= 0 || Number(height) <= 0 || typeof maximized !== "boolean") return undefined;
    return { x: Number(x), y: Number(y), width: Number(width), height: Number(height), maximized };
  } catch {
    return undefined;
  }
}

/** A convenience: where it cannot be written, the window opens in its first size the next time. */
export function writeBounds(file: string, bounds: WindowBounds): void {
  try {
    writeFileSync(file, JSON.stringify(bounds));
  } catch {
    // Nothing depends on it.
  }
}

/** The kept bounds, unless the screen on which they lay is gone. */
export function reachableBounds(kept: WindowBounds | undefined, workAreas: readonly Rectangle[]): WindowBounds | undefined {
  if (!kept) return undefined;
  const reachable = workAreas.some(
    (area) =>
      Math.min(kept.x + kept.width, area.x + area.width) - Math.max(kept.x, area.x) >= REACHABLE.width &&
      kept.y >= area.y - 1 &&
      kept.y + REACHABLE.height <= area.y + area.height,
  );
  return reachable ? kept : undefined;
}

/** The least size, or less where the screen is smaller than that: a window larger than the screen hides its own buttons. */
export function leastContent(workArea: Rectangle): { width: number; height: number } {
  return { width: Math.min(LEAST_CONTENT.width, workArea.width), height: Math.min(LEAST_CONTENT.height, workArea.height) };
}
