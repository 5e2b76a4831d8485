/** The document outline: declarations, their blocks and properties, lets and expectations. */

import type { Analysis } from "../analysis/types";
import type { Block, Item, Member, Name, Span } from "../syntax";
import { oneLine, slice, spanOf } from "./spans";

export interface OutlineSymbol {
  readonly kind: "declaration" | "block" | "property" | "let" | "expect" | "vary" | "import";
  readonly name: string;
  readonly detail: string;
  /** Everything that belongs to it. */
  readonly span: Span;
  /** Its name, for the cursor. */
  readonly selection: Span;
  readonly children: readonly OutlineSymbol[];
}

export function outline(analysis: Analysis): readonly OutlineSymbol[] {
  return analysis.program.document.items.flatMap((item) => ofItem(item, analysis.text));
}

function ofItem(item: Item, text: string): OutlineSymbol[] {
  switch (item.kind) {
    case "import":
      return leaf("import", item.path.value, "import", item, item.path);
    case "let":
      return named(item.name) ? leaf("let", item.name.text, oneLine(slice(text, item.value)), item, item.name) : [];
    case "expect":
      return ofMember(item, text);
    case "declaration": {
      if (!named(item.name)) return [];
      const detail = item.base && named(item.base) ? `${item.keyword.text} : ${item.base.text}` : item.keyword.text;
      return [branch("declaration", item.name.text, detail, item, item.name, item.block, text)];
    }
  }
}

function ofMember(member: Member, text: string): OutlineSymbol[] {
  switch (member.kind) {
    case "property":
      return named(member.key) ? leaf("property", member.key.text, oneLine(slice(text, member.value)), member, member.key) : [];
    case "subblock": {
      if (!named(member.key)) return [];
      const name = member.name && named(member.name) ? `${member.key.text} ${member.name.text}` : member.key.text;
      return [branch("block", name, "", member, member.name ?? member.key, member.block, text)];
    }
    case "expect": {
      const words = oneLine(slice(text, { start: member.left.start, end: member.end }));
      return words ? leaf("expect", words, "expect", member, member.left) : [];
    }
    case "vary":
      return leaf("vary", oneLine(slice(text, member.path)) || "vary", oneLine(slice(text, member.values)), member, member.path);
  }
}

function leaf(kind: OutlineSymbol["kind"], name: string, detail: string, span: Span, selection: Span): OutlineSymbol[] {
  return name ? [{ kind, name, detail, span: spanOf(span), selection: spanOf(selection), children: [] }] : [];
}

function branch(
  kind: OutlineSymbol["kind"],
  name: string,
  detail: string,
  span: Span,
  selection: Span,
  block: Block,
  text: string,
): OutlineSymbol {
  const children = block.members.flatMap((member) => ofMember(member, text));
  return { kind, name, detail, span: spanOf(span), selection: spanOf(selection), children };
}

function named(name: Name): boolean {
  return !name.missing && name.text.length > 0;
}
