import { XMLParser } from "fast-xml-parser";
import { z } from "zod";
import { err, ok, type Result } from "../../../src-shared/result.ts";

/** Pages have a thousand keys of at most 1024 bytes each; anything longer is no page. */
export const MAX_PAGE_BYTES = 8 * 1024 * 1024;

const listing = z.object({
  ListBucketResult: z.object({
    EncodingType: z.string().optional(),
    IsTruncated: z.string().optional(),
    Contents: z.array(z.object({ Key: z.string() })).default([]),
    CommonPrefixes: z.array(z.object({ Prefix: z.string() })).default([]),
    NextContinuationToken: z.string().optional(),
  }),
});

// One key alone looks like no list in XML; and a key of digits is no number.
const xml = new XMLParser({ isArray: (name) => name === "Contents" || name === "CommonPrefixes", parseTagValue: false, trimValues: false });

export interface Page {
  /** As they are in the bucket, with the depot's prefix. */
  keys: string[];
  /** With a delimiter: what keys have in common up to and with it. */
  prefixes: string[];
  /** Names the next page, where there is one. */
  next: string | undefined;
}

/**
 * Reads an answer to ListObjectsV2. `cut`: its end is missing, which a fetch does not always notice (a connection that was
 * to be closed anyway), and an XML reader would take for a shorter list. `none`: it is something else.
 */
export function readPage(bytes: Uint8Array): Result<Page, "cut" | "none"> {
  const text = Buffer.from(bytes).toString("utf8").trimEnd();
  if (/^<(?:\?xml|ListBucketResult)/.test(text) && !text.endsWith("</ListBucketResult>")) return err("cut");
  const page = parse(text);
  if (!page) return err("none");
  const { EncodingType, IsTruncated, Contents, CommonPrefixes, NextContinuationToken } = page;
  if (IsTruncated === "true" && !NextContinuationToken) return err("none");
  const names = (written: string[]) => written.map((name) => (EncodingType === "url" ? decoded(name) : name)).filter((name) => name !== undefined);
  return ok({ keys: names(Contents.map((each) => each.Key)), prefixes: names(CommonPrefixes.map((each) => each.Prefix)), next: IsTruncated === "true" ? NextContinuationToken : undefined });
}

function parse(text: string): z.infer<typeof listing>["ListBucketResult"] | undefined {
  try {
    return listing.parse(xml.parse(text)).ListBucketResult;
  } catch {
    return undefined;
  }
}

/** Stores write a space as `+`, as in forms. */
function decoded(key: string): string | undefined {
  try {
    return decodeURIComponent(key.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}
