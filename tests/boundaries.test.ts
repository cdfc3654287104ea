import path from "node:path";
import { cruise, type ICruiseResult } from "dependency-cruiser";
import { describe, expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "..");

/**
 * What each part of the house may import, of our own code and of packages. Data flows one way through few rooms:
 * renderer, bridge, engine, disk or depot. `node:` stands for all of Node's own modules.
 */
const mayImport: Record<string, { own: string[]; packages: string[] }> = {
  "src-shared": { own: ["src-shared"], packages: ["zod"] },
  "src-main/engine": {
    own: ["src-shared", "src-main/engine"],
    packages: ["node:", "zod", "jose", "age-encryption", "better-sqlite3", "csv-parse", "mediabunny", "p-queue", "aws4fetch", "fast-xml-parser", "csv-stringify", "fflate", "pdfkit"],
  },
  // Electron for its network alone, which it hands to the engine.
  "src-main/engine-process.ts": { own: ["src-shared", "src-main/engine"], packages: ["node:", "electron"] },
  "src-main/cli": { own: ["src-shared", "src-main/engine", "src-main/cli", "package.json"], packages: ["node:", "zod"] },
  "src-main/shell": { own: ["src-shared", "src-main/engine/vault", "src-main/shell"], packages: ["node:", "electron", "zod"] },
  "src-main/main.ts": { own: ["src-main/shell"], packages: ["node:", "electron"] },
  "src-main/preload.ts": { own: ["src-shared", "src-main/shell"], packages: ["electron"] },
  "src-renderer": { own: ["src-shared", "src-renderer"], packages: ["react", "react-dom", "zod", "video.js", "@tanstack/react-query", "@tanstack/react-virtual"] },
};

/** The most particular room that a file lies in. */
function roomOf(file: string): string | undefined {
  return Object.keys(mayImport)
    .filter((room) => file === room || file.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}

function packageOf(resolved: string, written: string): string {
  const parts = resolved.split("node_modules/").at(-1)!.split("/");
  const name = resolved.includes("node_modules/") ? parts.slice(0, parts[0]!.startsWith("@") ? 2 : 1).join("/") : written;
  return name.replace(/^@types\//, "");
}

const { output } = await cruise(
  ["src-shared", "src-main", "src-renderer"],
  { baseDir: root, exclude: { path: "\\.css$" }, doNotFollow: { path: "node_modules" }, tsPreCompilationDeps: true, enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "default"] } },
);
const { modules } = output as ICruiseResult;
const ours = modules.filter((module) => module.source.startsWith("src-"));

describe("boundaries", () => {
  test("every file lies in a room of the house", () => {
    expect(ours.length).toBeGreaterThan(50);
    expect(ours.map((module) => module.source).filter((file) => !roomOf(file))).toEqual([]);
  });

  test.each(Object.keys(mayImport))("%s imports only what it may", (room) => {
    const allowed = mayImport[room]!;
    const wrong = ours
      .filter((module) => roomOf(module.source) === room)
      .flatMap((module) => module.dependencies.map((dependency) => ({ from: module.source, ...dependency })))
      .filter(({ resolved, module, dependencyTypes }) => {
        const to = resolved.split("?")[0]!;
        if (/^src-|^package\.json$/.test(to)) return !allowed.own.some((each) => to === each || to.startsWith(`${each}/`));
        if (dependencyTypes.includes("core")) return !allowed.packages.includes("node:");
        return !allowed.packages.includes(packageOf(to, module));
      })
      .map(({ from, module }) => `${from} imports ${module}`);
    expect(wrong).toEqual([]);
  });

  test("nothing imports in a circle", () => {
    const circles = ours.flatMap((module) => module.dependencies.filter((each) => each.circular && !each.typeOnly && !each.dependencyTypes.includes("type-only")).map((each) => `${module.source} → ${each.resolved}`));
    expect(circles).toEqual([]);
  });
});
