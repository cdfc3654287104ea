import { randomUUID } from "node:crypto";
import { createReadStream, type Dirent } from "node:fs";
import { open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { createDurably, errorCode, reasonOf, TEMPORARY_PREFIX, writeProblem } from "../files/durable-files.ts";
import { DepotReadError, isKeyPart, type Depot } from "./depot.ts";

const READ_BYTES = 1024 * 1024;

/**
 * A depot in a plain folder: a USB drive, a network share, the demonstration. The folder itself must be there
 * already: a drive that is not plugged in must look like a depot that is away, not like an empty one.
 * `writer` names the one desk that writes as this, so that what an earlier life of it left unfinished is known by its name.
 */
export function createFolderDepot(folder: string, writer: string | null = null): Depot {
  const root = path.resolve(folder);
  const ownTag = writer === null ? "" : `${writer}.`;
  const tag = writer === null ? "" : `${ownTag}${randomUUID()}.`;
  const unreachable: Problem = { kind: "depot-unreachable", where: root };

  /** A key becomes a path only after its parts were checked; a key never leaves the folder. */
  function fileOf(key: string): string {
    const parts = key.split("/");
    if (!parts.every(isKeyPart)) throw new RangeError(`Not a depot key: ${key}`);
    return path.join(root, ...parts);
  }

  const folderOf = (prefix: string) => fileOf(prefix.replace(/\/$/, ""));

  async function isThere(): Promise<boolean> {
    return stat(root).then((found) => found.isDirectory(), () => false);
  }

  async function readProblem(error: unknown, key: string): Promise<Problem> {
    const code = errorCode(error);
    if (!(await isThere())) return unreachable;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "depot-missing", key };
    if (code === "EACCES" || code === "EPERM") return { kind: "depot-denied", where: root };
    if (!(error instanceof Error && "code" in error)) throw error;
    return { kind: "file-unreadable", file: fileOf(key), reason: reasonOf(code) };
  }

  async function create(key: string, write: Parameters<typeof createDurably>[1]): Promise<Result<"created" | "already-exists", Problem>> {
    if (!(await isThere())) return err(unreachable);
    try {
      return ok(await createDurably(fileOf(key), write, tag));
    } catch (error) {
      if (error instanceof DepotReadError) return err(error.problem);
      return err((await isThere()) ? writeProblem(error, root) : unreachable);
    }
  }

  return {
    where: root,

    prepare: async () => ((await isThere()) ? ok(undefined) : err(unreachable)),

    async tidy(prefixes) {
      if (writer === null) return;
      for (const folder of prefixes.map(folderOf))
        for (const name of await readdir(folder).catch(() => []))
          if (name.startsWith(TEMPORARY_PREFIX + ownTag) && !name.startsWith(TEMPORARY_PREFIX + tag)) await rm(path.join(folder, name), { force: true }).catch(() => undefined);
    },

    async list(prefix) {
      if (!(await isThere())) return err(unreachable);
      const keys: string[] = [];
      const visit = async (folderKey: string): Promise<void> => {
        for (const entry of await entriesOf(fileOf(folderKey))) {
          // Writers at work, and whatever a stranger may have put there under a name that no key can have.
          if (!isKeyPart(entry.name)) continue;
          const key = `${folderKey}/${entry.name}`;
          if (entry.isDirectory()) await visit(key);
          else if (entry.isFile()) keys.push(key);
        }
      };
      try {
        await visit(prefix.replace(/\/$/, ""));
        return ok(keys);
      } catch (error) {
        return err(await readProblem(error, prefix));
      }
    },

    async folders(prefix) {
      if (!(await isThere())) return err(unreachable);
      try {
        const entries = await entriesOf(folderOf(prefix));
        return ok(entries.filter((entry) => entry.isDirectory() && isKeyPart(entry.name)).map((entry) => entry.name));
      } catch (error) {
        return err(await readProblem(error, prefix));
      }
    },

    async read(key, maxBytes) {
      try {
        const handle = await open(fileOf(key), "r");
        try {
          const { size } = await handle.stat();
          if (size > maxBytes) return err({ kind: "document-damaged", name: key, reason: "it is too long" });
          return ok(await handle.readFile());
        } finally {
          await handle.close();
        }
      } catch (error) {
        return err(await readProblem(error, key));
      }
    },

    async open(key, fromByte) {
      try {
        const file = fileOf(key);
        const { size } = await stat(file);
        return ok({ sizeBytes: size, bytes: readFrom(file, fromByte, (error) => readProblem(error, key)) });
      } catch (error) {
        return err(await readProblem(error, key));
      }
    },

    create: (key, bytes) => create(key, (handle) => handle.writeFile(bytes)),

    createFromFile: (key, file, onBytes) =>
      create(key, async (handle) => {
        for await (const piece of readFrom(file, 0, (error) => Promise.resolve({ kind: "file-unreadable", file, reason: reasonOf(errorCode(error)) }))) {
          await handle.writeFile(piece);
          onBytes(piece.length);
        }
      }),
  };
}

function entriesOf(folder: string): Promise<Dirent[]> {
  return readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (errorCode(error) === "ENOENT") return [];
    throw error;
  });
}

async function* readFrom(file: string, fromByte: number, problemOf: (error: unknown) => Promise<Problem>): AsyncGenerator<Uint8Array> {
  const stream = createReadStream(file, { start: fromByte, highWaterMark: READ_BYTES });
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (error) {
    throw new DepotReadError(await problemOf(error));
  } finally {
    stream.destroy();
  }
}
