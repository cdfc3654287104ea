import path from "node:path";
import { describe, expect, test } from "vitest";
import { readStatus } from "../../src-main/engine/views/status.ts";
import { createPackingRoom } from "../fixtures/packing-room.ts";
import { createPanel, must } from "./support/panel.ts";
import { desk } from "./support/store-room.ts";

describe("fetching by command", () => {
  test("that was paused is no failure of the command that paused it, and removed recordings are said to be that", async () => {
    const room = await createPackingRoom();
    const file = (name: string) => path.join(room.folder, name);
    const own = file("home");
    const good = async (...args: string[]) => {
      const run = await desk(args);
      expect(run).toMatchObject({ status: 0 });
      return run.out;
    };
    await good("keygen", "--out", file("lead.json"));
    await good("pack", "--campaign", room.campaignFile, "--candidates", file("candidates.csv"), "--media", room.media, "--batch", "b-1", "--depot", room.depotFolder, "--key", file("lead.json"), "--allocate", file("allocation.csv"));
    await good("invite", "--depot", room.depotFolder, "--person", "a-1", "--name", "A", "--role", "assessor", "--trust", file("lead.json"), "--out", file("a-1.json"));
    await good("enrol", "--home", own, "--file", file("a-1.json"));
    expect(await good("sync", "--home", own, "--pause")).toMatch(/^Fetching is paused: 0 of 3 recordings are here\. Documents and sets go on, nothing waiting to be delivered; desk sync --resume fetches the rest\.\n$/);
    const later = await desk(["sync", "--home", own, "--json"]);
    expect(later.status).toBe(1);
    expect(JSON.parse(later.out)).toMatchObject({ paused: true, complete: false });
    expect(await good("sync", "--home", own, "--resume")).toMatch(/^All is in step with .*: 1 batch, 3 recordings \(\d+ KB\), nothing waiting to be delivered\.\n$/);

    expect(await desk(["tidy", "--home", own, "--batch", "b-1"])).toMatchObject({ status: 1, err: expect.stringContaining("desk tidy --still-needed") });
    await good("tidy", "--home", own, "--batch", "b-1", "--still-needed");
    expect(await good("sync", "--home", own)).toMatch(/^All is in step with .*: 1 batch, no recording to fetch, nothing waiting to be delivered\.\nThe recordings of b-1 were removed from this computer; desk tidy --batch b-1 --fetch-again lets them come again\.\n$/);
  });

  test("that is under way elsewhere is not touched, and how to pause it is said", async () => {
    const { home } = await (await createPanel()).enrolledDesk();
    const paused = await desk(["sync", "--home", home, "--pause"]);
    expect(paused).toMatchObject({ status: 1, out: "", err: expect.stringMatching(/^Note: What is being fetched there is paused in its window, or stopped by ending the command; what has come stays\.\nAssessor Desk is already open on /) });
    expect(must(await readStatus(home, () => new Date())).fetching.paused).toBe(false);
  });
});
