import { safeStorage } from "electron";
import type { ToShell } from "../../src-shared/bridge/host-messages.ts";

type Ask = Extract<ToShell, { kind: "key-store-ask" }>;

/** Whether the operating system keeps keys for this user. Text obfuscated with a key that everybody knows does not count. */
export function keyStoreAvailable(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== "linux" || !["basic_text", "unknown"].includes(safeStorage.getSelectedStorageBackend());
}

/** Wraps or unwraps for the engine. `null` when the key store refuses. */
export function askKeyStore({ direction, bytes }: Pick<Ask, "direction" | "bytes">): Uint8Array<ArrayBuffer> | null {
  if (!keyStoreAvailable()) return null;
  const given = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    // Copies, so that no more than these bytes crosses to the engine.
    return direction === "wrap"
      ? new Uint8Array(safeStorage.encryptString(given.toString("base64")))
      : new Uint8Array(Buffer.from(safeStorage.decryptString(given), "base64"));
  } catch {
    return null;
  }
}
