import { Decrypter, Encrypter } from "age-encryption";
import { base64url, calculateJwkThumbprint, flattenedVerify, generateKeyPair, exportJWK, importJWK } from "jose";
import { z } from "zod";
import { privateSigningKey, type PrivateSigningKey, type PublicSigningKey } from "../../../src-shared/documents/ids.ts";

/** A flattened JSON Web Signature (RFC 7515, section 7.2.2), as it lies in a depot. */
const flattenedJws = z.object({
  payload: z.string().regex(/^[A-Za-z0-9_-]*$/),
  protected: z.string().regex(/^[A-Za-z0-9_-]+$/),
  signature: z.string().regex(/^[A-Za-z0-9_-]+$/),
});

const protectedHeader = z.object({
  alg: z.literal("EdDSA"),
  /** The signing key's thumbprint (RFC 7638). */
  kid: z.string().max(100),
  /** What the payload is: `application/age`, `application/json`, or `jose+json` for a document signed twice. */
  cty: z.enum(["age", "json", "jose+json"]),
});
type ContentType = z.infer<typeof protectedHeader>["cty"];

/** Makes an Ed25519 signing key. */
export async function createSigningKey(): Promise<PrivateSigningKey> {
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  return privateSigningKey.parse(await exportJWK(privateKey));
}

export function publicHalf({ kty, crv, x }: PublicSigningKey): PublicSigningKey {
  return { kty, crv, x };
}

/** RFC 7638; names a key in a document's `kid`. */
export function thumbprint(key: PublicSigningKey): Promise<string> {
  return calculateJwkThumbprint(publicHalf(key));
}

/** Signs bytes; the result is the JSON text of a flattened JWS. */
export async function sign(payload: Uint8Array, contentType: ContentType, key: PrivateSigningKey): Promise<Uint8Array> {
  // Put together here rather than by jose, whose base64 holds up everything else for a tenth of a second at 4 MB.
  const header = Buffer.from(JSON.stringify({ alg: "EdDSA", kid: await thumbprint(key), cty: contentType })).toString("base64url");
  const content = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength).toString("base64url");
  const secret = await importJWK({ ...key }, "EdDSA");
  if (!(secret instanceof CryptoKey)) throw new Error("An Ed25519 key in JWK form is always imported as a CryptoKey.");
  const signature = await crypto.subtle.sign("Ed25519", secret, Buffer.from(`${header}.${content}`, "latin1"));
  return Buffer.from(`{"payload":"${content}","protected":"${header}","signature":"${Buffer.from(signature).toString("base64url")}"}`, "latin1");
}

export interface UnverifiedJws {
  header: z.infer<typeof protectedHeader>;
  payload: Uint8Array;
  /** Whether this key made the signature. */
  verify(key: PublicSigningKey): Promise<boolean>;
}

/** Reads a flattened JWS without believing it yet. `undefined` where the bytes are none. */
export function readJws(bytes: Uint8Array): UnverifiedJws | undefined {
  const jws = flattenedJws.safeParse(parseJson(bytes));
  if (!jws.success) return undefined;
  let header: z.ZodSafeParseResult<z.infer<typeof protectedHeader>>;
  let payload: Uint8Array;
  try {
    header = protectedHeader.safeParse(parseJson(base64url.decode(jws.data.protected)));
    payload = base64url.decode(jws.data.payload);
  } catch {
    return undefined;
  }
  if (!header.success) return undefined;
  const { data } = header;
  return {
    header: data,
    payload,
    async verify(key) {
      if ((await thumbprint(key)) !== data.kid) return false;
      try {
        await flattenedVerify(jws.data, await importJWK({ ...publicHalf(key) }, "EdDSA"), { algorithms: ["EdDSA"] });
        return true;
      } catch {
        return false;
      }
    },
  };
}

/** JSON text as a value, or `undefined`. */
export function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    return undefined;
  }
}

/** Seals bytes for age X25519 recipients: any of their identities opens them. */
export async function sealFor(recipients: readonly string[], content: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
  return encrypter.encrypt(content);
}

/** The same for content that comes in pieces: whatever else waits is done between them. */
export async function sealPieces(recipients: readonly string[], pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  for (const recipient of new Set(recipients)) encrypter.addRecipient(recipient);
  const iterator = pieces[Symbol.asyncIterator]();
  const content = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await iterator.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
  });
  const sealed: Uint8Array[] = [];
  for await (const piece of await encrypter.encrypt(content)) sealed.push(piece);
  return Buffer.concat(sealed);
}

/** Opens an age file with whichever of the identities fits; `undefined` where none does or the file was changed. */
export async function openSealed(identities: readonly string[], sealed: Uint8Array): Promise<Uint8Array | undefined> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(sealed);
  } catch {
    return undefined;
  }
}

/** log2 of scrypt's work: about a third of a second on a laptop. */
const SCRYPT_WORK = 16;

export async function sealWithPassphrase(passphrase: string, content: Uint8Array): Promise<Uint8Array> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(SCRYPT_WORK);
  encrypter.setPassphrase(passphrase.normalize("NFC"));
  return encrypter.encrypt(content);
}

export async function openWithPassphrase(passphrase: string, sealed: Uint8Array): Promise<Uint8Array | undefined> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase.normalize("NFC"));
  try {
    return await decrypter.decrypt(sealed);
  } catch {
    return undefined;
  }
}

/** Whether bytes are an age file (binary form). */
export function isAgeFile(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 22)).toString("latin1") === "age-encryption.org/v1\n";
}
