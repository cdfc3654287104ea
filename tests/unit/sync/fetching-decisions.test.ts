import { describe, expect, test } from "vitest";
import { createBandwidth } from "../../../src-main/engine/sync/bandwidth.ts";
import { createHiccups } from "../../../src-main/engine/sync/hiccups.ts";
import { FIRST_PARALLELISM, MOST_AT_ONCE, nextParallelism, type Parallelism } from "../../../src-main/engine/sync/parallelism.ts";
import { createRefusals } from "../../../src-main/engine/sync/refusals.ts";
import { bytesPerSecond, nextRate, secondsLeft, type TransferRate } from "../../../src-main/engine/sync/transfer-rate.ts";
import { createManualTime } from "../../support/manual-time.ts";

/** What a way carries by the number of transfers; runs the decision over so many stretches. */
function settleOn(carries: (atOnce: number) => number, stretches: number, from: Parallelism = FIRST_PARALLELISM) {
  const numbers: number[] = [from.atOnce];
  let state = from;
  for (let each = 0; each < stretches; each += 1) {
    state = nextParallelism(state, { bytesPerSecond: carries(state.atOnce), allBusy: true, failures: 0 });
    numbers.push(state.atOnce);
  }
  return { state, numbers };
}

describe("how many transfers at once", () => {
  test("starts small and grows while more arrives for it, eight at most", () => {
    const { numbers, state } = settleOn((atOnce) => atOnce * 1e6, 40);
    expect(numbers.slice(0, 4)).toEqual([2, 4, 8, 8]);
    expect(state.atOnce).toBe(MOST_AT_ONCE);
  });

  test("goes back when more transfers bring nothing, and does not try again at once", () => {
    const { numbers } = settleOn(() => 1e6, 10);
    expect(numbers).toEqual([2, 4, 2, 2, 2, 2, 2, 2, 2, 2, 2]);
  });

  test("tries more again after a while: the way may have become better", () => {
    const { state } = settleOn(() => 1e6, 3);
    expect(settleOn((atOnce) => atOnce * 1e6, 30, state).state.atOnce).toBe(8);
  });

  test("shrinks one by one while throughput falls", () => {
    const settled: Parallelism = { atOnce: 8, phase: "settled", reference: 8e6, stretches: 0 };
    expect(nextParallelism(settled, { bytesPerSecond: 4e6, allBusy: true, failures: 0 })).toMatchObject({ atOnce: 7, reference: 4e6 });
  });

  test("halves when transfers break, and one always stays", () => {
    const broken = { bytesPerSecond: 1e6, allBusy: true, failures: 1 };
    expect(nextParallelism({ atOnce: 8, phase: "growing", reference: 1, stretches: 0 }, broken)).toMatchObject({ atOnce: 4, phase: "settled" });
    expect(nextParallelism({ atOnce: 1, phase: "settled", reference: 1, stretches: 0 }, broken).atOnce).toBe(1);
  });

  test("a stretch in which not all were busy says nothing", () => {
    expect(nextParallelism(FIRST_PARALLELISM, { bytesPerSecond: 1e9, allBusy: false, failures: 0 })).toBe(FIRST_PARALLELISM);
  });
});

describe("speed and time left", () => {
  const measured = (samples: [bytes: number, at: number][]) => samples.reduce<TransferRate | null>((rate, [bytes, at]) => nextRate(rate, bytes, at), null);

  test("are not known in the first second", () => {
    expect(bytesPerSecond(measured([[0, 0], [5e6, 500]]))).toBeNull();
    expect(secondsLeft(measured([[0, 0], [5e6, 500]]), 1e6)).toBeNull();
  });

  test("follow an even stream exactly", () => {
    const rate = measured([[0, 0], [500_000, 500], [500_000, 1_000], [500_000, 1_500]]);
    expect(bytesPerSecond(rate)).toBe(1_000_000);
    expect(secondsLeft(rate, 90_000_000)).toBe(90);
  });

  test("do not jump with one slow half second", () => {
    const even: [number, number][] = Array.from({ length: 20 }, (_, index) => [500_000, index * 500]);
    const after = bytesPerSecond(measured([...even, [0, 10_000]]))!;
    expect(after).toBeGreaterThan(850_000);
    expect(after).toBeLessThan(1_000_000);
  });

  test("begin anew after sleep and after a clock that was set back", () => {
    const even: [number, number][] = [[0, 0], [500_000, 1_000], [500_000, 2_000]];
    expect(bytesPerSecond(measured([...even, [0, 2_000 + 8 * 3_600_000]]))).toBeNull();
    expect(bytesPerSecond(measured([...even, [0, -86_400_000]]))).toBeNull();
  });

  test("nothing coming has no time left", () => {
    expect(secondsLeft(measured([[0, 0], [0, 2_000]]), 5)).toBeNull();
  });
});

describe("the limit of bandwidth", () => {
  const running = () => new AbortController().signal;

  test("lets through what was asked for and no more, however many share it", async () => {
    const time = createManualTime();
    const bandwidth = createBandwidth(time);
    bandwidth.limitTo(100_000);
    let came = 0;
    const transfer = async () => {
      for (;;) {
        await bandwidth.take(10_000, running());
        came += 10_000;
      }
    };
    for (let each = 0; each < 4; each += 1) void transfer();
    await time.pass(10_000);
    expect(came).toBeGreaterThanOrEqual(960_000);
    expect(came).toBeLessThanOrEqual(1_040_000);
  });

  test("without a limit nothing waits", async () => {
    const bandwidth = createBandwidth(createManualTime());
    for (let each = 0; each < 1000; each += 1) await bandwidth.take(1e9, running());
  });

  test("a limit that is lifted lets a waiting transfer go on at once", async () => {
    const time = createManualTime();
    const bandwidth = createBandwidth(time);
    bandwidth.limitTo(1_000);
    let done = false;
    void bandwidth.take(1_000_000, running()).then(() => (done = true));
    await time.pass(5_000);
    expect(done).toBe(false);
    bandwidth.limitTo(null);
    await time.pass(250);
    expect(done).toBe(true);
  });

  test.each([["a day back", -86_400_000], ["a day forward", 86_400_000]])("a clock that is set %s neither stops nor floods it", async (_, by) => {
    const time = createManualTime();
    const bandwidth = createBandwidth(time);
    bandwidth.limitTo(100_000);
    let came = 0;
    void (async () => {
      for (;;) {
        await bandwidth.take(10_000, running());
        came += 10_000;
      }
    })();
    await time.pass(1_000);
    time.setClock(by);
    await time.pass(2_000);
    expect(came).toBeGreaterThan(250_000);
    expect(came).toBeLessThan(400_000);
  });

  test("a wait ends when its transfer does", async () => {
    const time = createManualTime();
    const bandwidth = createBandwidth(time);
    bandwidth.limitTo(10);
    const ending = new AbortController();
    const taking = bandwidth.take(1e9, ending.signal);
    ending.abort();
    await taking;
  });
});

describe("a file that is damaged in the depot", () => {
  test("is not fetched again every minute: the waits double, up to an hour, and a new start begins anew", () => {
    const time = createManualTime();
    const refusals = createRefusals(time.now);
    const problem = { kind: "recording-damaged", name: "a", reason: "b" } as const;
    const waits: number[] = [];
    for (let each = 0; each < 9; each += 1) {
      refusals.add("a", problem);
      let minutes = 0;
      for (; refusals.notYet().includes("a"); minutes += 1) time.setClock(60_000);
      waits.push(minutes);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60, 60]);
    expect(refusals.first()).toEqual(problem);
    refusals.clear();
    expect([refusals.notYet(), refusals.first()]).toEqual([[], null]);
  });

  test("does not wait for what a clock said before it was set back", () => {
    const time = createManualTime();
    const refusals = createRefusals(time.now);
    refusals.add("a", { kind: "depot-missing", key: "a" });
    time.setClock(-86_400_000);
    expect(refusals.notYet()).toEqual([]);
  });
});

describe("transfers that break", () => {
  test("one file again and again is left for later, and the rest goes on", () => {
    const hiccups = createHiccups();
    expect(["a", "a", "a"].map(hiccups.broke)).toEqual(["rest", "rest", "file-stuck"]);
  });

  test("several files with nothing new in between mean that the depot is away", () => {
    const hiccups = createHiccups();
    expect(["a", "b", "a"].map(hiccups.broke)).toEqual(["rest", "rest", "depot-away"]);
  });

  test("whatever is new begins the count anew; what only comes again does not", () => {
    const hiccups = createHiccups();
    hiccups.came("a", 100);
    hiccups.broke("a");
    hiccups.broke("b");
    hiccups.came("a", 100);
    expect(hiccups.broke("a")).toBe("depot-away");
    hiccups.came("a", 101);
    expect(hiccups.broke("a")).toBe("rest");
  });

  test("the rests grow, and chance spreads them", () => {
    const hiccups = createHiccups();
    const rests = ["a", "b", "c", "d"].map((file) => (hiccups.broke(file), hiccups.restMs(0.5)));
    expect(rests).toEqual([1000, 2000, 4000, 4000]);
  });
});
