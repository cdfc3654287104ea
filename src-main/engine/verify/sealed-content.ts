import { createHash } from "node:crypto";
import type { SealedObject } from "../../../src-shared/documents/batch.ts";
import { HEADER_BYTES, openHeader, RECORDING_CONTEXT, SEALED_CHUNK_BYTES, type ChunkOpener } from "../vault/cobblestone.ts";

/** Opens a sealed file piece by piece and compares what comes out with what the batch says of it. */
export interface SealedContentCheck {
  push(piece: Uint8Array): void;
  /** The reason why the content is not what was packed, in words, or `undefined` where it is. */
  end(): string | undefined;
}

export function createSealedContentCheck(expected: SealedObject): SealedContentCheck {
  const hash = createHash("sha256");
  let pending: Buffer = Buffer.alloc(0);
  let opener: ChunkOpener | undefined;
  let chunk = 0;
  let bytes = 0;
  let fault: string | undefined;

  const take = (sealed: Uint8Array, isLast: boolean) => {
    const content = opener?.open(chunk, sealed, isLast);
    if (!content) {
      fault ??= `its part ${chunk + 1} does not open: it is not what was packed`;
      return;
    }
    chunk += 1;
    bytes += content.length;
    hash.update(content);
  };

  return {
    push(piece) {
      if (fault !== undefined) return;
      pending = Buffer.concat([pending, piece]);
      let from = 0;
      if (!opener) {
        if (pending.length < HEADER_BYTES) return;
        opener = openHeader(pending.subarray(0, HEADER_BYTES), Buffer.from(expected.key, "base64url"), RECORDING_CONTEXT);
        if (!opener) fault = "the batch's key does not open it";
        from = HEADER_BYTES;
      }
      for (; fault === undefined && pending.length - from >= SEALED_CHUNK_BYTES; from += SEALED_CHUNK_BYTES) take(pending.subarray(from, from + SEALED_CHUNK_BYTES), false);
      pending = Buffer.from(pending.subarray(from));
    },
    end() {
      if (!opener) fault ??= "it is too short to be a sealed file";
      if (fault === undefined) take(pending, true);
      if (fault !== undefined) return fault;
      if (bytes !== expected.bytes) return `its content has ${bytes} bytes, not ${expected.bytes}`;
      return hash.digest("hex") === expected.sha256 ? undefined : "its content's SHA-256 is not the one in the batch";
    },
  };
}
