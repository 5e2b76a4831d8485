/** What a mend looks at: the finding, the text under it and the nodes around it; and the edits that mends are made of. */

import type { Analysis } from "../../analysis/types";
import { type DiagnosticKey, type Finding, type Fix, fix } from "../../language/diagnostics";
import { type Node, nodeAt, type Span } from "../../syntax";
import { type Context, contextOf } from "../hover/context";
import { slice } from "../spans";
import { type Phrase, phrase } from "../../language/phrase";

export interface Wound {
  readonly analysis: Analysis;
  readonly finding: Finding;
  /** What stands at the finding's place. */
  readonly text: string;
  /** The nodes around the beginning of the place, from the document to the innermost. */
  readonly nodes: readonly Node[];
  readonly context: Context;
}

export type Mend = (wound: Wound) => readonly Fix[];
export type Mends = Partial<Readonly<Record<DiagnosticKey, Mend>>>;

export function woundOf(analysis: Analysis, finding: Finding): Wound {
  const nodes = nodeAt(analysis.program.document, finding.place.start);
  return { analysis, finding, text: slice(analysis.text, finding.place), nodes, context: contextOf(analysis, nodes) };
}

/** A fix that writes `text` at `span`. */
export function write({ analysis: { uri } }: Wound, title: Phrase, span: Span, text: string): Fix {
  return fix(title, [{ place: { uri, start: span.start, end: span.end }, text }]);
}

/** A fix that writes `text` in place of what the finding is about. */
export function change(wound: Wound, text: string): Fix {
  return write(wound, phrase`Change to ${text}`, wound.finding.place, text);
}

export function insert(wound: Wound, title: Phrase, at: number, text: string): Fix {
  return write(wound, title, { start: at, end: at }, text);
}

/** A fix that takes a member or an item out, with its line where it has that to itself. */
export function remove(wound: Wound, title: Phrase, { start, end }: Span): Fix {
  const { text } = wound.analysis;
  const lineStart = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const lineEnd = next < 0 ? text.length : next + 1;
  const alone = text.slice(lineStart, start).trim() === "" && /^\s*(\/\/.*)?\n?$/.test(text.slice(end, lineEnd));
  if (alone) return write(wound, title, { start: lineStart, end: lineEnd }, "");
  const after = /^\s*,[ \t]*/.exec(text.slice(end))?.[0].length ?? 0;
  const before = after > 0 ? 0 : (/(,\s*|[ \t]+)$/.exec(text.slice(0, start))?.[0].length ?? 0);
  return write(wound, title, { start: start - before, end: end + after }, "");
}

/** The innermost node of a kind around the finding. */
export function around<Kind extends Node["kind"]>({ nodes }: Wound, kind: Kind): Extract<Node, { kind: Kind }> | undefined {
  return nodes.findLast((node): node is Extract<Node, { kind: Kind }> => node.kind === kind);
}
