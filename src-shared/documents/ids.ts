import "../schemas-without-eval.ts";
import { z } from "zod";

/** Names that Windows keeps for devices: a folder depot could not hold a folder called so. */
const RESERVED_ON_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/**
 * An identifier that may become part of a depot key, and so of a file's path on any system:
 * letters, digits, `-` and `_`, 1 to 64 characters, not a Windows device name.
 */
export const pathId = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, "must be 1 to 64 letters, digits, - or _ and begin with a letter or digit")
  .refine((id) => !RESERVED_ON_WINDOWS.test(id), "is a name that Windows keeps for itself");

/**
 * How a candidate is called towards assessors: a reference, never a name. It stands inside documents only,
 * so it is freer than a `pathId`; NFC, no control or direction-changing characters.
 */
export const candidateRef = z
  .string()
  .regex(/^[\p{L}\p{N}][\p{L}\p{M}\p{N} ._/-]{0,63}$/u, "must be 1 to 64 letters, digits, spaces or . _ / - and begin with a letter or digit")
  .refine((ref) => ref === ref.normalize("NFC") && ref === ref.trim(), "has characters or spaces that look alike but are not");

/** Counts 1, 2, 3 … for revisions of a document and for a person's invitations. */
export const revision = z.int().min(1).max(1_000_000);

/** A moment in UTC, as in `2026-11-21T09:40:00.000Z`. */
export const timestamp = z.iso.datetime();

/** SHA-256 in lower-case hexadecimal. */
export const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in hexadecimal");

/** An age X25519 recipient: public, others seal for it. */
export const ageRecipient = z.string().regex(/^age1[0-9a-z]{58}$/, "must be an age recipient (age1…)");

/** An age X25519 identity: secret, it opens what was sealed for its recipient. */
export const ageIdentity = z.string().regex(/^AGE-SECRET-KEY-1[0-9A-Z]{58}$/, "must be an age identity (AGE-SECRET-KEY-1…)");

/** The public half of an Ed25519 signing key as a JSON Web Key (RFC 8037). */
export const publicSigningKey = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type PublicSigningKey = z.infer<typeof publicSigningKey>;

/** An Ed25519 signing key as a JSON Web Key; `d` is its secret half. */
export const privateSigningKey = publicSigningKey.extend({ d: z.string().regex(/^[A-Za-z0-9_-]{43}$/) });
export type PrivateSigningKey = z.infer<typeof privateSigningKey>;

export const role = z.enum(["assessor", "lead"]);
export type Role = z.infer<typeof role>;

/**
 * What every document in a depot begins with. `place` repeats the key that it was written under
 * (without `.json`, and without the hash where the key ends in one); `author` the person whose key signed it.
 */
export function envelope<K extends string>(kind: K) {
  return {
    kind: z.literal(kind),
    version: z.literal(1),
    place: z.string().max(400),
    author: pathId,
    writtenAt: timestamp,
    software: z.string().max(80),
  };
}

/** The first of these that comes a second time, if any does. */
export function firstRepeated<T extends string | number>(values: readonly T[]): T | undefined {
  const seen = new Set<T>();
  return values.find((value) => seen.size === seen.add(value).size);
}
