import { createHash } from "node:crypto";
import { open, readdir } from "node:fs/promises";
import path from "node:path";
import { secretName } from "../desk.ts";
import { TEMPORARY_PREFIX } from "../files/durable-files.ts";
import type { DataKey } from "../keys/data-key.ts";
import type { MediaRow } from "../store/media-store.ts";
import type { Store } from "../store/store.ts";
import { chunkSpan, HEADER_BYTES, openHeader, RECORDING_CONTEXT, SEALED_CHUNK_BYTES } from "../vault/cobblestone.ts";
import { isInVault, vaultFile } from "../vault/vault.ts";

export interface VaultVerification {
  checked: number;
  /** Those whose every chunk opened with its key. */
  opened: number;
  /** Objects whose file is missing or not what was packed. */
  damaged: string[];
  problems: { subject: string; message: string }[];
  /** Files that nothing needs, within the data folder: what is left of recordings that were removed, or never came whole. */
  leftovers: string[];
}

/** Reads every file of the vault once. Without a data key its hash is checked, and that it opens is not. */
export async function verifyVault(store: Store, dataKey: DataKey | undefined, onProgress: (checked: number, total: number) => void): Promise<VaultVerification> {
  const { home } = store;
  const media = store.media.here();
  const result: VaultVerification = { checked: media.length, opened: 0, damaged: [], problems: [], leftovers: [] };
  for (const [index, each] of media.entries()) {
    const fault = await faultOf(home, each, dataKey);
    if (fault !== undefined) {
      result.damaged.push(each.object);
      result.problems.push({ subject: `vault/${each.object}`, message: fault });
    } else if (dataKey) result.opened += 1;
    onProgress(index + 1, media.length);
  }
  const here = new Set(media.map((each) => each.object));
  const removed = new Set(store.media.removed());
  const wanted = new Set(store.media.objects().map((each) => each.object));
  const folder = path.join(home, "vault");
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])) {
    if (!entry.isFile() || entry.name.startsWith(TEMPORARY_PREFIX)) continue;
    const isPartial = path.basename(entry.parentPath) === "partial";
    if (removed.has(entry.name) || (isPartial && !wanted.has(entry.name))) result.leftovers.push(path.relative(home, path.join(entry.parentPath, entry.name)));
    else if (!isPartial && !here.has(entry.name) && !wanted.has(entry.name)) result.problems.push({ subject: `vault/${entry.name}`, message: "The vault holds a file that no batch asked for." });
  }
  return result;
}

async function faultOf(home: string, media: MediaRow, dataKey: DataKey | undefined): Promise<string | undefined> {
  if (!(await isInVault(home, media))) return "The file is missing or has another length.";
  const { hash, opens } = await readSealedFile(vaultFile(home, media.object), media, dataKey);
  if (hash !== media.object) return "The file is not what was packed: its hash differs.";
  return opens === false ? "The file does not open with its key." : undefined;
}

/** Hashes a sealed file and, where the data key is at hand, opens every chunk. */
async function readSealedFile(file: string, media: MediaRow, dataKey: DataKey | undefined): Promise<{ hash: string; opens: boolean | undefined }> {
  const hash = createHash("sha256");
  const handle = await open(file, "r");
  try {
    const header = await readAt(handle, 0, HEADER_BYTES);
    hash.update(header);
    const key = dataKey && keyOf(media, dataKey);
    const opener = key && openHeader(header, key, RECORDING_CONTEXT);
    let opens = dataKey ? opener !== undefined : undefined;
    for (let chunk = 0; ; chunk += 1) {
      const { offset, length } = chunkSpan(chunk, media.sealedBytes);
      const isLast = length < SEALED_CHUNK_BYTES;
      const sealed = await readAt(handle, offset, length);
      hash.update(sealed);
      if (opener && !opener.open(chunk, sealed, isLast)) opens = false;
      if (isLast) return { hash: hash.digest("hex"), opens };
    }
  } finally {
    await handle.close();
  }
}

/** `undefined` where the data key does not open it: a fault of the database, said of the recording that cannot be played. */
function keyOf(media: MediaRow, dataKey: DataKey): Buffer | undefined {
  try {
    return dataKey.unwrap(secretName.mediaKey(media.object), media.wrappedKey);
  } catch {
    return undefined;
  }
}

async function readAt(handle: Awaited<ReturnType<typeof open>>, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
  return buffer.subarray(0, bytesRead);
}
