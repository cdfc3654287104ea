import { lstat, realpath } from "node:fs/promises";
import path from "node:path";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import { errorCode, reasonOf } from "../files/durable-files.ts";

/**
 * Finds a file that a table names inside the media folder, and nowhere else: a table comes from another system, and
 * must not be able to publish a file that happens to lie on this computer. Fails with the reason, in words.
 */
export async function locateFile(folder: string, name: string): Promise<Result<string, string>> {
  const parts = name.split(/[\\/]/);
  if (/\p{Cc}/u.test(name)) return err("its name has characters that no file should have");
  if (path.isAbsolute(name) || path.win32.isAbsolute(name) || /^[A-Za-z]:/.test(name)) return err("it is named by an absolute path; name it inside the media folder");
  if (parts.includes("..")) return err("its name leads out of the media folder");
  // Some systems store accents composed, some apart; the table may come from one and the files from the other.
  let reason = reasonOf("ENOENT");
  for (const form of new Set([name, name.normalize("NFC"), name.normalize("NFD")])) {
    const found = await inside(folder, path.join(folder, ...form.split(/[\\/]/)));
    if (found.ok || found.error !== reasonOf("ENOENT")) return found;
    reason = found.error;
  }
  return err(reason);
}

async function inside(folder: string, file: string): Promise<Result<string, string>> {
  try {
    const [root, real] = [await realpath(folder), await realpath(file)];
    const relative = path.relative(root, real);
    if (relative === ".." || relative.startsWith(`..${path.sep}`) || path.isAbsolute(relative)) return err("it is a link that leads out of the media folder");
    const found = await lstat(real);
    if (found.isDirectory()) return err("it is a folder");
    return found.isFile() ? ok(real) : err("it is no ordinary file");
  } catch (error) {
    if (!(error instanceof Error && "code" in error)) throw error;
    return err(reasonOf(errorCode(error)));
  }
}
