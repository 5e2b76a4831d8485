/** `cmx check`: what is wrong with files. */

import { analyse } from "../analysis";
import type { Invocation } from "./arguments";
import { diagnosticFrames, diagnosticLines } from "./diagnostic-text";
import { type Checked, checked, summary, tally } from "./diagnostics";
import { fileHost, readSource } from "./files";
import { sarif } from "./sarif";
import type { ExitCode, Terminal } from "./terminal";

/** Checks every file that can be read, then says how it went. */
export async function check(invocation: Invocation, terminal: Terminal, version: string): Promise<ExitCode> {
  const files: Checked[] = [];
  let unreadable = false;
  for (const operand of invocation.operands) {
    const source = await readSource(operand, terminal);
    if ("problem" in source) {
      unreadable = true;
      terminal.err(`cmx: ${source.problem}\n`);
    } else {
      files.push(checked(source.name, analyse(source.uri, source.text, fileHost(source, terminal.cwd))));
    }
  }
  const counts = tally(files.flatMap(({ diagnostics }) => diagnostics));
  print(invocation.values.get("format"), files, terminal, version);
  if (unreadable) return 2;
  return counts.errors > 0 || (invocation.switches.has("strict") && counts.warnings > 0) ? 1 : 0;
}

function print(format: string | undefined, files: readonly Checked[], terminal: Terminal, version: string): void {
  const diagnostics = files.flatMap((file) => file.diagnostics);
  if (format === "json") return terminal.out(`${JSON.stringify({ diagnostics }, null, 2)}\n`);
  if (format === "sarif") return terminal.out(`${JSON.stringify(sarif(files, version), null, 2)}\n`);
  const { style, columns, interactive } = terminal;
  for (const file of files) terminal.out(interactive ? diagnosticFrames(file, style, columns) : diagnosticLines(file, style));
  if (files.length > 0) terminal.err(`${summary(tally(diagnostics), files.length)}\n`);
}
