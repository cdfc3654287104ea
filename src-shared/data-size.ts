/** An amount of data as a person says it: `812 KB`, `5.7 MB`, `1.4 GB`. Powers of ten, as disks are sold. */
export function dataSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`;
  if (bytes < 999_500) return `${Math.round(bytes / 1000)} KB`;
  if (bytes < 999_500_000) return `${shorten(bytes / 1_000_000)} MB`;
  return `${shorten(bytes / 1_000_000_000)} GB`;
}

/** One decimal while it says something: 5.7, but 12. */
function shorten(value: number): string {
  return value < 10 ? value.toFixed(1).replace(/\.0$/, "") : String(Math.round(value));
}
