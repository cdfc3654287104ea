import { expect, test } from "vitest";
import { restartDelayMs } from "../../../src-main/shell/restart-delay.ts";

test("the engine is started again at once, then ever later, and after 10 seconds at the latest", () => {
  expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 100, 5000].map(restartDelayMs)).toEqual([0, 250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000]);
});
