/** `cmx format`: files in the one style. */

import { format as layOut, parse } from "../syntax";
import type { Invocation } from "./arguments";
import { counted } from "./diagnostics";
import { readSource, type Source, writeText } from "./files";
import type { ExitCode, Terminal } from "./terminal";

/** The formatter's only option belongs to the editor; without one, the style of the documentation holds. */
const tabSize = 2;

/** Formats every file that can be read; the worst outcome decides the exit code. */
export async function format(invocation: Invocation, terminal: Terminal): Promise<ExitCode> {
  const checkOnly = invocation.switches.has("check");
  let worst: ExitCode = 0;
  let changed = 0;
  for (const operand of invocation.operands) {
    const source = await readSource(operand, terminal);
    const outcome =
      "problem" in source ? complain(source.problem, 2, terminal) : formatSource(source, checkOnly ? "list" : "write", terminal);
    if (outcome.changed) changed++;
    worst = worse(worst, outcome.code);
  }
  if (changed > 0) terminal.err(`${counted(changed, "file")} ${checkOnly ? "would change" : "changed"}.\n`);
  return worst;
}

interface Outcome {
  readonly code: ExitCode;
  readonly changed: boolean;
}

function formatSource(source: Source, mode: "list" | "write", terminal: Terminal): Outcome {
  if (source.damaged) return complain(`${source.name} is not UTF-8 text; left as it is.`, 2, terminal);
  const text = layOut(source.text, { tabSize });
  const differs = text !== source.text;
  const code: ExitCode = parse(source.text).problems.length > 0 ? 1 : 0;
  if (code === 1) complain(`${source.name} has syntax errors${differs ? "" : "; left as it is"}. cmx check says which.`, 1, terminal);
  if (mode === "list") {
    if (differs) terminal.out(`${source.name}\n`);
    return { code: differs ? 1 : code, changed: differs };
  }
  if (source.path === undefined) {
    terminal.out(text);
    return { code, changed: false };
  }
  const failure = differs ? writeText(source.path, text, terminal) : undefined;
  return failure ? complain(failure.problem, 2, terminal) : { code, changed: differs };
}

function complain(problem: string, code: ExitCode, terminal: Terminal): Outcome {
  terminal.err(`cmx: ${problem}\n`);
  return { code, changed: false };
}

function worse(left: ExitCode, right: ExitCode): ExitCode {
  return left > right ? left : right;
}
