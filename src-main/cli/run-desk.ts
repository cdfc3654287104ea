import { commonOptions, type Command, type CommandContext, type CommandResult } from "./command.ts";
import { problemText } from "./problem-text.ts";
import { noProgress, type Progress } from "./progress.ts";

/** Exit statuses: only 0 means that all of it worked. */
const WORKED = 0;
const FAILED = 1;
const WRONG_USAGE = 2;

/** Each command's file is read only when it is asked for: most of them need only a part of the engine. */
const commands: Record<string, () => Promise<Command>> = {
  keygen: async () => (await import("./commands/keygen.ts")).keygenCommand,
  pack: async () => (await import("./commands/pack.ts")).packCommand,
  invite: async () => (await import("./commands/invite.ts")).inviteCommand,
  enrol: async () => (await import("./commands/enrol.ts")).enrolCommand,
  sync: async () => (await import("./commands/sync.ts")).syncCommand,
  status: async () => (await import("./commands/status.ts")).statusCommand,
  mark: async () => (await import("./commands/mark.ts")).markCommand,
  submit: async () => (await import("./commands/submit.ts")).submitCommand,
  reopen: async () => (await import("./commands/reopen.ts")).reopenCommand,
  publish: async () => (await import("./commands/publish.ts")).publishCommand,
  tidy: async () => (await import("./commands/tidy.ts")).tidyCommand,
  moderate: async () => (await import("./commands/moderate.ts")).moderateCommand,
  verify: async () => (await import("./commands/verify.ts")).verifyCommand,
  show: async () => (await import("./commands/show.ts")).showCommand,
  allocate: async () => (await import("./commands/allocate.ts")).allocateCommand,
  reassign: async () => (await import("./commands/reassign.ts")).reassignCommand,
  export: async () => (await import("./commands/export.ts")).exportCommand,
  agreement: async () => (await import("./commands/agreement.ts")).agreementCommand,
  fairness: async () => (await import("./commands/fairness.ts")).fairnessCommand,
  demo: async () => (await import("./commands/demo.ts")).demoCommand,
};

export interface DeskWorld extends Omit<CommandContext, "software" | "progress" | "note"> {
  version: string;
  createProgress: () => Progress;
  out: (text: string) => void;
  err: (text: string) => void;
}

/** Runs one command of `desk` and returns its exit status. Never throws: a fault of our own becomes a sentence too. */
export async function runDesk(argv: readonly string[], world: DeskWorld): Promise<number> {
  const [name, ...rest] = argv;
  if (name === undefined) {
    world.err(await listOfCommands());
    return WRONG_USAGE;
  }
  if (name === "--help" || name === "help") return help(name === "help" ? rest[0] : undefined, world);
  if (name === "--version") {
    world.out(`${world.version}\n`);
    return WORKED;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) return refuse(`There is no command ${name}.`, "desk --help", world);
  const command = await load();
  const words = rest.includes("--") ? rest.slice(0, rest.indexOf("--")) : rest;
  if (words.includes("--help")) {
    world.out(`${command.help}\n`);
    return WORKED;
  }
  const wantsJson = words.includes("--json");
  const progress = words.includes("--quiet") ? noProgress : world.createProgress();
  const said: string[] = [];
  let result: CommandResult;
  try {
    result = await command.run(rest, { ...world, software: `Assessor Desk ${world.version}`, progress, note: (sentence) => void said.push(sentence) });
  } catch (error) {
    progress.end();
    const detail = error instanceof Error ? (world.env["DESK_DEBUG"] ? error.stack : error.message) : String(error);
    world.err(`Assessor Desk met a fault of its own (${detail}). What was said to be done is done and safe; please report this, with what you did.\n`);
    return FAILED;
  }
  progress.end();
  for (const sentence of said) world.err(`Note: ${sentence}\n`);
  if (!result.ok) {
    const { error } = result;
    if (error.kind === "wrong-usage") return refuse(error.reason, `desk ${name} --help`, world);
    const message = problemText(error);
    if (wantsJson) world.out(`${JSON.stringify({ problem: { ...error, message } })}\n`);
    world.err(`${message}\n`);
    return FAILED;
  }
  const { json, text, notes = [], good = true } = result.value;
  world.out(wantsJson ? `${JSON.stringify(json)}\n` : `${text}\n`);
  if (!wantsJson) for (const note of notes) world.err(`Note: ${note}\n`);
  return good ? WORKED : FAILED;
}

function refuse(reason: string, where: string, world: DeskWorld): number {
  world.err(`${reason} Nothing was done; ${where} shows how it is used.\n`);
  return WRONG_USAGE;
}

async function help(name: string | undefined, world: DeskWorld): Promise<number> {
  if (name !== undefined) {
    const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!load) return refuse(`There is no command ${name}.`, "desk --help", world);
    world.out(`${(await load()).help}\n`);
    return WORKED;
  }
  world.out(await listOfCommands());
  return WORKED;
}

async function listOfCommands(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()));
  const lines = all.map((command) => `  ${command.name.padEnd(11)}${command.summary}`);
  return [
    "desk: Assessor Desk without its window, for administrators, scripts and rooms without a network.",
    "",
    ...lines,
    "",
    "desk COMMAND --help explains one of them. Each also takes " + commonOptions.slice(0, 2).join(" and ") + ".",
    "The exit status is 0 only when all of it worked, 1 where there was a problem, 2 where the command was not understood.",
    "",
  ].join("\n");
}
