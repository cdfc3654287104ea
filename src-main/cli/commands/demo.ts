import { err, ok } from "../../../src-shared/result.ts";
import { demoFiles, prepareDemo } from "../../engine/demo/prepare-demo.ts";
import { defineCommand } from "../command.ts";
import { withEngine } from "../open-home.ts";
import { syncOnce } from "../sync-home.ts";
import { count } from "../words.ts";
import { stepOf } from "./pack.ts";

export const demoCommand = defineCommand({
  name: "demo",
  summary: "Make a desk with the demonstration's recordings.",
  explanation: [
    "Packs the demonstration's recordings into a folder depot, invites and enrols its assessor, and fetches everything.",
    "The depot and its lead's key lie in the data folder, under demo. Nothing in it is about a real person.",
  ].join("\n"),
  options: { home: { value: "FOLDER", help: "The desk's data folder; it is made if need be.", required: true } },
  async run({ home }, _argument, context) {
    const { demoAssets, progress } = context;
    if (demoAssets === null) return err({ kind: "demo-missing" });
    return withEngine(home, context, async (engine) => {
      const state = await engine.request("desk.state", {});
      if (!state.ok) return state;
      if (state.value.kind === "refused") return err(state.value.problem);
      if (state.value.kind !== "first-start") return err({ kind: "already-enrolled", person: typeof state.value.person === "string" ? state.value.person : state.value.person.name, where: home });
      const demo = await prepareDemo(demoAssets, home, { ...context, onProgress: (each) => progress.show(stepOf(each)) });
      if (!demo.ok) return demo;
      const enrolled = await engine.enrol({ file: demo.value.enrolment, filePassphrase: null, protection: { kind: "key-file" } });
      if (!enrolled.ok) return enrolled;
      const synced = await syncOnce(engine, progress);
      if (!synced.ok) return synced;
      if (synced.value.problem) return err(synced.value.problem);
      const { batches, person } = synced.value.view;
      const files = demoFiles(home);
      const { candidates, answers, bytes } = demo.value.packed;
      return ok({
        json: { home, person: person.id, depot: files.depot, leadKey: files.leadKey, batches: batches.map((each) => each.batch), candidates, answers, bytes },
        text: `${home} is a desk with ${count(batches.length, "batch", "batches")} to mark. Its depot is ${files.depot}, its lead's key ${files.leadKey}.`,
      });
    });
  },
});
