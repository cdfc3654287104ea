import { readdirSync, readFileSync } from "node:fs";

/** A process and all that it started, as Linux tells it. */
export function processTree(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readOr(`/proc/${name}/stat`, "");
    // The name in brackets may hold anything, brackets and blanks too.
    const parent = /^\S+ \S+ (\d+)/.exec(`x ${stat.slice(stat.lastIndexOf(")") + 2)}`)?.[1];
    if (parent) parents.set(Number(name), Number(parent));
  }
  const belongs = (pid: number): boolean => pid === root || (parents.has(pid) && belongs(parents.get(pid)!));
  return [...parents.keys()].filter(belongs);
}

/** Memory in bytes, what is shared counted in equal parts (PSS), over all these processes. */
export function memoryOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + 1024 * Number(/^Pss:\s+(\d+)/m.exec(readOr(`/proc/${pid}/smaps_rollup`, ""))?.[1] ?? 0), 0);
}

export function openFilesOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + entries(`/proc/${pid}/fd`), 0);
}

/** A process may end between the list and the look. */
function readOr(file: string, otherwise: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return otherwise;
  }
}

function entries(folder: string): number {
  try {
    return readdirSync(folder).length;
  } catch {
    return 0;
  }
}
