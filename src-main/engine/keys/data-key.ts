import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { chmod, readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";
import { ageRecipient } from "../../../src-shared/documents/ids.ts";
import type { KeyProtection } from "../../../src-shared/bridge/views.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../../src-shared/result.ts";
import type { KeyStore } from "../keys/key-store.ts";
import { writeDurably } from "../files/durable-files.ts";

/**
 * The one key that wraps every other secret on a laptop: 32 random bytes, made at enrolment. It is kept by the
 * operating system's key store, by a passphrase (age's scrypt), or, on the command line, in a file that only its
 * owner can read; and besides sealed for the organisation's recovery key.
 */
export interface DataKey {
  readonly protection: KeyProtection;
  /** Wraps a secret under a name, which has to be given again to unwrap it. */
  wrap(name: string, secret: Uint8Array): Buffer;
  /** @throws Error if it was changed or wrapped under another name: the store is damaged then. */
  unwrap(name: string, wrapped: Uint8Array): Buffer;
}

export type NewProtection = { kind: "os-key-store"; keyStore: KeyStore } | { kind: "passphrase"; passphrase: string } | { kind: "key-file" };

export const LEAST_PASSPHRASE_LENGTH = 12;

/** Opening a desk whose key the operating system keeps needs no cryptography of documents: it is loaded only where it is used. */
const sealing = () => import("../documents/sealing.ts");

const base64 = z.base64();
const dataKeyFile = z.discriminatedUnion("protection", [
  z.object({ protection: z.literal("os-key-store"), wrapped: base64, recovery: base64, recoveryRecipient: ageRecipient }),
  z.object({ protection: z.literal("passphrase"), wrapped: base64, recovery: base64, recoveryRecipient: ageRecipient }),
  z.object({ protection: z.literal("key-file"), recovery: base64, recoveryRecipient: ageRecipient }),
]);

const descriptionFile = (home: string) => path.join(home, "data-key.json");
const secretFile = (home: string) => path.join(home, "data-key.secret");

/** Makes a data key and keeps it; replaces one that was made for an enrolment which did not come about. */
export async function createDataKey(home: string, protection: NewProtection, recoveryRecipient: string): Promise<Result<DataKey, Problem>> {
  const key = randomBytes(32);
  const { sealFor, sealWithPassphrase } = await sealing();
  const recovery = Buffer.from(await sealFor([recoveryRecipient], key)).toString("base64");
  const common = { recovery, recoveryRecipient };
  switch (protection.kind) {
    case "os-key-store": {
      const wrapped = Buffer.from(await protection.keyStore.wrap(key)).toString("base64");
      await describe(home, { protection: "os-key-store", wrapped, ...common });
      break;
    }
    case "passphrase": {
      if ([...protection.passphrase].length < LEAST_PASSPHRASE_LENGTH) return err({ kind: "passphrase-too-short", least: LEAST_PASSPHRASE_LENGTH });
      const wrapped = Buffer.from(await sealWithPassphrase(protection.passphrase, key)).toString("base64");
      await describe(home, { protection: "passphrase", wrapped, ...common });
      break;
    }
    case "key-file":
      await writeDurably(secretFile(home), key, 0o600);
      await describe(home, { protection: "key-file", ...common });
  }
  return ok(dataKeyOf(key, protection.kind));
}

async function describe(home: string, description: z.infer<typeof dataKeyFile>): Promise<void> {
  await writeDurably(descriptionFile(home), Buffer.from(JSON.stringify(description, undefined, 2)), 0o600);
}

/** How the data key of a data folder is kept; `undefined` where there is none or its description cannot be read. */
export async function protectionOf(home: string): Promise<KeyProtection | undefined> {
  return (await readDescription(home))?.protection;
}

async function readDescription(home: string): Promise<z.infer<typeof dataKeyFile> | undefined> {
  try {
    return dataKeyFile.parse(JSON.parse(await readFile(descriptionFile(home), "utf8")));
  } catch {
    return undefined;
  }
}

/** Opens the data key. `passphrase-needed` where a passphrase keeps it and none is given. Nothing is ever deleted. */
export async function openDataKey(home: string, keyStore: KeyStore | null, passphrase: string | null): Promise<Result<DataKey, Problem>> {
  const description = await readDescription(home);
  const failed = err({ kind: "key-store-failed" } as const);
  if (!description) return failed;
  switch (description.protection) {
    case "os-key-store": {
      const key = await keyStore?.unwrap(Buffer.from(description.wrapped, "base64"));
      return key?.length === 32 ? ok(dataKeyOf(Buffer.from(key), "os-key-store")) : failed;
    }
    case "passphrase": {
      if (passphrase === null) return err({ kind: "passphrase-needed" });
      const { openWithPassphrase } = await sealing();
      const key = await openWithPassphrase(passphrase, Buffer.from(description.wrapped, "base64"));
      return key?.length === 32 ? ok(dataKeyOf(Buffer.from(key), "passphrase")) : err({ kind: "passphrase-wrong" });
    }
    case "key-file": {
      const key = await readFile(secretFile(home)).catch(() => undefined);
      if (key?.length !== 32) return failed;
      // A copied or unpacked folder may have opened it to others.
      await chmod(secretFile(home), 0o600).catch(() => undefined);
      return ok(dataKeyOf(key, "key-file"));
    }
  }
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

function dataKeyOf(key: Buffer, protection: KeyProtection): DataKey {
  return {
    protection,
    wrap(name, secret) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(name));
      return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
    },
    unwrap(name, wrapped) {
      const bytes = Buffer.from(wrapped);
      const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES)).setAAD(Buffer.from(name));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}
