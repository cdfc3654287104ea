import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import Database from "better-sqlite3";
import { inRepository } from "../../../scripts/setup/places.ts";
import type { CampaignDefinition, CampaignRules } from "../../../src-shared/documents/campaign.ts";
import { BATCH, deskCommand } from "./panel.ts";

const demo = inRepository("assets", "demo");

export const people = { "a-1": "Anna Assessor", "a-2": "Ben Okafor", "a-3": "Chris Reyes", "l-1": "Lena Lead" } as const;
type Assessor = "a-1" | "a-2" | "a-3";

/** A mark as it is given in these tests: the score, and what is noted and ticked at which second. */
export interface GivenMark {
  score: number;
  evidence: string;
  notes?: [atSeconds: number, text: string][];
  /** Places in the lists of the behaviour: `p1` the first positive indicator, `n2` the second negative. */
  ticks?: [atSeconds: number, indicator: `${"p" | "n"}${number}`][];
  flag?: string;
}

/** A depot with a batch, which assessors have marked and handed in, and a lead's desk in `home` that has taken it in. */
export async function createModeratedPanel(folder: string, home: string, marks: Partial<Record<Assessor, Record<string, GivenMark>>>, rules: Partial<CampaignRules> = {}) {
  const depot = path.join(folder, "depot");
  const media = path.join(folder, "media");
  const leadKey = path.join(folder, "lead.key.json");
  await Promise.all([depot, media].map((each) => mkdir(each, { recursive: true })));
  const assessors = Object.keys(marks) as Assessor[];
  const answers = [...new Set(assessors.flatMap((person) => Object.keys(marks[person]!)))].sort();
  const campaign = JSON.parse(await readFile(path.join(demo, "campaign.json"), "utf8")) as CampaignDefinition;
  await writeFile(path.join(folder, "campaign.json"), JSON.stringify({ ...campaign, rules: { ...campaign.rules, minimumWatchedShare: 0, combine: "lower", ...rules } }));
  for (const answer of answers) for (const end of ["mp4", "vtt"]) await copyFile(path.join(demo, "media", `${answer}.${end}`), path.join(media, `${answer}.${end}`));
  const candidateOf = (answer: string) => answer.slice(0, answer.lastIndexOf("-"));
  const questionOf = (answer: string) => answer.slice(answer.lastIndexOf("-") + 1);
  const candidates = [...new Set(answers.map(candidateOf))];
  await writeFile(path.join(folder, "candidates.csv"), ["candidate,question,file,captions,seconds_allowed", ...answers.map((each) => `${candidateOf(each)},${questionOf(each)},${each}.mp4,${each}.vtt,`)].join("\n"));
  await writeFile(path.join(folder, "allocation.csv"), ["assessor,candidate,round,due", ...assessors.flatMap((person) => candidates.map((each) => `${person},${each},live,`))].join("\n"));
  await desk("keygen", "--out", leadKey);
  await desk(
    ...["pack", "--campaign", path.join(folder, "campaign.json"), "--candidates", path.join(folder, "candidates.csv"), "--media", media],
    ...["--batch", BATCH, "--depot", depot, "--key", leadKey, "--allocate", path.join(folder, "allocation.csv")],
  );
  async function enrol(person: keyof typeof people, at: string) {
    const file = path.join(folder, `${person}.enrolment.json`);
    await desk("invite", "--depot", depot, "--person", person, "--name", people[person], "--role", person === "l-1" ? "lead" : "assessor", "--trust", leadKey, "--out", file);
    await desk("enrol", "--home", at, "--file", file);
    await desk("sync", "--home", at);
  }
  async function handIn(person: Assessor) {
    const at = path.join(folder, person);
    await enrol(person, at);
    const table = Object.entries(marks[person]!).map(([answer, { score, evidence }]) => `${BATCH},${candidateOf(answer)},${questionOf(answer)},${score},"${evidence}"`);
    await writeFile(path.join(folder, `${person}.csv`), ["batch,candidate,question,score,note", ...table].join("\n"));
    await desk("mark", "--home", at, "--csv", path.join(folder, `${person}.csv`));
    putMoments(at, campaign, marks[person]!);
    await desk("submit", "--home", at, "--batch", BATCH);
    await desk("sync", "--home", at);
  }
  await enrol("l-1", home);
  for (const person of assessors) await handIn(person);
  await desk("sync", "--home", home);
  return { depot, leadKey };
}

async function desk(...args: string[]): Promise<void> {
  const { status, stderr } = await deskCommand(...args);
  if (status !== 0) throw new Error(`desk ${args[0]}: ${stderr}`);
}

/** What a table of marks cannot say, put where the window puts it: notes and ticks with their moments, flags, what was watched. */
function putMoments(home: string, { behaviours, questions }: CampaignDefinition, marks: Record<string, GivenMark>) {
  const db = new Database(path.join(home, "desk.sqlite"));
  const at = new Date().toISOString();
  const find = db.prepare("SELECT id FROM answers WHERE candidate || '-' || question = ?").pluck();
  for (const [answer, { notes = [], ticks = [], flag }] of Object.entries(marks)) {
    const id = find.get(answer);
    const behaviour = behaviours.find((each) => each.id === questions.find((question) => answer.endsWith(`-${question.id}`))!.behaviour)!;
    for (const [seconds, text] of notes) db.prepare("INSERT INTO notes VALUES (?, ?, ?, ?, ?)").run(crypto.randomUUID(), id, seconds, text, at);
    for (const [seconds, name] of ticks) {
      const indicator = (name.startsWith("p") ? behaviour.positive : behaviour.negative)[Number(name.slice(1)) - 1]!;
      db.prepare("INSERT INTO indicators VALUES (?, ?, ?)").run(id, indicator.id, seconds);
    }
    if (flag !== undefined) db.prepare("INSERT INTO flags (answer_id, flag, note, at, at_seconds) VALUES (?, 'suspected-script', ?, ?, 8)").run(id, flag, at);
    db.prepare("UPDATE answers SET watched_share = 0.96 WHERE id = ?").run(id);
    db.prepare("UPDATE marks SET share_when_scored = 0.96 WHERE answer_id = ?").run(id);
  }
  db.close();
}
