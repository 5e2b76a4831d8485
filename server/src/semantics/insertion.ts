/** The edit that writes a missing member into a block, in the block's own style. */

import type { Fix } from "../language/diagnostics";
import type { BlockSchema, PropertySchema } from "../language/schema";
import type { Span } from "../syntax";
import type { Source } from "./draft";

/** A fix that writes `member` behind the opening brace. */
export function insertion(source: Source, braces: Span | undefined, member: string, title: string): Fix[] {
  const { text, uri } = source;
  if (!braces || text[braces.start] !== "{") return [];
  const at = braces.start + 1;
  const inside = text.slice(at, braces.end);
  const empty = inside.replace("}", "").trim() === "";
  if (!inside.includes("\n") && !empty) return [{ title, edits: [{ place: { uri, start: at, end: at }, text: ` ${member},` }] }];
  const lineStart = text.lastIndexOf("\n", braces.start) + 1;
  const outer = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const unit = outer.startsWith("\t") ? "\t" : "  ";
  const written = `\n${outer}${unit}${member}${inside.includes("\n") ? "" : `\n${outer}`}`;
  // In an empty one-line block the blanks between the braces give way.
  const end = empty && !inside.includes("\n") ? at + (/^[ \t]*/.exec(inside)?.[0].length ?? 0) : at;
  return [{ title, edits: [{ place: { uri, start: at, end }, text: written }] }];
}

export function propertyText(property: PropertySchema): string {
  return `${property.name} = ${property.example}`;
}

/** A block with what it needs, or with its first property where it needs nothing in particular. */
export function blockText(block: BlockSchema): string {
  const required = block.properties.filter((property) => property.required);
  const members = required.length > 0 ? required : block.properties.slice(0, 1);
  return `${block.name} { ${members.map(propertyText).join(", ")} }`;
}
