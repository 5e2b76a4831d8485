/** The words after `cmx`: which command, with what, or a sentence that says why not. */

import { parseArgs } from "node:util";
import { nearest } from "../semantics";
import { type CommandSpec, commandHelp, commands, help, type OptionSpec, usage } from "./commands";

export interface Invocation {
  readonly command: CommandSpec;
  readonly operands: readonly string[];
  readonly values: ReadonlyMap<string, string>;
  readonly switches: ReadonlySet<string>;
}

export type Request =
  | { readonly type: "run"; readonly invocation: Invocation }
  | { readonly type: "print"; readonly text: string }
  | { readonly type: "refuse"; readonly problem: string };

/** Understands a command line. `version` is what --version prints. */
export function parseCommandLine(words: readonly string[], version: string): Request {
  const [first, ...rest] = words;
  if (first === "--help" || first === "-h") return { type: "print", text: help() };
  if (first === "--version") return { type: "print", text: `${version}\n` };
  const names = commands.map(({ name }) => name);
  if (first === undefined) return refuse(`which command? One of ${names.join(", ")}. cmx --help says more.`);
  const command = commands.find(({ name }) => name === first);
  if (!command) return refuse(`there is no command ${first}.${didYouMean(first, names)} cmx --help says more.`);
  return parseCommand(command, rest);
}

/** " Did you mean X or Y?", or nothing when nothing is near. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
}

function parseCommand(command: CommandSpec, words: readonly string[]): Request {
  const options = Object.fromEntries(command.options.map(({ name, value }) => [name, { type: value ? "string" : "boolean" } as const]));
  const { tokens } = parseArgs({
    args: [...words],
    options: { ...options, help: { type: "boolean", short: "h" } },
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const operands: string[] = [];
  const values = new Map<string, string>();
  const switches = new Set<string>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    if (token.name === "help") return { type: "print", text: commandHelp(command) };
    const option = command.options.find(({ name }) => name === token.name);
    if (!option) return refuse(unknownOption(command, token.rawName));
    const problem = option.value ? valueProblem(option, token.value, token.inlineValue === true) : switchProblem(option, token.value);
    if (problem) return refuse(problem);
    if (token.value === undefined) switches.add(token.name);
    else values.set(token.name, token.value);
  }
  const problem = operandProblem(command, operands);
  return problem ? refuse(problem) : { type: "run", invocation: { command, operands, values, switches } };
}

function refuse(problem: string): Request {
  return { type: "refuse", problem };
}

function unknownOption(command: CommandSpec, rawName: string): string {
  const names = [...command.options.map(({ name }) => `--${name}`), "--help"];
  return `${command.name} has no option ${rawName}.${didYouMean(rawName, names)} Usage: ${usage(command)}`;
}

function valueProblem(option: OptionSpec, value: string | undefined, inline: boolean): string | undefined {
  const choices = option.value?.choices;
  const wanted = choices ? `one of ${choices.join(", ")}` : `a ${option.value?.placeholder}`;
  // `--plan --format` is a forgotten name, not a plan called --format; `--out -` is standard output.
  const forgotten = value === undefined || value === "" || (!inline && value.length > 1 && value.startsWith("-"));
  if (forgotten) return `--${option.name} needs ${wanted}.`;
  if (choices && !choices.includes(value)) return `--${option.name} is ${wanted}, not ${value}.${didYouMean(value, choices)}`;
  return undefined;
}

function switchProblem(option: OptionSpec, value: string | undefined): string | undefined {
  return value === undefined ? undefined : `--${option.name} takes no value.`;
}

function operandProblem(command: CommandSpec, operands: readonly string[]): string | undefined {
  const { min, max, placeholder } = command.operand;
  if (operands.length < min) return `${command.name} needs a ${placeholder}. Usage: ${usage(command)}`;
  if (operands.length > max) return `${command.name} takes one ${placeholder}, not ${operands.length}. Usage: ${usage(command)}`;
  if (operands.filter((operand) => operand === "-").length > 1) return "standard input can be read only once.";
  return undefined;
}
