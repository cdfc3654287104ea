import { z } from "zod";
import { answerId } from "./answer-id.ts";

/** What the engine process is started with: JSON, its one argument, so that it begins before any message comes. */
export const engineStart = z.lazy(() => z.object({
  /** The desk's data folder. */
  home: z.string(),
  software: z.string(),
  /** Folder of the demonstration's campaign and recordings, where this installation has one. */
  demoAssets: z.string().nullable(),
  keyStoreAvailable: z.boolean(),
}));
export type EngineStart = z.infer<typeof engineStart>;

/**
 * What the shell and the engine process say to each other. Few things: the shell starts the engine, hands it the
 * renderer's port (transferred with `connect`), lends it the operating system's key store, and asks where a
 * recording lies in order to play it.
 */
export const toEngine = z.lazy(() => z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("connect") }),
  z.object({ kind: z.literal("key-store-answer"), id: z.int(), bytes: z.instanceof(Uint8Array).nullable() }),
  z.object({ kind: z.literal("open-media"), id: z.int(), answerId }),
  /** The player met a chunk that is not what was packed. */
  z.object({ kind: z.literal("media-damaged"), object: z.string() }),
  /** Null: the user saves nothing. */
  z.object({ kind: z.literal("save-place"), id: z.int(), path: z.string().nullable() }),
  /** Write what is pending and close: the computer sleeps or the application ends. */
  z.object({ kind: z.literal("close") }),
]));
export type ToEngine = z.infer<typeof toEngine>;

export const toShell = z.lazy(() => z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("started") }),
  z.object({ kind: z.literal("key-store-ask"), id: z.int(), direction: z.enum(["wrap", "unwrap"]), bytes: z.instanceof(Uint8Array) }),
  z.object({
    kind: z.literal("media"),
    id: z.int(),
    /** Null: not on this laptop. `key` opens the sealed file at `path`. */
    media: z.object({ object: z.string(), path: z.string(), key: z.instanceof(Uint8Array), type: z.string(), sealedBytes: z.int() }).nullable(),
  }),
  /** What was said of recordings before may no longer hold: one was replaced, or the assessor withdrew from a candidate. */
  z.object({ kind: z.literal("media-changed") }),
  /** Ask the user where to save a file of this name. */
  z.object({ kind: z.literal("ask-save-place"), id: z.int(), name: z.string().max(200) }),
  z.object({ kind: z.literal("closed") }),
  z.object({ kind: z.literal("log"), level: z.enum(["info", "warn", "error"]), message: z.string() }),
]));
export type ToShell = z.infer<typeof toShell>;
