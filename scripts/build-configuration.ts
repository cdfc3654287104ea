/** How Vite builds each part of the app: the main side, the preload and the renderer. */
import { join } from "node:path";
import type { InlineConfig } from "vite";
import { inRepository } from "./setup/places.ts";

export const out = inRepository("out");

export interface BuildPart {
  name: "main" | "preload" | "renderer";
  configuration: InlineConfig;
}

/** Loaded by Node at run time: Electron is not a package to bundle, and SQLite is a native binary. */
const EXTERNAL = ["electron", "better-sqlite3"];

/** Node 20 and Chromium 130: what the oldest Electron has that runs our tests. */
const NODE_TARGET = "node20";
const CHROMIUM_TARGET = "chrome130";

const common: InlineConfig = {
  configFile: false,
  envDir: false,
  publicDir: false,
  mode: "production",
  logLevel: "warn",
  clearScreen: false,
};

/** Built for Node as CommonJS; everything but EXTERNAL and Node's own modules is bundled, since most of it is ESM only. */
export function forNode(input: Record<string, string>, outDir = join(out, "main")): InlineConfig {
  return {
    ...common,
    root: inRepository(),
    ssr: { target: "node", noExternal: true, external: EXTERNAL },
    build: {
      ssr: true,
      target: NODE_TARGET,
      outDir,
      emptyOutDir: false,
      sourcemap: true,
      minify: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input,
        external: EXTERNAL,
        // Chunks lie beside the entries, so that `import.meta.dirname` is the same folder wherever code ends up.
        output: { format: "cjs", entryFileNames: "[name].cjs", chunkFileNames: "chunk-[name]-[hash].cjs" },
      },
    },
  };
}

function preload(): InlineConfig {
  const configuration = forNode({ preload: inRepository("src-main", "preload.ts") });
  // A sandboxed preload can require nothing but electron, so not even a chunk of ours.
  Object.assign(configuration.build!.rolldownOptions!.output!, { codeSplitting: false });
  return configuration;
}

const renderer: InlineConfig = {
  ...common,
  root: inRepository("src-renderer"),
  base: "./",
  oxc: { jsx: { runtime: "automatic" } },
  // The player without HTTP streaming, which recordings from the vault never need: 400 kB less to load.
  resolve: { alias: [{ find: /^video\.js$/, replacement: inRepository("node_modules", "video.js", "core.es.js") }] },
  build: {
    target: CHROMIUM_TARGET,
    outDir: join(out, "renderer"),
    emptyOutDir: false,
    sourcemap: true,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    // The page's Content-Security-Policy allows neither inline scripts nor fonts and media from data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      onwarn(warning, tell) {
        // "use client" is meant for servers that render React.
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") tell(warning);
      },
    },
  },
};

export function buildParts(): BuildPart[] {
  return [
    // Each program by itself: what it starts with is then one file, and starting reads no more than that.
    { name: "main", configuration: forNode({ main: inRepository("src-main", "main.ts") }) },
    { name: "main", configuration: forNode({ "engine-process": inRepository("src-main", "engine-process.ts") }) },
    { name: "main", configuration: forNode({ "backup-thread": inRepository("src-main", "engine", "store", "backup-thread.ts") }) },
    { name: "main", configuration: forNode({ "quality-thread": inRepository("src-main", "engine", "moderation", "quality", "quality-thread.ts") }) },
    { name: "main", configuration: forNode({ "export-thread": inRepository("src-main", "engine", "reports", "export-thread.ts") }) },
    { name: "main", configuration: forNode({ desk: inRepository("src-main", "cli", "desk.ts") }) },
    { name: "preload", configuration: preload() },
    { name: "renderer", configuration: renderer },
  ];
}
