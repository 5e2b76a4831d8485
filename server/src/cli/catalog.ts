/** `cmx catalog`: what CMX knows of chips, machines and models, and where it knows it from. */

import { catalogFiles } from "../catalog";
import { kinds } from "../language/schema";
import { type Declaration, parse } from "../syntax";
import { didYouMean, type Invocation } from "./arguments";
import type { Style } from "./style";
import type { ExitCode, Terminal } from "./terminal";

interface Entry {
  readonly kind: string;
  readonly name: string;
  readonly documentation: string;
  readonly source: string;
}

/** Lists the catalog, or prints the source of one entry. */
export function catalog(invocation: Invocation, terminal: Terminal): ExitCode {
  const entries = catalogFiles.flatMap(({ text }) => entriesOf(text));
  const [name] = invocation.operands;
  if (name === undefined) {
    terminal.out(catalogList(entries, terminal.style));
    return 0;
  }
  const entry = entries.find((candidate) => candidate.name === name);
  if (!entry) {
    const near = didYouMean(
      name,
      entries.map((candidate) => candidate.name),
    );
    terminal.err(`cmx: the catalog has no ${name}.${near} cmx catalog lists what it has.\n`);
    return 2;
  }
  terminal.out(entry.source);
  return 0;
}

/** The declarations of a catalog file, in its order. */
export function entriesOf(text: string): readonly Entry[] {
  return parse(text)
    .document.items.filter((item): item is Declaration => item.kind === "declaration")
    .map((declaration) => ({
      kind: declaration.keyword.text,
      name: declaration.name.text,
      documentation: firstSentence(declaration.documentation ?? ""),
      source: sourceOf(text, declaration),
    }));
}

/** Names under their kinds, each with what it is. */
export function catalogList(entries: readonly Entry[], style: Style): string {
  const width = Math.max(0, ...entries.map(({ name }) => name.length));
  const sections = kinds.map((kind) => {
    const rows = entries.filter((entry) => entry.kind === kind.name);
    const lines = rows.map(({ name, documentation }) => `  ${name.padEnd(width)}  ${style.dim(documentation)}`.trimEnd());
    return rows.length > 0 ? `${[style.bold(kind.name), ...lines].join("\n")}\n` : "";
  });
  return sections.filter((section) => section !== "").join("\n");
}

/** The head of the file, which spells out its sources, then the entry with the comments right above it. */
function sourceOf(text: string, declaration: Declaration): string {
  let start = text.lastIndexOf("\n", declaration.start - 1) + 1;
  while (start > 0) {
    const above = text.lastIndexOf("\n", start - 2) + 1;
    if (!text.slice(above, start).startsWith("//")) break;
    start = above;
  }
  const head = /^(?:\/\/.*\r?\n)*/.exec(text)?.[0] ?? "";
  const newline = text.indexOf("\n", declaration.end);
  const entry = `${text.slice(start, newline < 0 ? text.length : newline).trimEnd()}\n`;
  return start === 0 || head === "" ? entry : `${head}\n${entry}`;
}

function firstSentence(documentation: string): string {
  const [line = ""] = documentation.trim().split("\n");
  return /^.*?[.;](?=\s|$)/.exec(line)?.[0].replace(/[.;]$/, "") ?? line;
}
