/** From a command line to an exit code. */

import { parseCommandLine } from "./arguments";
import { catalog } from "./catalog";
import { check } from "./check";
import { format } from "./format";
import { simulate } from "./simulate";
import type { ExitCode, Terminal } from "./terminal";

/** Runs one command. Whatever is in the files, it answers; only a fault of ours throws. */
export async function run(words: readonly string[], terminal: Terminal, version: string): Promise<ExitCode> {
  const request = parseCommandLine(words, version);
  if (request.type === "print") {
    terminal.out(request.text);
    return 0;
  }
  if (request.type === "refuse") {
    terminal.err(`cmx: ${request.problem}\n`);
    return 2;
  }
  const { invocation } = request;
  switch (invocation.command.name) {
    case "check":
      return check(invocation, terminal, version);
    case "simulate":
      return simulate(invocation, terminal);
    case "format":
      return format(invocation, terminal);
    case "catalog":
      return catalog(invocation, terminal);
  }
}
