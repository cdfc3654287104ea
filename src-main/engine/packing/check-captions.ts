/** Far above any caption file: three minutes of speech are about 3 KB. */
export const MAX_CAPTIONS_BYTES = 1024 * 1024;

const TIMING = /^(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}[ \t]+-->[ \t]+(?:\d{2,}:)?[0-5]\d:[0-5]\d\.\d{3}(?:[ \t].*)?$/m;

/** The reason why bytes are no captions (WebVTT), in words, or `undefined` where they are. */
export function captionsFault(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return "it is empty";
  if (bytes.length > MAX_CAPTIONS_BYTES) return "it is longer than 1 MB, too long for captions";
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return "it is not UTF-8 text";
  }
  const lines = text.replaceAll(/\r\n?/g, "\n");
  if (!/^WEBVTT(?:[ \t\n]|$)/.test(lines)) return "it is no WebVTT: its first line must begin with WEBVTT";
  return TIMING.test(lines) ? undefined : "it has no captions in it";
}
