/** The edit that writes a missing member into a block, in the block's own style. */

import { type Fix, fix } from "../language/diagnostics";
import { type BlockSchema, findProperty, kindSchema, type PropertySchema } from "../language/schema";
import type { Span } from "../syntax";
import type { Source } from "./draft";
import { type Phrase, phrase } from "../language/phrase";

/** A fix that writes `member` behind the opening brace. */
export function insertion(source: Pick<Source, "text" | "uri">, braces: Span | undefined, member: string, title: Phrase): Fix[] {
  const { text, uri } = source;
  if (!braces || text[braces.start] !== "{") return [];
  const at = braces.start + 1;
  const inside = text.slice(at, braces.end);
  const empty = inside.replace("}", "").trim() === "";
  if (!inside.includes("\n") && !empty) return [fix(title, [{ place: { uri, start: at, end: at }, text: ` ${member},` }])];
  const lineStart = text.lastIndexOf("\n", braces.start) + 1;
  const outer = /^[ \t]*/.exec(text.slice(lineStart))?.[0] ?? "";
  const unit = outer.startsWith("\t") ? "\t" : "  ";
  const written = `\n${outer}${unit}${member}${inside.includes("\n") ? "" : `\n${outer}`}`;
  // In an empty one-line block the blanks between the braces give way.
  const end = empty && !inside.includes("\n") ? at + (/^[ \t]*/.exec(inside)?.[0].length ?? 0) : at;
  return [fix(title, [{ place: { uri, start: at, end }, text: written }])];
}

export function propertyText(property: PropertySchema, value = property.example): string {
  return `${property.name} = ${value}`;
}

/** A block with what it needs, or with its first property where it needs nothing in particular. `more` stands before that. */
export function blockText(block: BlockSchema, more: readonly string[] = []): string {
  const required = block.properties.filter((property) => property.required);
  const members = required.length > 0 ? required : block.properties.slice(0, 1);
  return `${block.name} { ${[...more, ...members.map((member) => propertyText(member))].join(", ")} }`;
}

/** A fix that declares the workload of a plan at the end of the file: the catalog has none to choose from. */
export function newWorkload({ text, uri }: Source, name: string): Fix {
  const gap = text.endsWith("\n") ? "\n" : "\n\n";
  const place = { uri, start: text.length, end: text.length };
  return fix(phrase`Declare workload ${name}`, [{ place, text: `${gap}${workloadText(name)}` }]);
}

/** A workload with the lengths that every one needs. */
export function workloadText(name: string): string {
  const lengths = ["input", "output"].flatMap((each) => findProperty(kindSchema("workload"), each) ?? []);
  return `workload ${name} {\n${lengths.map((property) => `  ${propertyText(property)}\n`).join("")}}\n`;
}
