import { describe, expect, test } from "vitest";
import { createProgress } from "../../src-main/cli/progress.ts";

describe("progress", () => {
  const step = (share: number) => ({ what: "Sealing and sending", done: Math.floor(share * 10), total: 10, bytes: { done: share * 50e6, total: 50e6 } });

  test("on a terminal is a bar in place with bytes, files and the time left, and is taken away at the end", () => {
    let [now, written] = [0, ""];
    const progress = createProgress({ isTTY: true, columns: 120, write: (text) => (written += text) }, () => now);
    for (now = 0; now <= 10_000; now += 50) progress.show(step(now / 20_000));
    expect(written).toContain("[############------------] Sealing and sending, 5 of 10, 25 MB of 50 MB, about 10 s left");
    expect(written).not.toContain("\n");
    expect(written.match(/\r/g)!.length).toBeLessThanOrEqual(101);
    progress.end();
    expect(written.endsWith("\r\u001b[2K")).toBe(true);
  });

  test("elsewhere is a plain line now and then, and none for short work", () => {
    let [now, written] = [0, ""];
    const progress = createProgress({ write: (text) => (written += text) }, () => now);
    for (now = 0; now < 4000; now += 50) progress.show(step(now / 20_000));
    expect(written).toBe("");
    for (; now <= 12_000; now += 50) progress.show(step(now / 20_000));
    progress.end();
    expect(written.trim().split("\n")).toHaveLength(2);
    expect(written).not.toContain("\u001b");
  });
});
