/** Completion inside `import "…"`, `trace = "…"` and `from "…"`: the other files of the workspace. */

import type { Analysis } from "../../analysis/types";
import { parse, type Span } from "../../syntax";
import { links } from "../links";
import type { CompletionItem } from "./types";

export interface ImportableFile {
  readonly uri: string;
  readonly text: string;
}

export interface ImportPaths {
  readonly locate: (from: string, path: string) => string;
  readonly relative: (from: string, to: string) => string;
}

/** What stands between the quotes of the import that the cursor is in, closed or not. */
export function importAt(text: string, offset: number): Span | undefined {
  return quotedAt(text, offset, /^\s*import\s*"[^"\n]*$/);
}

/** The files of another language that a path can name, and how they end. */
const foreign: readonly { readonly before: RegExp; readonly endings: readonly string[] }[] = [
  { before: /(?:^|[\s{,])trace\s*=\s*"[^"\n]*$/, endings: [".jsonl", ".csv"] },
  { before: /^\s*model\s+\w+\s+from\s*"[^"\n]*$/, endings: ["config.json"] },
];

/** What stands between the quotes of such a path. */
export function foreignAt(text: string, offset: number): { readonly span: Span; readonly endings: readonly string[] } | undefined {
  for (const { before, endings } of foreign) {
    const span = quotedAt(text, offset, before);
    if (span) return { span, endings };
  }
  return undefined;
}

function quotedAt(text: string, offset: number, before: RegExp): Span | undefined {
  const line = text.lastIndexOf("\n", offset - 1) + 1;
  const head = text.slice(line, offset);
  if (!before.test(head)) return undefined;
  const rest = /^[^"\n]*(?=")/.exec(text.slice(offset))?.[0] ?? "";
  return { start: line + head.lastIndexOf('"') + 1, end: offset + rest.length };
}

/** Files that are not imported yet and do not themselves lead back here. */
export function importItems(
  analysis: Analysis,
  span: Span,
  files: readonly ImportableFile[],
  paths: ImportPaths,
): readonly CompletionItem[] {
  const { uri, program } = analysis;
  const others = links(program.document).filter((link) => link.span.start !== span.start);
  const taken = new Set([uri, ...others.map(({ path }) => paths.locate(uri, path))]);
  const texts = new Map(files.map((file) => [file.uri, file.text]));
  const importable = files.filter((file) => !taken.has(file.uri) && !leadsTo(uri, file.uri, texts, paths));
  return pathItems(
    importable.map((file) => paths.relative(uri, file.uri)),
    span,
  );
}

/** Paths of files, the near ones first. */
export function pathItems(written: readonly string[], span: Span): readonly CompletionItem[] {
  const items = written.map(
    (path): CompletionItem => ({
      label: path,
      kind: "file",
      detail: "",
      documentation: "",
      span,
      text: path,
      rank: path.startsWith("..") ? 1 : 0,
    }),
  );
  return items.toSorted((left, right) => left.label.localeCompare(right.label));
}

function leadsTo(goal: string, from: string, texts: ReadonlyMap<string, string>, { locate }: ImportPaths): boolean {
  const reached = new Set([from]);
  for (const uri of reached) {
    const { document } = parse(texts.get(uri) ?? "");
    for (const { path } of links(document)) reached.add(locate(uri, path));
  }
  return reached.has(goal);
}
