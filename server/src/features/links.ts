/** Document links: texts in quotes that name a file. */

import { type Document, type Span, type StringLiteral, walk } from "../syntax";

export interface FileLink {
  /** What stands between the quotes. */
  readonly span: Span;
  readonly path: string;
}

/** Properties whose text is the path of a file. */
const fileProperties: ReadonlySet<string> = new Set(["trace"]);

/** The paths of imports, of configurations that a declaration reads, and of traces. */
export function links(document: Document): readonly FileLink[] {
  const found: FileLink[] = [];
  const add = (literal: StringLiteral | undefined) => {
    if (!literal || literal.missing || !literal.value) return;
    found.push({ span: { start: literal.start + 1, end: literal.end - 1 }, path: literal.value });
  };
  walk(document, (node) => {
    if (node.kind === "import") add(node.path);
    if (node.kind === "declaration") add(node.from);
    if (node.kind === "property" && fileProperties.has(node.key.text) && node.value.kind === "string") add(node.value);
  });
  return found;
}
