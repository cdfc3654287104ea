import { expect, test, vi } from "vitest";
import type { EventName, EventPayload, Input, Output, RequestName } from "../../../src-shared/bridge/contract.ts";
import { engineMessage, type EngineMessage } from "../../../src-shared/bridge/messages.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { serveBridge } from "../../../src-main/engine/bridge-server.ts";
import type { Engine } from "../../../src-main/engine/engine.ts";

type Handler = (name: RequestName, input: unknown) => Promise<Result<unknown, Problem>>;

/** An engine whose requests are answered by `handle`. */
function fakeEngine(handle: Handler) {
  const listeners = new Set<Parameters<Engine["onEvent"]>[0]>();
  const engine: Engine = {
    request: <N extends RequestName>(name: N, input: Input<N>) => handle(name, input) as Promise<Result<Output<N>, Problem>>,
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    onMediaChanged: () => {},
    openMedia: async () => null,
    mediaDamaged: () => {},
    enrol: async () => ok({}),
    exportBatch: async () => err({ kind: "not-a-lead" }),
    importMarks: async () => ok({ marks: 0, replaced: 0, kept: [] }),
    importDecisions: async () => ok({ settled: 0, unchanged: 0 }),
    importDefinitive: async () => ok({ recorded: 0, unchanged: 0 }),
    close: async () => {},
  };
  const emit = <N extends EventName>(name: N, payload: EventPayload<N>) => listeners.forEach((listener) => listener(name, payload));
  return { engine, emit, listeners };
}

/** The engine's end of a port whose other end a test holds. */
function fakePort() {
  const posted: EngineMessage[] = [];
  let onMessage = (_message: unknown) => {};
  let onClose = () => {};
  let onPosted = () => {};
  return {
    port: {
      postMessage(message: EngineMessage) {
        posted.push(message);
        onPosted();
      },
      onMessage: (listener: (message: unknown) => void) => void (onMessage = listener),
      onClose: (listener: () => void) => void (onClose = listener),
    },
    posted,
    close: () => onClose(),
    /** Resolves to the next message that comes back. */
    async say(message: unknown): Promise<EngineMessage> {
      const answered = new Promise<void>((resolve) => (onPosted = resolve));
      onMessage(message);
      await answered;
      return posted.at(-1)!;
    },
    sayOnly: (message: unknown) => onMessage(message),
  };
}

function serve(handle: Handler) {
  const fake = fakeEngine(handle);
  const port = fakePort();
  const logged: string[] = [];
  const served = serveBridge(fake.engine, port.port, (level, message) => logged.push(`${level} ${message}`));
  return { ...fake, ...port, logged, served };
}



const at = "2026-01-02T03:04:05.000Z";
const request = (id: number, name: string, input: unknown = {}) => ({ kind: "request", id, name, input });

test("a request is answered with what the engine says, under its own number", async () => {
  const { say } = serve(async (name, input) => ok({ name, input }));
  expect(await say(request(7, "mark.set-score", { answerId: 3, score: 5 }))).toEqual({
    kind: "response",
    id: 7,
    outcome: "done",
    output: { name: "mark.set-score", input: { answerId: 3, score: 5 } },
  });
});

test("the engine gets inputs as their schema leaves them: no field more, and trimmed", async () => {
  const { say } = serve(async (_name, input) => ok(input));
  const answer = await say(request(1, "set.reopen", { batch: "b1", reason: "  more to say ", extra: true }));
  expect(answer).toMatchObject({ outcome: "done", output: { batch: "b1", reason: "more to say" } });
  expect(answer).not.toHaveProperty("output.extra");
});

test("an expected failure crosses as a problem", async () => {
  const { say } = serve(async () => err({ kind: "answer-not-found" }));
  expect(await say(request(8, "review.view", { answerId: 3 }))).toEqual({ kind: "response", id: 8, outcome: "problem", problem: { kind: "answer-not-found" } });
});

test("a bug in the engine becomes a fault, and is logged", async () => {
  const { say, logged } = serve(async () => {
    throw new Error("a bug");
  });
  expect(await say(request(9, "home.view"))).toMatchObject({ kind: "response", id: 9, outcome: "fault", message: expect.stringContaining("a bug") });
  expect(logged).toEqual([expect.stringMatching(/^error home\.view failed: Error: a bug/)]);
});

test.each([
  ["a text", "home.view", -1],
  ["nothing", undefined, -1],
  ["a request without a number", { kind: "request", name: "home.view", input: {} }, -1],
  ["a number that is none", { ...request(1, "home.view"), id: "1" }, -1],
  ["an unknown name", request(2, "home.burn"), 2],
  ["a name that every object has", request(3, "toString"), 3],
  ["an input of another type", request(4, "review.view", { answerId: "one" }), 4],
  ["no input", { kind: "request", id: 5, name: "review.view" }, 5],
  ["too long a text", request(6, "mark.set-evidence", { answerId: 1, text: "x".repeat(20_001) }), 6],
])("%s never reaches the engine and is answered with a fault", async (_what, message, id) => {
  const { say } = serve(async () => expect.unreachable("The engine was asked."));
  const answer = await say(message);
  expect(answer).toMatchObject({ kind: "response", id, outcome: "fault" });
  expect(engineMessage.safeParse(answer).success).toBe(true);
});

test("a refusal says nothing of what was written", async () => {
  const { say, logged } = serve(async () => expect.unreachable("The engine was asked."));
  await say(request(1, "mark.set-evidence", { answerId: -1, text: "She said something private." }));
  await say({ kind: "request", id: "one", name: "She said something private.", input: "She said something private." });
  expect(logged).toHaveLength(2);
  expect(logged.join()).not.toContain("private");
});

test("requests reach the engine in order and do not wait for each other", async () => {
  const asked: number[] = [];
  let finishFirst = (_result: Result<unknown, Problem>) => {};
  const { say, sayOnly, posted } = serve(async (_name, input) => {
    const { answerId } = input as { answerId: number };
    asked.push(answerId);
    return answerId === 1 ? new Promise((resolve) => (finishFirst = resolve)) : ok({});
  });
  sayOnly(request(1, "review.view", { answerId: 1 }));
  expect(await say(request(2, "review.view", { answerId: 2 }))).toMatchObject({ id: 2 });
  expect(asked).toEqual([1, 2]);
  finishFirst(ok({}));
  await expect.poll(() => posted.map((message) => message.kind === "response" && message.id)).toEqual([2, 1]);
});

test("events are passed on until the page has gone", async () => {
  const { emit, posted, close, listeners, served } = serve(async () => ok({}));
  emit("changed", { topics: ["home"] });
  expect(posted).toEqual([{ kind: "event", name: "changed", payload: { topics: ["home"] } }]);
  close();
  expect(listeners.size).toBe(0);
  await served.ended;
});

test("requests keep their order while their schemas are still being loaded", async () => {
  vi.resetModules();
  const fresh = await import("../../../src-main/engine/bridge-server.ts");
  const asked: unknown[] = [];
  const { engine } = fakeEngine(async (_name, input) => {
    asked.push((input as { text: string }).text);
    return ok({ savedAt: at });
  });
  const { port, sayOnly, posted } = fakePort();
  fresh.serveBridge(engine, port, () => {});
  const texts = ["I", "I s", "I saw", "I saw her", "I saw her ask"];
  for (const [id, text] of texts.entries()) sayOnly(request(id, "mark.set-evidence", { answerId: 1, text }));
  await expect.poll(() => posted.length).toBe(texts.length);
  expect(asked).toEqual(texts);
});

test("what a page asked for before it went is finished, and nothing more is posted to it", async () => {
  let asked = () => {};
  const reachedEngine = new Promise<void>((resolve) => (asked = resolve));
  let finish = (_result: Result<unknown, Problem>) => {};
  const { sayOnly, close, posted, served } = serve(() => {
    asked();
    return new Promise((resolve) => (finish = resolve));
  });
  sayOnly(request(1, "mark.set-evidence", { answerId: 1, text: "last words" }));
  close();
  let ended = false;
  void served.ended.then(() => (ended = true));
  await reachedEngine;
  expect(ended).toBe(false);
  finish(ok({ savedAt: at }));
  await served.ended;
  expect(posted).toEqual([]);
});
