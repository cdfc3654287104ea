import { afterEach, expect, test } from "vitest";
import { requestMessage, type EngineMessage, type RequestMessage } from "../../../src-shared/bridge/messages.ts";
import { BridgeFault, createBridgeClient, type BridgePort } from "../../../src-renderer/bridge/bridge-client.ts";

const SAVED_AT = "2026-11-21T14:02:31.000Z";
const endings: (() => void)[] = [];
afterEach(() => endings.splice(0).forEach((end) => end()));

/** The engine's end of a real channel; it answers as the test says. */
function fakeEngine(answer?: (request: RequestMessage) => EngineMessage | undefined) {
  const { port1, port2 } = new MessageChannel();
  const requests: RequestMessage[] = [];
  const waiters: (() => void)[] = [];
  port1.onmessage = ({ data }) => {
    const request = requestMessage.parse(data);
    requests.push(request);
    const message = answer?.(request);
    if (message) port1.postMessage(message);
    waiters.splice(0).forEach((resolve) => resolve());
  };
  endings.push(() => port1.close());
  return {
    port: port2 as unknown as BridgePort,
    requests,
    send: (message: unknown) => port1.postMessage(message),
    async received(count: number) {
      while (requests.length < count) await new Promise<void>((resolve) => waiters.push(resolve));
    },
  };
}

const saved = (request: RequestMessage): EngineMessage => ({ kind: "response", id: request.id, outcome: "done", output: { savedAt: SAVED_AT } });

function client() {
  const faults: BridgeFault[] = [];
  return { client: createBridgeClient((fault) => faults.push(fault)), faults };
}

test("a request made before the engine is there is answered when it comes", async () => {
  const { client: bridge } = client();
  const answer = bridge.request("mark.set-score", { answerId: 1, score: 5 });
  expect(bridge.connection()).toBe("connecting");
  bridge.connect(fakeEngine(saved).port);
  expect(bridge.connection()).toBe("up");
  expect(await answer).toEqual({ ok: true, value: { savedAt: SAVED_AT } });
});

test("a score that was under way when the engine ended is sent again to the next one, once, in order", async () => {
  const { client: bridge } = client();
  const first = fakeEngine();
  bridge.connect(first.port);
  const score = bridge.request("mark.set-score", { answerId: 1, score: 5 });
  await first.received(1);
  bridge.engineDown();
  expect(bridge.connection()).toBe("restarting");
  const evidence = bridge.request("mark.set-evidence", { answerId: 1, text: "Typed meanwhile" });
  const second = fakeEngine(saved);
  bridge.connect(second.port);
  expect((await score).ok).toBe(true);
  expect((await evidence).ok).toBe(true);
  expect(second.requests.map((each) => each.name)).toEqual(["mark.set-score", "mark.set-evidence"]);
  const third = fakeEngine(saved);
  bridge.connect(third.port);
  await bridge.request("mark.set-score", { answerId: 1, score: 6 });
  expect(third.requests.length).toBe(1);
});

test("a problem comes back as a value", async () => {
  const { client: bridge } = client();
  bridge.connect(fakeEngine((request) => ({ kind: "response", id: request.id, outcome: "problem", problem: { kind: "disk-full", where: "C:" } })).port);
  expect(await bridge.request("mark.set-score", { answerId: 1, score: 5 })).toEqual({ ok: false, error: { kind: "disk-full", where: "C:" } });
});

test("a bug in the engine throws", async () => {
  const { client: bridge } = client();
  bridge.connect(fakeEngine((request) => ({ kind: "response", id: request.id, outcome: "fault", message: "boom" })).port);
  await expect(bridge.request("home.view", {})).rejects.toThrow(BridgeFault);
});

test("an answer that is not what the contract says throws instead of reaching a screen", async () => {
  const { client: bridge } = client();
  bridge.connect(fakeEngine((request) => ({ kind: "response", id: request.id, outcome: "done", output: { savedAt: "yesterday" } })).port);
  await expect(bridge.request("mark.set-score", { answerId: 1, score: 5 })).rejects.toThrow(/not as agreed/);
});

test("unknown messages and events are reported and ignored; known events arrive", async () => {
  const { client: bridge, faults } = client();
  const engine = fakeEngine(saved);
  const heard: unknown[] = [];
  bridge.onEvent((event) => heard.push(event));
  bridge.connect(engine.port);
  engine.send({ kind: "surprise" });
  engine.send({ kind: "event", name: "sync", payload: { kind: "dancing" } });
  engine.send({ kind: "event", name: "changed", payload: { topics: ["home"] } });
  // Messages of one port keep their order, so the answer comes after all of them.
  await bridge.request("mark.set-score", { answerId: 1, score: 5 });
  expect(faults.length).toBe(2);
  expect(heard).toEqual([{ name: "changed", payload: { topics: ["home"] } }]);
});

test("a port that was replaced is not listened to any more", async () => {
  const { client: bridge } = client();
  const old = fakeEngine();
  bridge.connect(old.port);
  const heard: unknown[] = [];
  bridge.onEvent((event) => heard.push(event));
  bridge.connect(fakeEngine(saved).port);
  old.send({ kind: "event", name: "changed", payload: { topics: ["home"] } });
  await bridge.request("mark.set-score", { answerId: 1, score: 5 });
  expect(heard).toEqual([]);
});
