import { createServer, request, type IncomingMessage } from "node:http";
import { connect, type AddressInfo } from "node:net";

/** A proxy such as an organisation's network has: it forwards requests and tunnels, and may ask for a password. */
export interface HttpProxy {
  /** host:port */
  address: string;
  /** What was asked for, as `GET http://…` or `CONNECT host:port`. */
  asked: string[];
  /** From now on it asks for a password, or no longer does. */
  askForPassword(asks: boolean): void;
  close(): Promise<void>;
}

const PASSWORD_ASKED = { "proxy-authenticate": 'Basic realm="office"', "content-type": "text/html" };

export async function startHttpProxy(): Promise<HttpProxy> {
  const asked: string[] = [];
  let asks = false;
  const lets = (incoming: IncomingMessage) => {
    asked.push(`${incoming.method} ${incoming.url}`);
    return !asks;
  };
  const server = createServer((incoming, outgoing) => {
    if (!lets(incoming)) return void outgoing.writeHead(407, PASSWORD_ASKED).end("<h1>Who are you?</h1>");
    const { port, pathname, search } = new URL(incoming.url!);
    const forwarded = request({ host: "127.0.0.1", port, path: pathname + search, method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode!, answer.rawHeaders);
      answer.pipe(outgoing);
    });
    forwarded.on("error", () => outgoing.destroy());
    incoming.pipe(forwarded);
  });
  server.on("connect", (incoming: IncomingMessage, socket, head: Buffer) => {
    if (!lets(incoming)) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n");
    const tunnel = connect(Number(incoming.url!.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      tunnel.write(head);
      socket.pipe(tunnel).pipe(socket);
    });
    for (const end of [socket, tunnel]) end.on("error", () => void (socket.destroy(), tunnel.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    askForPassword: (now) => void (asks = now),
    close: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  };
}
