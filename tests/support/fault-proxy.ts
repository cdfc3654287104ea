import { createServer, request, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What may go wrong between a desk and a store. Bytes are those of a body. */
export type Fault =
  /** The connection is reset before anything went on to the store. */
  | { kind: "reset" }
  /** The same while the request's body comes. */
  | { kind: "request-cut"; afterBytes: number }
  /** The store did what was asked; the connection is reset before its answer. */
  | { kind: "answer-lost" }
  /** The connection is reset in the middle of the answer. */
  | { kind: "answer-cut"; afterBytes: number }
  /** The answer stands still for ever; `null`: before its first header. */
  | { kind: "stall"; afterBytes: number | null }
  /** Somebody on the way answers instead: a busy gateway, a proxy, a sign-in page. */
  | { kind: "instead"; status: number; headers?: OutgoingHttpHeaders; body?: string }
  /** The whole object where a part was asked for. */
  | { kind: "whole-for-part" }
  /** The answer comes in small pieces; each waits for `pause` to end. */
  | { kind: "slow"; bytesAtOnce: number; pause: () => Promise<void> }
  /** The answer says that it is so many bytes longer (or shorter) than it is. */
  | { kind: "length"; by: number }
  /** The answer's headers are others: a wrong range, another ETag, a Date that is off. */
  | { kind: "headers"; headers: OutgoingHttpHeaders }
  /** The answer's body goes on for ever. */
  | { kind: "endless" }
  /** One bit of the answer's body is another. */
  | { kind: "flipped"; atByte: number };

/** A sign-in page, as hotels and trains have. */
export const PORTAL: Fault = { kind: "instead", status: 200, headers: { "content-type": "text/html" }, body: "<html><h1>Welcome on board! Please accept our terms.</h1></html>" };
export const busy = (status: number, headers: OutgoingHttpHeaders = {}): Fault => ({ kind: "instead", status, headers, body: "<Error><Code>SlowDown</Code></Error>" });

export interface Asked {
  method: string;
  /** Path and query. */
  url: string;
  headers: IncomingMessage["headers"];
}

/** A forwarder in front of a store: everything goes through as it is, but for the faults that are asked for. */
export interface FaultProxy {
  endpoint: string;
  /** Every request that came, in order. */
  asked: Asked[];
  /** How many bytes of bodies went back for each path, over all requests. */
  sent: ReadonlyMap<string, number>;
  /** From now on the requests that `when` picks (all, unless given) meet this fault, `times` times (once, unless given). The first asked for comes first. */
  fault(fault: Fault, options?: { times?: number; when?: (asked: Asked) => boolean }): void;
  /** Whether answers stand still, and nothing else is under way. */
  standsStill(): boolean;
  /** Whatever was asked for is over. */
  allWell(): void;
  close(): Promise<void>;
}

/** `target` is the store's address, such as `http://127.0.0.1:7480`. Its requests' Host is passed on, since it is signed. */
export async function startFaultProxy(target: string): Promise<FaultProxy> {
  const asked: Asked[] = [];
  const sent = new Map<string, number>();
  let planned: { fault: Fault; left: number; when: (asked: Asked) => boolean }[] = [];
  const { hostname, port } = new URL(target);
  const underWay = new Set<ServerResponse>();
  const stalled = new Set<ServerResponse>();

  function nextFault(request: Asked): Fault | undefined {
    const plan = planned.find((each) => each.left > 0 && each.when(request));
    if (plan) plan.left -= 1;
    return plan?.fault;
  }

  const server = createServer((incoming, outgoing) => {
    const one: Asked = { method: incoming.method!, url: incoming.url!, headers: incoming.headers };
    asked.push(one);
    const fault = nextFault(one);
    underWay.add(outgoing);
    outgoing.on("close", () => (underWay.delete(outgoing), stalled.delete(outgoing)));
    // What is cut is cut: whoever listens at the other end learns nothing more.
    const cut = () => void incoming.socket.resetAndDestroy();
    switch (fault?.kind) {
      case "reset":
        return cut();
      case "request-cut": {
        let bytes = 0;
        return void incoming.on("data", (piece: Buffer) => (bytes += piece.length) >= fault.afterBytes && cut());
      }
      case "instead":
        incoming.resume();
        return void outgoing.writeHead(fault.status, fault.headers).end(fault.body);
      case undefined:
      default:
        return forward(incoming, outgoing, fault, cut);
    }
  });

  function forward(incoming: IncomingMessage, outgoing: ServerResponse, fault: Fault | undefined, cut: () => void): void {
    const { range, ...others } = incoming.headers;
    const headers = fault?.kind === "whole-for-part" || range === undefined ? others : { ...others, range };
    const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers, agent: false }, (answer) => {
      if (fault?.kind === "answer-lost") return void answer.resume().on("end", cut);
      if (fault?.kind === "stall" && fault.afterBytes === null) return void (answer.resume(), stalled.add(outgoing));
      outgoing.writeHead(answer.statusCode!, { ...answer.headers, ...otherHeaders(fault, answer), connection: "close" });
      if (fault?.kind === "slow") return void drip(answer, outgoing, fault);
      let bytes = 0;
      answer.on("data", (piece: Buffer) => {
        const from = bytes;
        bytes += piece.length;
        sent.set(incoming.url!, (sent.get(incoming.url!) ?? 0) + piece.length);
        if ((fault?.kind === "answer-cut" || fault?.kind === "stall") && fault.afterBytes !== null && bytes > fault.afterBytes) {
          answer.destroy();
          outgoing.write(piece.subarray(0, fault.afterBytes - from), () => (fault.kind === "answer-cut" ? cut() : stalled.add(outgoing)));
          return;
        }
        if (fault?.kind === "flipped" && fault.atByte >= from && fault.atByte < bytes) piece[fault.atByte - from]! ^= 1;
        if (!outgoing.write(piece)) {
          answer.pause();
          outgoing.once("drain", () => answer.resume());
        }
      });
      answer.on("end", () => {
        if (fault?.kind === "endless") pourInto(outgoing);
        else outgoing.end();
      });
    });
    onward.on("error", cut);
    incoming.pipe(onward);
  }

  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    sent,
    fault: (fault, { times = 1, when = () => true } = {}) => void planned.push({ fault, left: times, when }),
    standsStill: () => stalled.size > 0 && stalled.size === underWay.size,
    allWell: () => void (planned = []),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}

function otherHeaders(fault: Fault | undefined, { headers }: IncomingMessage): OutgoingHttpHeaders {
  if (fault?.kind === "headers") return fault.headers;
  return fault?.kind === "length" && headers["content-length"] !== undefined ? { "content-length": Number(headers["content-length"]) + fault.by } : {};
}

async function drip(answer: IncomingMessage, outgoing: ServerResponse, { bytesAtOnce, pause }: Fault & { kind: "slow" }): Promise<void> {
  for await (const bytes of answer)
    for (let at = 0; at < (bytes as Buffer).length && !outgoing.destroyed; at += bytesAtOnce) {
      outgoing.write((bytes as Buffer).subarray(at, at + bytesAtOnce));
      await pause();
    }
  outgoing.end();
}

/** As fast as it is taken, and for as long. */
function pourInto(outgoing: ServerResponse): void {
  const piece = Buffer.alloc(64 * 1024, 120);
  const pour = () => {
    while (!outgoing.destroyed && outgoing.write(piece));
  };
  outgoing.on("drain", pour);
  pour();
}
