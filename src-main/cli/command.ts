import { parseArgs } from "node:util";
import type { Problem } from "../../src-shared/problems/problem.ts";
import { err, ok, type Result } from "../../src-shared/result.ts";
import type { Network } from "../engine/depot/network.ts";
import type { Progress } from "./progress.ts";

/** An option that takes a value, such as `--depot URL`, or none, such as `--lock`. */
export type OptionSpec = { value: string; help: string; required?: true } | { help: string };
export type OptionSpecs = Record<string, OptionSpec>;

/** What a command is given: required values are there, others may be missing, flags are yes or no. */
export type Values<O extends OptionSpecs> = {
  [K in keyof O]: O[K] extends { required: true } ? string : O[K] extends { value: string } ? string | undefined : boolean;
};

/** What a command may use of the world. */
export interface CommandContext extends Network {
  env: Record<string, string | undefined>;
  /** Name and version of this software, as written into documents. */
  software: string;
  /** Folder of the demonstration, where this installation has one. */
  demoAssets: string | null;
  progress: Progress;
  /** Says a sentence on standard error when the command has ended, whatever becomes of it. */
  note: (sentence: string) => void;
}

export interface Outcome {
  /** What `--json` prints. */
  json: Record<string, unknown>;
  /** What a person reads. */
  text: string;
  /** Sentences that belong on standard error, such as what to look at though all went well. */
  notes?: readonly string[];
  /** False where the command did its work and its answer is no: the exit status is then 1. */
  good?: boolean;
}

/** Options that do not go together, or a value that cannot be one: exit status 2, and a hint at `--help`. */
export interface WrongUsage {
  kind: "wrong-usage";
  reason: string;
}

export type CommandResult = Result<Outcome, Problem | WrongUsage>;

export interface Command {
  name: string;
  /** One line for the list of commands. */
  summary: string;
  /** The page that `--help` shows. */
  help: string;
  run(argv: readonly string[], context: CommandContext): Promise<CommandResult>;
}

/** Options that every command has; taken out before the command sees its own. */
const COMMON = {
  json: { help: "Print one JSON object instead of sentences." },
  quiet: { help: "Show no progress." },
  help: { help: "Show this page." },
} satisfies OptionSpecs;
export const commonOptions = Object.keys(COMMON).map((name) => `--${name}`);

export function wrongUsage(reason: string): { ok: false; error: WrongUsage } {
  return err({ kind: "wrong-usage", reason });
}

/** Describes a command by its options; the types of what it is given follow from them. */
export function defineCommand<const O extends OptionSpecs>(description: {
  name: string;
  summary: string;
  /** A few plain sentences: what it does, what it leaves behind, what to keep in mind. */
  explanation: string;
  options: O;
  /** The one argument that stands without an option's name. */
  argument?: { value: string; help: string };
  run(values: Values<O>, argument: string, context: CommandContext): Promise<CommandResult>;
}): Command {
  const { name, summary, options, argument } = description;
  return {
    name,
    summary,
    help: helpPage(description),
    async run(argv, context) {
      const read = readOptions(argv, options, argument?.value);
      return read.ok ? description.run(read.value.values as Values<O>, read.value.argument, context) : read;
    },
  };
}

function readOptions(argv: readonly string[], specs: OptionSpecs, argument: string | undefined): Result<{ values: Record<string, string | boolean | undefined>; argument: string }, WrongUsage> {
  const types = Object.fromEntries(Object.entries({ ...specs, ...COMMON }).map(([name, spec]) => [name, { type: "value" in spec ? ("string" as const) : ("boolean" as const) }]));
  // Lenient reading with tokens, so that each mistake gets a sentence of ours.
  const { tokens } = parseArgs({ args: [...argv], options: types, allowPositionals: true, strict: false, tokens: true });
  const values: Record<string, string | boolean | undefined> = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, "value" in spec ? undefined : false]));
  const given = new Set<string>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "option-terminator") continue;
    if (token.kind === "positional") {
      positionals.push(token.value);
      continue;
    }
    const type = Object.hasOwn(types, token.name) && token.rawName.startsWith("--") ? types[token.name]!.type : undefined;
    if (type === undefined) return wrongUsage(`There is no option ${token.rawName}.`);
    if (given.has(token.name)) return wrongUsage(`${token.rawName} is given twice.`);
    given.add(token.name);
    if (type === "boolean" && token.value !== undefined) return wrongUsage(`${token.rawName} takes no value.`);
    if (type === "string" && (token.value === undefined || token.value === "" || (!token.inlineValue && /^--?[a-z]/.test(token.value)))) return wrongUsage(`${token.rawName} needs a value.`);
    values[token.name] = token.value ?? true;
  }
  if (positionals.length > (argument === undefined ? 0 : 1)) return wrongUsage(`${positionals.at(-1)} belongs to no option.`);
  if (argument !== undefined && positionals.length === 0) return wrongUsage(`${argument} is missing.`);
  for (const [name, spec] of Object.entries(specs)) if ("required" in spec && values[name] === undefined) return wrongUsage(`--${name} is missing.`);
  return ok({ values, argument: positionals[0] ?? "" });
}

function helpPage({ name, explanation, options, argument }: { name: string; explanation: string; options: OptionSpecs; argument?: { value: string; help: string } }): string {
  const title = (option: string, spec: OptionSpec) => ("value" in spec ? `--${option} ${spec.value}` : `--${option}`);
  const usage = Object.entries(options).map(([option, spec]) => ("required" in spec ? title(option, spec) : `[${title(option, spec)}]`));
  const lines = [
    ...(argument ? [[argument.value, argument.help] as const] : []),
    ...Object.entries({ ...options, ...COMMON }).map(([option, spec]) => [title(option, spec), spec.help] as const),
  ];
  const width = Math.max(...lines.map(([left]) => left.length)) + 2;
  return [
    `desk ${[name, ...(argument ? [argument.value] : []), ...usage].join(" ")}`,
    "",
    explanation,
    "",
    ...lines.map(([left, right]) => `  ${left.padEnd(width)}${right}`),
  ].join("\n");
}
