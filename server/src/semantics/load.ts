/** From texts to files with names: this one, and everything that it imports. */

import { finding, related } from "../language/diagnostics";
import { findKind, kinds, kindSchema } from "../language/schema";
import { lineIndex, type LineIndex, parseAfter, type Declaration, type Import, type Let } from "../syntax";
import { firstAt, lineOf, placeOf, Draft, type LetDraft, type Meaning, type Report, type Source } from "./draft";
import { evaluate } from "./evaluate";
import { suggest } from "./names";
import { resolvePath } from "./paths";
import type { ResolvedNumber } from "./program";
import { unitOf } from "./quantity";
import { lazily, type Trail } from "./trail";
import { listed, phrase, phraseOf, type Values } from "../language/phrase";

/** How many unknown words of a file get suggestions. */
const mostSuggestions = 200;

/** What the files of one resolution have in common. */
export interface Common {
  readonly trail: Trail;
  /** What is visible everywhere. */
  readonly outer: ReadonlyMap<string, Meaning>;
  /** Derives a declaration whose block is asked for; absent where all are derived before. */
  readonly derive?: (draft: Draft) => void;
  /** The files of the last resolution, whose texts were nearly the same. */
  readonly last?: ReadonlyMap<string, Source> | undefined;
}

/** Parses a file and registers what it declares. */
export function loadSource(uri: string, text: string, { trail, outer, derive, last }: Common): Source {
  const parsed = parseAfter(last?.get(uri)?.parsed, text);
  const { document, problems } = parsed;
  let lines: LineIndex | undefined;
  const source: Source = {
    uri,
    text,
    parsed,
    document,
    trail,
    derive,
    names: new Map(),
    declarations: [],
    lets: [],
    reach: [],
    outer,
    findings: problems.map(({ key, span, values }) => finding(key, { uri, start: span.start, end: span.end }, said(values) as never)),
    settled: 0,
    mentions: [],
    lines: () => (lines ??= lineIndex(text)),
    suggestionsLeft: mostSuggestions,
  };
  for (const item of document.items) {
    if (item.kind === "let") addLet(item, source);
    if (item.kind === "declaration") addDeclaration(item, source);
  }
  return source;
}

/** What the parser says is missing or found, which it says in words. */
function said(values: Readonly<Record<string, string | number>>): Values {
  return Object.fromEntries(
    Object.entries(values).map(([blank, value]) => [blank, blank === "what" || blank === "found" ? phraseOf(String(value)) : value]),
  );
}

/** The imports of a file. */
export function importsOf(source: Source): Import[] {
  return source.document.items.filter((item) => item.kind === "import");
}

function addLet(node: Let, source: Source): void {
  const place = placeOf(source, node.name);
  const report: Report = (problem) => source.findings.push(problem);
  const dependencies = new Set<Meaning>();
  const cell = lazily(source.trail, node.name.text, place, report, () => valueOf(node, source, report, dependencies));
  const draft: LetDraft = { type: "let", name: node.name.text, source, node, place, dependencies, cell };
  source.lets.push(draft);
  register(node.name, draft, source);
}

function valueOf(node: Let, source: Source, report: Report, dependencies: Set<Meaning>): ResolvedNumber | undefined {
  const subject = node.name.text;
  const operand = evaluate(node.value, undefined, {
    source,
    report,
    subject,
    path: (path) => resolvePath(path, { source, report, subject, dependencies }),
  });
  if (operand?.compiled.type !== "constant") return undefined;
  const { value, dimension } = operand.compiled;
  const { scope, currency } = operand;
  return { type: "number", value, dimension, scope, currency, place: placeOf(source, node.value), unit: unitOf(node.value) };
}

function addDeclaration(node: Declaration, source: Source): void {
  const { keyword, name } = node;
  const schema = findKind(keyword.text);
  const place = placeOf(source, name);
  if (!schema) {
    register(name, { type: "broken", place }, source);
    if (keyword.missing) return;
    const names = kinds.map((kind) => kind.name);
    const { nearest, more } = suggest(source, keyword, names);
    const instead = more.fixes.length > 0 ? nearest : phrase` A declaration is one of ${listed(names)}.`;
    source.findings.push(finding("unknown-kind", placeOf(source, keyword), { name: keyword.text, nearest: instead }, more));
    return;
  }
  const kind = schema.name;
  const draft = new Draft(kind, kindSchema(kind), source, node, place);
  source.declarations.push(draft);
  register(name, draft, source);
}

function register(name: Declaration["name"], meaning: Meaning, source: Source): void {
  if (name.missing) return;
  const first = source.names.get(name.text);
  if (first) {
    const values = { name: name.text, line: lineOf(source, first.place) };
    source.findings.push(finding("duplicate-name", placeOf(source, name), values, { related: firstAt(first.place, name.text) }));
    return;
  }
  source.names.set(name.text, meaning);
  const hidden = source.outer.get(name.text);
  if (hidden?.type !== "declaration" || hidden.source.uri === source.uri) return;
  const there = [related(hidden.place, phrase`The catalog's ${name.text}.`)];
  source.findings.push(finding("hides-catalog", placeOf(source, name), { name: name.text, kind: hidden.kind }, { related: there }));
}
