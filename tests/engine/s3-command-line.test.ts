import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { hasObjectStore, objectStore } from "../support/object-store.ts";
import { createStoreRoom, desk, MARKS } from "./support/store-room.ts";

describe.skipIf(!hasObjectStore)("desk with a depot in an object store", () => {
  test("packs, invites with credentials, enrols, fetches, marks, submits, verifies and shows", async () => {
    const { bucket, depot, leadKey, variables, file, pack, invite, credentialsOf } = await createStoreRoom("keeper");
    expect(await desk(pack(), variables)).toMatchObject({ status: 0 });
    expect(await desk(invite(file("a-1.json"), "--credentials", await credentialsOf("keeper")), variables)).toMatchObject({ status: 0, err: "" });
    const home = file("home");
    // The laptop has no variables: what it needs came with the enrolment.
    expect(await desk(["enrol", "--home", home, "--file", file("a-1.json")])).toMatchObject({ status: 0 });
    const synced = await desk(["sync", "--home", home, "--json"]);
    expect(JSON.parse(synced.out)).toMatchObject({ complete: true, recordings: { here: 3, total: 3 } });
    await writeFile(file("marks.csv"), MARKS);
    expect(await desk(["mark", "--home", home, "--csv", file("marks.csv")])).toMatchObject({ status: 0 });
    expect(await desk(["submit", "--home", home, "--batch", "b-1"])).toMatchObject({ status: 0 });
    const verified = await desk(["verify", "--depot", depot, "--key", leadKey, "--json"], variables);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, problems: [], recordings: { checked: 4, opened: 4 } });
    expect(await desk(["verify", "--home", home])).toMatchObject({ status: 0 });
    const invitation = await bucket.request("keeper", "GET", "panel/invitations/a-1/1.json");
    await writeFile(file("invitation.json"), await invitation.text());
    expect(await desk(["show", file("invitation.json"), "--key", leadKey, "--depot", depot], variables)).toMatchObject({ status: 0, out: expect.stringContaining("fits") });
  });

  test("a laptop is lost: a new invitation brings its marks to the next one, and both commands say so", async () => {
    const { variables, file, pack, invite, credentialsOf, depot, leadKey } = await createStoreRoom("keeper");
    await desk(pack(), variables);
    const credentials = await credentialsOf("keeper");
    await desk(invite(file("first.json"), "--credentials", credentials), variables);
    await desk(["enrol", "--home", file("lost"), "--file", file("first.json")]);
    await desk(["sync", "--home", file("lost")]);
    await writeFile(file("marks.csv"), ["batch,candidate,question,assessor,score,note,at", "b-1,K-1,q1,a-1,3,Clear and calm,", "b-1,K-1,q2,a-1,2,Vague,"].join("\n"));
    await desk(["mark", "--home", file("lost"), "--csv", file("marks.csv")]);
    expect(await desk(["sync", "--home", file("lost")])).toMatchObject({ status: 0 });

    const invited = await desk(invite(file("second.json"), "--credentials", credentials), variables);
    expect(invited).toMatchObject({ status: 0, err: "", out: expect.stringMatching(/So are their 2 marks of b-1, as their laptop sent them up to .+; what that laptop marked later is not in the depot\.\n/) });
    expect(await desk(["enrol", "--home", file("home"), "--file", file("second.json")])).toMatchObject({ status: 0 });
    expect(await desk(["sync", "--home", file("home")])).toMatchObject({ status: 0, out: expect.stringMatching(/^2 marks of b-1 came back from the depot, which had your work up to .*\. What was marked after that is not here\.\nThis is told until it was read: in the window, or with desk status --read\.\nAll is in step/) });
    const status = await desk(["status", "--home", file("home"), "--json"]);
    expect(JSON.parse(status.out)).toMatchObject({ recoveries: [{ batch: "b-1", marks: 2 }], kept: { marks: 2, allInDepot: true }, batches: [{ answers: { marked: 2 } }] });
    const verified = await desk(["verify", "--depot", depot, "--key", leadKey, "--json"], variables);
    expect(JSON.parse(verified.out)).toMatchObject({ ok: true, problems: [] });
    // The lost one turns up again.
    expect(await desk(["sync", "--home", file("lost")])).toMatchObject({ status: 0, out: expect.stringContaining("Your work moved to another laptop") });
  });

  test("the store's credentials are shown nowhere, and lie wrapped on the laptop", async () => {
    const { variables, file, pack, invite, credentialsOf } = await createStoreRoom("keeper");
    await desk(pack(), variables);
    const secret = (await objectStore()).users.keeper.secretAccessKey;
    await desk(invite(file("a-1.json"), "--credentials", await credentialsOf("keeper")), variables);
    const shown = await desk(["show", file("a-1.json")]);
    expect(shown.out).toContain("s3://");
    expect(shown.out).not.toContain(secret);
    expect(await desk(["enrol", "--home", file("home"), "--file", file("a-1.json")])).toMatchObject({ status: 0 });
    for (const name of ["desk.sqlite", "desk.sqlite-wal"]) expect((await readFile(path.join(file("home"), name)).catch(() => Buffer.alloc(0))).includes(secret)).toBe(false);
  });

  test("without credentials nothing is published and nobody enrols; with the usual variables a desk works", async () => {
    const { variables, file, pack, invite } = await createStoreRoom("keeper");
    expect(await desk(pack())).toMatchObject({ status: 1, err: expect.stringContaining("There are no credentials for the depot") });
    await desk(pack(), variables);
    const invited = await desk(invite(file("a-1.json")), variables);
    expect(invited).toMatchObject({ status: 0, err: expect.stringContaining("has no credentials of the store (--credentials)") });
    expect(await desk(["enrol", "--home", file("home"), "--file", file("a-1.json")])).toMatchObject({ status: 1, err: expect.stringContaining("There are no credentials for the depot") });
    expect(await desk(["enrol", "--home", file("home"), "--file", file("a-1.json")], variables)).toMatchObject({ status: 0 });
    expect(await desk(["sync", "--home", file("home")], variables)).toMatchObject({ status: 0 });
    expect(await desk(["sync", "--home", file("home")])).toMatchObject({ status: 1, err: expect.stringContaining("There are no credentials for the depot") });
  });

  test("each thing that may be wrong is said in a sentence, before anything is published", async () => {
    const { room, bucket, depot, leadKey, variables, file, invite } = await createStoreRoom("keeper");
    const refused = async (url: string, env: Record<string, string>, sentence: string) => {
      const run = await desk(["invite", "--depot", url, "--person", "a-1", "--name", "A", "--role", "assessor", "--trust", leadKey, "--out", file("no.json")], env);
      expect(run).toMatchObject({ status: 1, out: "" });
      expect(run.err).toContain(sentence);
      expect(run.err).toMatch(/^[^\n]+\.\n$/);
    };
    await refused(depot.replace(bucket.name, "no-such-bucket"), variables, "There is no depot at s3://no-such-bucket/panel (127.0.0.1:");
    await refused(depot, { ...variables, AWS_SECRET_ACCESS_KEY: "wrong" }, "refuses access");
    await refused("s3://Bucket/x", variables, "The depot's address cannot be used: a bucket's name has 3 to 63 lower-case letters");
    await refused(depot.replace("127.0.0.1", "store.example"), variables, "its endpoint begins with https://");
    await writeFile(file("credentials.json"), '{"accessKeyId": "x"}');
    expect(await desk(invite(file("no.json"), "--credentials", file("credentials.json")), variables)).toMatchObject({ status: 1, err: expect.stringContaining("holds no credentials of a store") });
    expect(await desk(["invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A", "--role", "assessor", "--trust", leadKey, "--out", file("no.json"), "--credentials", file("credentials.json")])).toMatchObject({ status: 2 });
    const listing = await bucket.request("keeper", "GET", "", { query: { "list-type": "2" } });
    expect(await listing.text()).not.toContain("<Contents>");
  });
});
