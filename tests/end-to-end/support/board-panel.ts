import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { inRepository } from "../../../scripts/setup/places.ts";
import { BATCH, deskCommand } from "./panel.ts";

export const CANDIDATES = ["K-2031", "K-2038", "K-2044", "K-2047", "K-2052", "K-2063"];
const people = { "a-1": "Anna Assessor", "a-2": "Ben Okafor", "a-3": "Chris Reyes", "l-1": "Lena Lead" };
type Person = keyof typeof people;

/** A depot with a batch of which `allocation` is allocated, three assessors' desks and a lead's, all made with the command line. */
export async function createBoardPanel(folder: string, homes: Partial<Record<Person, string>>, allocation: readonly string[]) {
  const [depot, media, leadKey] = [path.join(folder, "depot"), path.join(folder, "media"), path.join(folder, "lead.key.json")];
  await Promise.all([depot, media].map((each) => mkdir(each, { recursive: true })));
  const demo = inRepository("assets", "demo");
  for (const candidate of CANDIDATES) for (const end of ["mp4", "vtt"]) await copyFile(path.join(demo, "media", `${candidate}-q1.${end}`), path.join(media, `${candidate}-q1.${end}`));
  await writeFile(path.join(folder, "candidates.csv"), ["candidate,question,file,captions,seconds_allowed", ...CANDIDATES.map((each) => `${each},q1,${each}-q1.mp4,${each}-q1.vtt,`)].join("\n"));
  await writeFile(path.join(folder, "allocation.csv"), ["assessor,candidate,round,due", ...allocation].join("\n"));
  await desk("keygen", "--out", leadKey);
  const homeOf = (person: Person) => homes[person] ?? path.join(folder, person);
  for (const person of Object.keys(people) as Person[])
    await desk("invite", "--depot", depot, "--person", person, "--name", people[person], "--role", person === "l-1" ? "lead" : "assessor", "--trust", leadKey, "--out", path.join(folder, `${person}.json`));
  await desk(
    ...["pack", "--campaign", path.join(demo, "campaign.json"), "--candidates", path.join(folder, "candidates.csv"), "--media", media],
    ...["--batch", BATCH, "--depot", depot, "--key", leadKey, "--allocate", path.join(folder, "allocation.csv")],
  );
  for (const person of Object.keys(people) as Person[]) await desk("enrol", "--home", homeOf(person), "--file", path.join(folder, `${person}.json`));
  for (const person of ["a-1", "a-2", "a-3", "l-1"] as const) await desk("sync", "--home", homeOf(person));
  return { homeOf };
}

/** Runs a command that must succeed; its JSON comes back. */
export async function desk<T>(...args: string[]): Promise<T> {
  const { status, stdout, stderr } = await deskCommand(...args, "--json");
  if (status !== 0) throw new Error(`desk ${args[0]}: ${stderr} ${stdout}`);
  return JSON.parse(stdout) as T;
}
