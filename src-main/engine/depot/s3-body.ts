import { createHash } from "node:crypto";
import { createReadStream, openAsBlob } from "node:fs";

/** What to send, in a form that can be sent again. */
export interface S3Body {
  sha256: string;
  /** Begun anew for each try; `moved` is told whenever something goes. */
  begin(moved: () => void): Blob;
}

export function inMemory(bytes: Uint8Array): S3Body {
  const blob = new Blob([new Uint8Array(bytes)]);
  return { sha256: createHash("sha256").update(bytes).digest("hex"), begin: (moved) => counted(blob, moved) };
}

/** A file that is read while it goes. Progress never runs backwards, however often it has to begin again. */
export async function fromFile(file: string, onBytes: (bytes: number) => void): Promise<S3Body & { complete(): void }> {
  const sha256 = await sha256Of(createReadStream(file));
  const blob = await openAsBlob(file);
  let told = 0;
  const tell = (upTo: number) => {
    if (upTo > told) onBytes(upTo - told);
    told = Math.max(told, upTo);
  };
  return {
    sha256,
    complete: () => tell(blob.size),
    begin: (moved) =>
      counted(blob, (sent) => {
        tell(sent);
        moved();
      }),
  };
}

/** A fetch needs to know the length beforehand, so it gets a blob; it reads as fast as the network takes it. `onSent` is told how much went so far. */
function counted(blob: Blob, onSent: (sent: number) => void): Blob {
  let sent = 0;
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(piece, next) {
      sent += piece.length;
      onSent(sent);
      next.enqueue(piece);
    },
  });
  return Object.assign(blob.slice(), { stream: () => blob.stream().pipeThrough(counting) });
}

export async function sha256Of(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of bytes) hash.update(piece);
  return hash.digest("hex");
}
