import { describe, expect, test } from "vitest";
import { objectUrl, readS3Address, s3Name } from "../../src-main/engine/depot/s3-address.ts";

/** Where an object lies that a depot's address leads to. */
function addressOf(url: string): string {
  const address = readS3Address(url);
  if (!address.ok) throw new Error(address.error);
  return objectUrl(address.value, "people/a/1.json").href;
}

describe("the address of a store", () => {
  test.each([
    ["s3://bucket", "https://bucket.s3.us-east-1.amazonaws.com/people/a/1.json"],
    ["s3://bucket/?region=eu-west-2", "https://bucket.s3.eu-west-2.amazonaws.com/people/a/1.json"],
    ["s3://bucket/panels/2026/?region=eu-west-2&style=path", "https://s3.eu-west-2.amazonaws.com/bucket/panels/2026/people/a/1.json"],
    // Certificates of *.amazonaws.com do not go with a dot.
    ["s3://my.bucket", "https://s3.us-east-1.amazonaws.com/my.bucket/people/a/1.json"],
    ["s3://bucket/x?endpoint=https://store.example", "https://store.example/bucket/x/people/a/1.json"],
    ["s3://bucket/x?endpoint=https%3A%2F%2Fstore.example%3A9000%2Fs3%2F", "https://store.example:9000/s3/bucket/x/people/a/1.json"],
    ["s3://bucket/x?endpoint=https://store.example&style=virtual-host", "https://bucket.store.example/x/people/a/1.json"],
    ["S3://bucket/x?endpoint=http://127.0.0.1:7480", "http://127.0.0.1:7480/bucket/x/people/a/1.json"],
    ["s3://bucket/x?endpoint=http://localhost:7480&style=virtual-host", "http://bucket.localhost:7480/x/people/a/1.json"],
  ])("%s leads to %s", (url, object) => expect(addressOf(url)).toBe(object));

  test.each([
    ["s3:bucket", "of the form"],
    ["s3://", "a bucket's name"],
    ["s3://Bucket/x", "a bucket's name"],
    ["s3://b/x", "a bucket's name"],
    ["s3://bucket:9000/x", "a port belongs to the endpoint"],
    ["s3://id:secret@bucket/x", "credentials do not belong"],
    ["s3://bucket/.hidden", "its prefix"],
    ["s3://bucket/a//b", "its prefix"],
    ["s3://bucket/a%2Fb", "its prefix"],
    ["s3://bucket?endpoint=http://store.example", "begins with https://"],
    ["s3://bucket?endpoint=http://127.0.0.1.store.example", "begins with https://"],
    ["s3://bucket?endpoint=store.example", "endpoint"],
    ["s3://bucket?endpoint=https://id:secret@store.example", "credentials do not belong"],
    ["s3://bucket?endpoint=https://store.example/?x=1", "after a ?"],
    ["s3://bucket?region=eu west", "region"],
    ["s3://bucket?style=dns", "style is path or virtual-host"],
    ["s3://bucket?style=path&style=path", "twice"],
    ["s3://bucket?acess=1", "acess means nothing"],
    ["s3://bucket?endpoint=https://192.0.2.1&style=virtual-host", "a name, not a number"],
  ])("%s is refused, and why is said without repeating it", (url, reason) => {
    const address = readS3Address(url);
    expect(address).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
    expect(JSON.stringify(address)).not.toContain("secret");
  });

  test("is shown with bucket, prefix and host, and nothing else", () => {
    const address = readS3Address("s3://bucket/panels/2026?endpoint=https://store.example:9000&region=eu-west-1");
    expect(address.ok && s3Name(address.value)).toBe("s3://bucket/panels/2026 (store.example:9000)");
  });
});
