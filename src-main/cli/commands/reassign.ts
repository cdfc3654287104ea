import type { PublishedAllocations } from "../../../src-shared/bridge/lead/board.ts";
import type { Problem } from "../../../src-shared/problems/problem.ts";
import { ok, type Result } from "../../../src-shared/result.ts";
import type { Engine } from "../../engine/engine.ts";
import { defineCommand, wrongUsage } from "../command.ts";
import { readDay } from "../day.ts";
import { homeOptions, withDesk } from "../open-home.ts";
import { publishInStep, type Publishing } from "../publish-allocations.ts";
import { count } from "../words.ts";

export const reassignCommand = defineCommand({
  name: "reassign",
  summary: "Pass an assessor's candidates on, change their day, open live marking for them, stop them, or let them go on.",
  explanation: [
    "On a lead's desk: changes what one assessor marks of a batch, and publishes it. One thing at a time: --to, --due,",
    "--open, --stop or --go-on. Marks that were made are kept. Candidates whose marks are handed in stay, unless --handed-in is",
    "given: their marks count all the same. Who is stopped can mark nothing of the batch, and is told why; what they have",
    "not handed in can be passed on, or desk allocate draws somebody for it. --open opens live marking, whatever practice says.",
  ].join("\n"),
  options: {
    ...homeOptions,
    batch: { value: "ID", help: "The batch.", required: true },
    assessor: { value: "ID", help: "Whose allocation is changed.", required: true },
    to: { value: "ID", help: "Who gets the candidates; nobody, to take them away." },
    candidates: { value: "REFS", help: "Which candidates, such as K-2031,K-2038; all live ones that are not handed in, where none are given." },
    "handed-in": { help: "Also those whose marks are handed in." },
    due: { value: "DAY", help: "Until when, such as 2026-12-04, or none." },
    open: { value: "TEXT", help: "Open live marking for them, whatever their practice says; the reason is told to them and kept." },
    stop: { value: "TEXT", help: "Stop their marking; the reason is told to them and kept." },
    "go-on": { help: "Let them go on." },
  },
  async run(values, _argument, context) {
    const { home, batch, assessor, to, open, stop } = values;
    const given = [to, values.due, open, stop, values["go-on"] ? "" : undefined].filter((each) => each !== undefined).length;
    if (given !== 1) return wrongUsage("One of --to, --due, --open, --stop and --go-on is needed, and only one.");
    if (to === undefined && (values.candidates !== undefined || values["handed-in"])) return wrongUsage("--candidates and --handed-in go with --to.");
    const day = readDay(values.due, context.now());
    if (!day.ok) return day;
    const due = day.value;
    const candidates = values.candidates?.split(",").map((each) => each.trim().normalize("NFC")).filter((each) => each !== "") ?? null;
    const done = (published: Result<PublishedAllocations, Problem>, text: string): Result<Publishing, Problem> =>
      published.ok ? ok({ json: { home, batch, assessor, ...published.value }, text }) : published;

    async function change(engine: Engine): Promise<Result<Publishing, Problem>> {
      const known = await revisionsOf(engine, batch, to === undefined || to === "nobody" ? [assessor] : [assessor, to]);
      if (!known.ok) return known;
      if (to !== undefined) {
        const moved = await engine.request("board.reassign", { batch, from: assessor, to: to === "nobody" ? null : to, candidates, handedIn: values["handed-in"], known: known.value });
        return done(moved, moved.ok ? `${count(moved.value.moved, "candidate")} of ${batch} went from ${assessor} to ${to}.` : "");
      }
      if (open !== undefined) return done(await engine.request("board.open", { batch, person: assessor, because: open, known: known.value }), `Live marking of ${batch} is open for ${assessor}.`);
      if (stop !== undefined) return done(await engine.request("board.stop", { batch, person: assessor, because: stop, known: known.value }), `The marking of ${batch} by ${assessor} is stopped.`);
      if (values["go-on"]) {
        const board = await engine.request("board.batch", { batch });
        if (!board.ok) return board;
        if (board.value.assessors.some((each) => each.person === assessor && each.stopped === null)) return ok({ json: { home, batch, assessor, allocations: [] }, text: `${assessor} was not stopped, so nothing of ${batch} was changed.` });
        return done(await engine.request("board.resume", { batch, person: assessor, known: known.value }), `${assessor} can go on with ${batch}.`);
      }
      return done(await engine.request("board.extend", { batch, people: [assessor], due, known: known.value }), `${batch} is due ${due ?? "on no day"} for ${assessor}.`);
    }

    return withDesk(values, context, (engine) => publishInStep(engine, batch, context, () => change(engine)));
  },
});

async function revisionsOf(engine: Engine, batch: string, people: readonly string[]): Promise<Result<{ person: string; revision: number }[], Problem>> {
  const known: { person: string; revision: number }[] = [];
  for (const person of people) {
    const theirs = await engine.request("board.candidates", { batch, person });
    if (!theirs.ok && theirs.error.kind !== "not-allocated") return theirs;
    known.push({ person, revision: theirs.ok ? theirs.value.revision : 0 });
  }
  return ok(known);
}
