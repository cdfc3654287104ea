import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect } from "vitest";
import { buildParts } from "../../../scripts/build-configuration.ts";

/** The command line as it ships: bundled, in a process of its own. Two folders deep, where the built one lies too. */
const cache = path.resolve(import.meta.dirname, "../../../.cache");
let built: string;

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  built = await mkdtemp(path.join(cache, "desk-"));
  const { configuration } = buildParts().find((part) => part.name === "main")!;
  configuration.build!.outDir = built;
  configuration.build!.rolldownOptions!.input = { desk: path.resolve(import.meta.dirname, "../../../src-main/cli/desk.ts") };
  await build(configuration);
});
afterAll(async () => {
  await rm(built, { recursive: true, force: true });
});

interface Run {
  status: number | null;
  out: string;
  err: string;
}

/** Runs the command line in a process of its own. */
export function desk(args: string[], env: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [path.join(built, "desk.cjs"), ...args], { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    const run = { out: "", err: "" };
    child.stdout.on("data", (data: Buffer) => (run.out += data.toString()));
    child.stderr.on("data", (data: Buffer) => (run.err += data.toString()));
    child.on("error", reject);
    child.on("close", (status) => resolve({ status, ...run }));
  });
}

/** Runs with `--json`; standard output must hold one JSON object and nothing else. */
export async function deskJson(args: string[], env?: Record<string, string>): Promise<{ status: number | null; json: Record<string, unknown>; err: string }> {
  const { status, out, err } = await desk([...args, "--json"], env);
  expect(out.trim().split("\n")).toHaveLength(1);
  return { status, json: JSON.parse(out) as Record<string, unknown>, err };
}

/** One plain sentence or two: a line, a full stop, no stack. */
export function isPlain(text: string): boolean {
  return /^[^\n]+\.\n$/.test(text) && !text.includes("    at ") && !/\bundefined\b|\[object/.test(text);
}
