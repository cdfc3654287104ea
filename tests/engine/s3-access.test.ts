import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { createBucket, hasObjectStore, type Bucket, type StoreUser } from "../support/object-store.ts";
import { synchroniseOnce } from "../../src-main/engine/sync/synchronise-once.ts";
import { deskBehind } from "./support/faulty-depot.ts";
import { settle } from "./support/lead-acts.ts";
import { must } from "./support/panel.ts";
import { createStoreRoom, desk, MARKS, PREFIX } from "./support/store-room.ts";

/** The policies of docs/policies, filled in as docs/access.md says, on a server that enforces them. */
async function statements(name: "assessor" | "lead" | "nobody-removes", bucket: Bucket, person = "", batch = ""): Promise<unknown[]> {
  const text = await readFile(path.resolve(import.meta.dirname, `../../docs/policies/${name}.json`), "utf8");
  const filled = text.replaceAll("BUCKET", bucket.name).replaceAll("PREFIX", `${PREFIX}/`).replaceAll("PERSON", person).replaceAll("BATCH", batch).replaceAll("ACCOUNT", "");
  return (JSON.parse(filled) as { Statement: unknown[] }).Statement;
}

async function protect(bucket: Bucket): Promise<void> {
  await bucket.setPolicy({ Version: "2012-10-17", Statement: [...(await statements("lead", bucket, "lead")), ...(await statements("assessor", bucket, "a-1", "b-1")), ...(await statements("assessor", bucket, "a-2", "b-2"))] });
}

const SHA = "0".repeat(64);
const OBJECTS = [
  ...["depot.json", "invitations/a-1/1.json", "invitations/a-2/1.json", "people/a-1/1.json", "people/a-2/1.json", "campaigns/c-1/1.json"],
  ...["batches/b-1/1.json", `batches/b-1/media/${SHA}`, "batches/b-2/1.json", `batches/b-2/media/${SHA}`, "allocations/a-1/b-1/1.json", "allocations/a-2/b-2/1.json"],
  ...["drafts/b-1/a-1/1.json", "drafts/b-2/a-2/1.json", `sets/b-1/a-1/1-${SHA}.json`, `sets/b-1/a-2/1-${SHA}.json`, `outcomes/b-1/1-${SHA}.json`],
  ...["queries/a-1/b-1/lead/1.json", "queries/a-2/b-1/lead/1.json", "decisions/b-1/lead/1.json", "groups/b-1/1.json"],
];
const own = (key: string) => /a-1/.test(key);

describe.skipIf(!hasObjectStore)("the store's access rules", () => {
  async function filled(): Promise<Bucket> {
    const bucket = await createBucket();
    for (const key of OBJECTS) expect((await bucket.request("keeper", "PUT", `${PREFIX}/${key}`, { body: key })).status).toBe(200);
    expect((await bucket.request("keeper", "PUT", "elsewhere/x", { body: "x" })).status).toBe(200);
    await protect(bucket);
    return bucket;
  }
  const statusOf = async (bucket: Bucket, user: StoreUser, method: string, key: string, options?: Parameters<Bucket["request"]>[3]) => {
    const answer = await bucket.request(user, method, key, options);
    await answer.arrayBuffer();
    return answer.status;
  };

  test("an assessor reads invitations, keys, campaigns, their own batch and what is theirs, and nothing else", async () => {
    const bucket = await filled();
    const mayRead = (key: string) => /^(invitations|people|campaigns|batches\/b-1)\//.test(key) || (own(key) && /^(allocations|drafts|sets|queries)\//.test(key));
    expect(OBJECTS.filter(mayRead)).toHaveLength(11);
    for (const key of OBJECTS) expect([key, await statusOf(bucket, "a-1", "GET", `${PREFIX}/${key}`)]).toEqual([key, mayRead(key) ? 200 : 403]);
    expect(await statusOf(bucket, "a-1", "GET", "elsewhere/x")).toBe(403);
  });

  test("an assessor lists people, and what is theirs; others' work and whole batches they cannot even count", async () => {
    const bucket = await filled();
    const list = (prefix: string) => statusOf(bucket, "a-1", "GET", "", { query: { "list-type": "2", prefix } });
    for (const prefix of ["invitations/", "people/", "allocations/a-1/", "drafts/b-1/a-1/", "sets/b-1/a-1/", "queries/a-1/", "batches/b-1/2.json", "campaigns/c-1/2.json"]) expect([prefix, await list(`${PREFIX}/${prefix}`)]).toEqual([prefix, 200]);
    for (const prefix of ["", "batches/", "batches/b-1/", "batches/b-1/media/", "campaigns/", "allocations/", "allocations/a-2/", "drafts/", "drafts/b-2/a-2/", "sets/", "sets/b-1/", "sets/b-1/a-2/", "outcomes/", "outcomes/b-1/", "queries/", "queries/a-2/", "decisions/", "decisions/b-1/", "groups/"])
      expect([prefix, await list(`${PREFIX}/${prefix}`)]).toEqual([prefix, 403]);
    expect(await list("")).toBe(403);
  });

  test("an assessor creates only what is theirs; neither assessor nor lead deletes anything", async () => {
    const bucket = await filled();
    const create = (user: StoreUser, key: string) => statusOf(bucket, user, "PUT", `${PREFIX}/${key}`, { headers: { "if-none-match": "*" }, body: "new" });
    for (const key of ["people/a-1/2.json", "drafts/b-1/a-1/2.json", `sets/b-1/a-1/2-${SHA}.json`]) {
      expect([key, await create("a-1", key)]).toEqual([key, 200]);
      expect([key, await create("a-1", key)]).toEqual([key, 412]);
    }
    for (const key of ["depot.json2", "invitations/a-1/2.json", "people/a-2/2.json", "campaigns/c-1/2.json", "batches/b-1/2.json", `batches/b-1/media/${"1".repeat(64)}`, "allocations/a-1/b-1/2.json", "drafts/b-1/a-2/2.json", `sets/b-1/a-2/2-${SHA}.json`, `outcomes/b-1/2-${SHA}.json`, "queries/a-1/b-1/a-1/1.json", "queries/a-1/b-1/lead/2.json", "decisions/b-1/a-1/1.json", "groups/b-1/2.json"])
      expect([key, await create("a-1", key)]).toEqual([key, 403]);
    // What others wrote cannot be replaced either.
    for (const key of OBJECTS.filter((each) => !own(each) || /^(invitations|allocations|queries)/.test(each))) expect([key, await statusOf(bucket, "a-1", "PUT", `${PREFIX}/${key}`, { body: "mine" })]).toEqual([key, 403]);
    for (const user of ["a-1", "lead"] as const) for (const key of OBJECTS) expect([key, await statusOf(bucket, user, "DELETE", `${PREFIX}/${key}`)]).toEqual([key, 403]);
  });

  test("a lead reads and lists the whole depot, publishes, and makes no set, and decides nothing, in anybody else's name", async () => {
    const bucket = await filled();
    for (const key of OBJECTS) expect([key, await statusOf(bucket, "lead", "GET", `${PREFIX}/${key}`)]).toEqual([key, 200]);
    expect(await statusOf(bucket, "lead", "GET", "", { query: { "list-type": "2", prefix: `${PREFIX}/batches/` } })).toBe(200);
    expect(await statusOf(bucket, "lead", "GET", "", { query: { "list-type": "2" } })).toBe(403);
    expect(await statusOf(bucket, "lead", "GET", "elsewhere/x")).toBe(403);
    const create = (key: string) => statusOf(bucket, "lead", "PUT", `${PREFIX}/${key}`, { headers: { "if-none-match": "*" }, body: "new" });
    for (const key of ["invitations/a-3/1.json", "people/lead/1.json", "campaigns/c-1/2.json", "batches/b-1/2.json", "allocations/a-1/b-1/2.json", "drafts/b-1/a-1/3.json", `outcomes/b-1/3-${SHA}.json`, "queries/a-1/b-1/lead/3.json", "decisions/b-1/lead/3.json", "groups/b-1/3.json", `sets/b-1/lead/1-${SHA}.json`])
      expect([key, await create(key)]).toEqual([key, 200]);
    for (const key of ["people/a-1/3.json", `sets/b-1/a-1/3-${SHA}.json`, "queries/a-1/b-1/other/1.json", "decisions/b-1/other/1.json"]) expect([key, await create(key)]).toEqual([key, 403]);
  });

  test("a lead's and an assessor's whole day work under them", async () => {
    const { bucket, depot, leadKey, variables, file, pack, invite, credentialsOf } = await createStoreRoom("lead");
    await protect(bucket);
    expect(await desk(invite(file("a-1.json"), "--credentials", await credentialsOf("a-1")), variables)).toMatchObject({ status: 0, err: "" });
    expect(await desk(pack(), variables)).toMatchObject({ status: 0 });
    const home = file("home");
    expect(await desk(["enrol", "--home", home, "--file", file("a-1.json")])).toMatchObject({ status: 0, err: "" });
    // Asks for revisions that are not there yet, and is told so by a store that would rather not say.
    expect(await desk(["sync", "--home", home])).toMatchObject({ status: 0, err: "" });
    await writeFile(file("marks.csv"), MARKS);
    expect(await desk(["mark", "--home", home, "--csv", file("marks.csv")])).toMatchObject({ status: 0 });
    expect(await desk(["submit", "--home", home, "--batch", "b-1"])).toMatchObject({ status: 0, err: "" });
    // A new laptop.
    expect(await desk(invite(file("a-1-again.json"), "--credentials", await credentialsOf("a-1")), variables)).toMatchObject({ status: 0 });
    expect(await desk(["enrol", "--home", file("second"), "--file", file("a-1-again.json")])).toMatchObject({ status: 0 });
    expect(await desk(["sync", "--home", file("second")])).toMatchObject({ status: 0, err: "" });
    // The lead's own desk takes in what was handed in, and what is decided there goes up.
    const leadHome = file("lead-home");
    const inviteLead = ["invite", "--depot", depot, "--person", "lead", "--name", "Lead", "--role", "lead", "--trust", leadKey, "--out", file("lead.json"), "--credentials", await credentialsOf("lead")];
    expect(await desk(inviteLead, variables)).toMatchObject({ status: 0 });
    expect(await desk(["enrol", "--home", leadHome, "--file", file("lead.json")])).toMatchObject({ status: 0, err: "" });
    expect(await desk(["sync", "--home", leadHome])).toMatchObject({ status: 0, err: "" });
    expect((await desk(["status", "--home", leadHome])).out).toContain("1 of 1 assessor handed in");
    const lead = await deskBehind(leadHome, (depotOfLead) => depotOfLead);
    settle(lead, "K-1", "q1", 4);
    must(await synchroniseOnce(lead, () => undefined));
    expect(must(await lead.depot.list("decisions/"))).toEqual(["decisions/b-1/lead/1.json"]);
    lead.end();
    const verified = await desk(["verify", "--depot", depot, "--key", leadKey, "--json"], variables);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, problems: [] });
    // An invitation for a store's user who is somebody else.
    expect(await desk(invite(file("wrong.json"), "--credentials", await credentialsOf("a-2")), variables)).toMatchObject({ status: 0 });
    expect(await desk(["enrol", "--home", file("third"), "--file", file("wrong.json")])).toMatchObject({ status: 0 });
    expect(await desk(["sync", "--home", file("third")])).toMatchObject({ status: 1, err: expect.stringContaining("refuses access") });
  });

  test("an assessor whom the store does not let at an allocated batch is told so, and that is all", async () => {
    const { bucket, variables, file, pack, invite, credentialsOf } = await createStoreRoom("lead");
    // Neither the batch nor whether it is there.
    const assessor = JSON.parse(JSON.stringify(await statements("assessor", bucket, "a-1", "b-9")).replaceAll("batches/*/*.json", "batches/b-9/*.json")) as unknown[];
    await bucket.setPolicy({ Version: "2012-10-17", Statement: [...(await statements("lead", bucket, "lead")), ...assessor] });
    await desk(invite(file("a-1.json"), "--credentials", await credentialsOf("a-1")), variables);
    await desk(pack(), variables);
    expect(await desk(["enrol", "--home", file("home"), "--file", file("a-1.json")])).toMatchObject({ status: 0 });
    expect(await desk(["sync", "--home", file("home")])).toMatchObject({ status: 1, err: expect.stringContaining("refuses access") });
  });

  test("where the store is told so, not even its keeper deletes anything, and desks notice nothing of it", async () => {
    const bucket = await filled();
    await bucket.setPolicy({ Version: "2012-10-17", Statement: [...(await statements("assessor", bucket, "a-1", "b-1")), ...(await statements("nobody-removes", bucket))] });
    for (const key of OBJECTS) expect([key, await statusOf(bucket, "keeper", "DELETE", `${PREFIX}/${key}`)]).toEqual([key, 403]);
    expect(await statusOf(bucket, "a-1", "PUT", `${PREFIX}/drafts/b-1/a-1/7.json`, { headers: { "if-none-match": "*" }, body: "x" })).toBe(200);
  });
});
