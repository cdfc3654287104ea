import { err, ok, type Result } from "../../../src-shared/result.ts";

/** Where a bucket is, and under what its depot lies in it. */
export interface S3Address {
  bucket: string;
  /** Ends in `/`, or is empty. */
  prefix: string;
  /** The store's own address, without bucket. */
  endpoint: URL;
  region: string;
  /** `path`: the bucket is the first part of the path. `virtual-host`: it is the first part of the host's name. */
  style: "path" | "virtual-host";
}

/** 3 to 63 of lower-case letters, digits, dots and hyphens (Amazon S3, "General purpose bucket naming rules"). */
const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const PREFIX = /^(?:[A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/;
const REGION = /^[a-z0-9-]{1,40}$/;
const USUAL_REGION = "us-east-1";

/**
 * Reads `s3://bucket/prefix?endpoint=https://…&region=…&style=path|virtual-host`. Without an endpoint it is Amazon's
 * own for the region, addressed by host; an endpoint of one's own is addressed by path unless `style` says otherwise.
 * The error says what is wrong with it, without repeating what may be a secret.
 */
export function readS3Address(url: string): Result<S3Address, string> {
  if (!/^s3:\/\//i.test(url) || !URL.canParse(url)) return err("it is not of the form s3://bucket/prefix?endpoint=https://…&region=…");
  const { hostname: bucket, pathname, searchParams, username, password, port, hash } = new URL(url);
  if (username || password) return err("credentials do not belong into it");
  if (port || hash) return err("after the bucket comes its prefix; a port belongs to the endpoint");
  if (!BUCKET.test(bucket)) return err("a bucket's name has 3 to 63 lower-case letters, digits, dots and hyphens");
  const unknown = [...searchParams.keys()].find((name) => !["endpoint", "region", "style"].includes(name));
  if (unknown !== undefined) return err(`${unknown} means nothing in it; there are endpoint, region and style`);
  if (new Set(searchParams.keys()).size < searchParams.size) return err("something in it is given twice");
  const path = pathname.replace(/^\/+|\/+$/g, "");
  const prefix = path === "" ? "" : `${path}/`;
  if (!PREFIX.test(prefix)) return err("its prefix has letters, digits, dots, hyphens and underlines between slashes, and no part begins with a dot");
  const region = searchParams.get("region") ?? USUAL_REGION;
  if (!REGION.test(region)) return err("its region is no name of a region");
  const given = searchParams.get("endpoint");
  const endpoint = readEndpoint(given ?? `https://s3.${region}.amazonaws.com`);
  if (!endpoint.ok) return endpoint;
  // A dot in the bucket's name does not go with the certificates of *.amazonaws.com.
  const style = searchParams.get("style") ?? (given === null && !bucket.includes(".") ? "virtual-host" : "path");
  if (style !== "path" && style !== "virtual-host") return err("style is path or virtual-host");
  if (style === "virtual-host" && /^[\d.]+$|^\[/.test(endpoint.value.hostname)) return err("style=virtual-host needs an endpoint with a name, not a number");
  return ok({ bucket, prefix, endpoint: endpoint.value, region, style });
}

/** Unencrypted only within this computer: anything else would send what is asked and answered in the open. */
function readEndpoint(text: string): Result<URL, string> {
  if (!URL.canParse(text)) return err("its endpoint is no address, such as https://store.example");
  const url = new URL(text);
  const isHere = /^(?:localhost|.+\.localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere)) return err("its endpoint begins with https://");
  if (url.username || url.password) return err("credentials do not belong into it");
  if (url.search || url.hash) return err("its endpoint has something after a ? or #");
  return ok(url);
}

/** The address of an object, or of the bucket where `key` is empty. */
export function objectUrl({ bucket, prefix, endpoint, style }: S3Address, key: string): URL {
  const url = new URL(endpoint);
  if (style === "virtual-host") url.hostname = `${bucket}.${url.hostname}`;
  const parts = [...(style === "path" ? [bucket] : []), ...(key === "" ? [] : `${prefix}${key}`.split("/"))];
  url.pathname = `${url.pathname.replace(/\/$/, "")}/${parts.map(encodeURIComponent).join("/")}`;
  return url;
}

/** How to name it to a user. */
export function s3Name({ bucket, prefix, endpoint }: S3Address): string {
  return `s3://${bucket}/${prefix.replace(/\/$/, "")} (${endpoint.host})`;
}
