/** Keeps short secrets for this user on this computer; in the window that is the operating system's key store. */
export interface KeyStore {
  wrap(secret: Uint8Array): Promise<Uint8Array>;
  /** `null` when the key store no longer opens it. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array | null>;
}
