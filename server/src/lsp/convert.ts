/** From our plain data, with offsets, to the protocol's, with lines and characters. */

import type {
  CodeAction,
  CompletionItem as ProtocolItem,
  CompletionItemKind,
  Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  DocumentSymbol,
  Location,
  MarkupContent,
  Position,
  Range,
  SelectionRange,
  SymbolInformation,
  SymbolKind,
  TextEdit as ProtocolEdit,
  WorkspaceEdit,
} from "vscode-languageserver";
import type { Action } from "../features/actions";
import type { CompletionItem } from "../features/completion";
import type { OutlineSymbol } from "../features/outline";
import type { WorkspaceSymbol } from "../features/symbols";
import { type DiagnosticRow, diagnosticRows, type Finding, type Place, type TextEdit } from "../language/diagnostics";
import { documentationUri } from "../language/diagnostics/link";
import type { Say, Translation } from "../language/translation";
import { lineIndex, type Span } from "../syntax";

/** Anything that knows the lines of a text. */
export interface Lines {
  positionAt(offset: number): Position;
}

export function rangeOf(lines: Lines, span: Span): Range {
  return { start: lines.positionAt(span.start), end: lines.positionAt(span.end) };
}

/** Places in other files need those files' texts; a place whose text is not known is left out. */
export type Locator = (place: Place) => Location | undefined;

export function createLocator(textOf: (uri: string) => string | undefined): Locator {
  const indexes = new Map<string, Lines>();
  return (place) => {
    const text = indexes.has(place.uri) ? undefined : textOf(place.uri);
    if (text !== undefined) indexes.set(place.uri, lineIndex(text));
    const lines = indexes.get(place.uri);
    return lines && { uri: place.uri, range: rangeOf(lines, place) };
  };
}

/** As a finding is shown: an editor knows one more than the table. */
export type ShownSeverity = Finding["severity"] | "hint";

const severities: Readonly<Record<ShownSeverity, DiagnosticSeverity>> = { error: 1, warning: 2, information: 3, hint: 4 };
const tags: Readonly<Record<NonNullable<DiagnosticRow["tag"]>, DiagnosticTag>> = { unnecessary: 1, deprecated: 2 };

/** What a finding is shown with. */
export interface Showing {
  readonly lines: Lines;
  readonly locate: Locator;
  readonly translation: Translation;
}

export function toDiagnostic(
  finding: Finding,
  { lines, locate, translation }: Showing,
  severity: ShownSeverity = finding.severity,
): Diagnostic {
  const { tag }: DiagnosticRow = diagnosticRows[finding.key];
  const diagnostic: Diagnostic = {
    range: rangeOf(lines, finding.place),
    severity: severities[severity],
    code: finding.code,
    codeDescription: descriptionOf(finding.code),
    source: "cmx",
    message: translation.messageOf(finding),
  };
  if (tag) diagnostic.tags = [tags[tag]];
  const related = finding.related.flatMap(({ place, words }) => {
    const location = locate(place);
    return location ? [{ location, message: translation.say(words) }] : [];
  });
  if (related.length > 0) diagnostic.relatedInformation = related;
  return diagnostic;
}

const descriptions = new Map<string, NonNullable<Diagnostic["codeDescription"]>>();

/** Of the few codes that a file has, each once. */
function descriptionOf(code: string): NonNullable<Diagnostic["codeDescription"]> {
  const known = descriptions.get(code) ?? { href: documentationUri(code) };
  descriptions.set(code, known);
  return known;
}

/** The edits by file; undefined when one of them is in a file that cannot be changed. */
export function toWorkspaceEdit(edits: readonly TextEdit[], locate: Locator): WorkspaceEdit | undefined {
  const changes: Record<string, ProtocolEdit[]> = {};
  for (const edit of edits) {
    const location = edit.place.uri.startsWith("cmx-catalog:") ? undefined : locate(edit.place);
    if (!location) return undefined;
    (changes[location.uri] ??= []).push({ range: location.range, newText: edit.text });
  }
  return { changes };
}

export function toCodeAction(action: Action, showing: Showing): CodeAction | undefined {
  const edit = toWorkspaceEdit(action.edits, showing.locate);
  return (
    edit && {
      title: showing.translation.say(action.words),
      kind: "quickfix",
      isPreferred: action.preferred,
      diagnostics: [toDiagnostic(action.finding, showing)],
      edit,
    }
  );
}

/** The protocol's numbers for the symbols that the list shows. */
const itemKinds: Readonly<Record<CompletionItem["kind"], CompletionItemKind>> = {
  kind: 7, // class
  keyword: 14, // keyword
  property: 10, // property
  block: 22, // struct
  choice: 20, // member of an enumeration
  value: 12, // value
  unit: 11, // unit
  scope: 20, // member of an enumeration
  declaration: 18, // reference
  let: 21, // constant
  metric: 5, // field
  fabric: 8, // interface
  function: 3, // function
  file: 17, // file
};

/** The protocol's number for a text with tab stops. */
const snippetFormat = 2;

const deprecatedItem = 1;

/** What the client is able to do with an item. */
export interface CompletionAbilities {
  readonly snippets: boolean;
  /** Asks for the documentation of the one item that it shows. */
  readonly lazyDocumentation: boolean;
  readonly say: Say;
}

export function toCompletionItem(
  item: CompletionItem,
  index: number,
  lines: Lines,
  { snippets, lazyDocumentation, say }: CompletionAbilities,
): ProtocolItem {
  const snippet = snippets && item.caret !== undefined;
  return {
    label: item.label,
    kind: itemKinds[item.kind],
    ...(item.detail ? { detail: say(item.detail) } : {}),
    ...(item.deprecated ? { tags: [deprecatedItem] } : {}),
    ...(item.documentation && !lazyDocumentation ? { documentation: markdown(say(item.documentation)) } : {}),
    sortText: `${item.rank}${String(index).padStart(4, "0")}`,
    textEdit: { range: rangeOf(lines, item.span), newText: snippet ? withTabStop(item.text, item.caret) : item.text },
    ...(snippet ? { insertTextFormat: snippetFormat } : {}),
    ...(item.edits ? { additionalTextEdits: item.edits.map(({ place, text }) => ({ range: rangeOf(lines, place), newText: text })) } : {}),
    ...(item.again ? { command: { title: "Complete", command: "editor.action.triggerSuggest" } } : {}),
  };
}

export function markdown(value: string): MarkupContent {
  return { kind: "markdown", value };
}

function withTabStop(text: string, caret: number | undefined): string {
  const escaped = (part: string) => part.replace(/[\\$}]/g, "\\$&");
  return `${escaped(text.slice(0, caret))}$0${escaped(text.slice(caret))}`;
}

/** The protocol's numbers for the symbols that the outline shows. */
const symbolKinds: Readonly<Record<OutlineSymbol["kind"], SymbolKind>> = {
  declaration: 5, // class
  block: 23, // struct
  property: 7, // property
  let: 14, // constant
  expect: 24, // event
  vary: 18, // array
  import: 2, // module
};

export function toSymbol(symbol: OutlineSymbol, lines: Lines): DocumentSymbol {
  return {
    name: symbol.name,
    detail: symbol.detail,
    kind: symbolKinds[symbol.kind],
    range: rangeOf(lines, symbol.span),
    selectionRange: rangeOf(lines, symbol.selection),
    children: symbol.children.map((child) => toSymbol(child, lines)),
  };
}

export function toWorkspaceSymbol({ name, kind, container, place }: WorkspaceSymbol, locate: Locator): SymbolInformation | undefined {
  const location = locate(place);
  return location && { name, kind: symbolKinds[kind], containerName: container, location };
}

/** Spans from the smallest to the largest, as ranges that hold one another. */
export function toSelection(spans: readonly Span[], lines: Lines): SelectionRange {
  const outermost: SelectionRange = { range: rangeOf(lines, spans.at(-1) ?? { start: 0, end: 0 }) };
  return spans.slice(0, -1).reduceRight<SelectionRange>((parent, span) => ({ range: rangeOf(lines, span), parent }), outermost);
}
