/** Byte ranges of recordings, as RFC 9110 (section 14) has them. Pure: the shell reads, decrypts and sends. */

/** What a request asks for. `first` and `last` are inclusive and lie within the content. */
export type RequestedRange = { kind: "whole" } | { kind: "part"; first: number; last: number } | { kind: "unsatisfiable" };

/** Status and headers of an answer. */
export interface MediaHead {
  status: 200 | 206 | 416;
  headers: Record<string, string>;
}

const WHOLE: RequestedRange = { kind: "whole" };
const UNSATISFIABLE: RequestedRange = { kind: "unsatisfiable" };

/**
 * Reads a `Range` header: `bytes=a-b`, `bytes=a-` or `bytes=-n`.
 * Several ranges, another unit and what is not a range at all are answered by the whole, which RFC 9110 allows:
 * no player asks for them, and a multipart answer would be a second way to be wrong.
 */
export function requestedRange(header: string | null, sizeBytes: number): RequestedRange {
  const match = header === null ? null : /^[ \t]*bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header);
  const [from = "", to = ""] = match?.slice(1) ?? [];
  if (from === "" && to === "") return WHOLE;
  if (from === "") {
    const wanted = Math.min(Number(to), sizeBytes);
    return wanted === 0 ? UNSATISFIABLE : { kind: "part", first: sizeBytes - wanted, last: sizeBytes - 1 };
  }
  const first = Number(from);
  if (to !== "" && Number(to) < first) return WHOLE;
  if (first >= sizeBytes) return UNSATISFIABLE;
  return { kind: "part", first, last: to === "" ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1) };
}

/** The head of the answer. Recordings never land in a cache: there they would lie in clear. */
export function mediaHead(range: RequestedRange, { sizeBytes, type }: { sizeBytes: number; type: string }): MediaHead {
  const always = { "accept-ranges": "bytes", "cache-control": "no-store", "x-content-type-options": "nosniff" };
  switch (range.kind) {
    case "whole":
      return { status: 200, headers: { ...always, "content-type": type, "content-length": `${sizeBytes}` } };
    case "part":
      return {
        status: 206,
        headers: {
          ...always,
          "content-type": type,
          "content-length": `${range.last - range.first + 1}`,
          "content-range": `bytes ${range.first}-${range.last}/${sizeBytes}`,
        },
      };
    case "unsatisfiable":
      return { status: 416, headers: { ...always, "content-length": "0", "content-range": `bytes */${sizeBytes}` } };
  }
}
