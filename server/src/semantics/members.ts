/** The members of a block as the text has them, checked against the schema. */

import { finding } from "../language/diagnostics";
import { type BlockSchema, findBlock, findProperty } from "../language/schema";
import type { Block, Member, Name, Property, Subblock } from "../syntax";
import { type Draft, firstAt, lineOf, placeOf, type Source } from "./draft";
import { suggest } from "./names";
import { phrase } from "../language/phrase";

export interface Members {
  readonly properties: ReadonlyMap<string, Property>;
  readonly blocks: ReadonlyMap<string, Subblock>;
  readonly named: ReadonlyMap<string, Subblock>;
}

/** The members of the text by name. Unknown, repeated and misplaced ones are reported and left out. */
export function readMembers(tree: Block | undefined, schema: BlockSchema, draft: Draft): Members {
  const own = { properties: new Map<string, Property>(), blocks: new Map<string, Subblock>(), named: new Map<string, Subblock>() };
  for (const member of tree?.members ?? []) {
    switch (member.kind) {
      case "property":
        readProperty(member, own.properties, schema, draft);
        break;
      case "subblock":
        readSubblock(member, own.blocks, own.named, schema, draft);
        break;
      case "expect":
        if (!schema.allowsExpect) misplaced("expect", member, schema, draft.source);
        break;
      case "vary":
        if (!schema.allowsVary) misplaced("vary", member, schema, draft.source);
        break;
    }
  }
  return own;
}

function readProperty(property: Property, properties: Map<string, Property>, schema: BlockSchema, { source }: Draft): void {
  const { key } = property;
  if (key.missing) return;
  if (!findProperty(schema, key.text)) {
    reportUnknown("unknown-property", key, schema, source);
    return;
  }
  const first = properties.get(key.text);
  if (first) reportRepeated("duplicate-property", key, first.key, source);
  else properties.set(key.text, property);
}

function readSubblock(
  member: Subblock,
  blocks: Map<string, Subblock>,
  named: Map<string, Subblock>,
  schema: BlockSchema,
  { source }: Draft,
): void {
  const { key, name } = member;
  if (key.missing) return;
  const row = findBlock(schema, key.text);
  if (!row) {
    reportUnknown("unknown-block", key, schema, source);
    return;
  }
  if (!row.named) {
    if (name && !name.missing) source.findings.push(finding("misplaced-name", placeOf(source, name), { block: key.text }));
    const first = blocks.get(key.text);
    if (first) reportRepeated("duplicate-property", key, first.key, source);
    else blocks.set(key.text, member);
    return;
  }
  if (!name || name.missing) {
    source.findings.push(finding("missing-name", placeOf(source, key), { block: key.text, example: "UB" }));
    return;
  }
  const first = named.get(name.text);
  if (first) reportRepeated("duplicate-name", name, first.name ?? first.key, source);
  else named.set(name.text, member);
}

function reportUnknown(problem: "unknown-property" | "unknown-block", key: Name, schema: BlockSchema, source: Source): void {
  const values = { owner: schema.name, name: key.text };
  const block = findBlock(schema, key.text);
  const property = findProperty(schema, key.text);
  const place = placeOf(source, key);
  if (block || property) {
    const nearest = block
      ? phrase` It is a block: ${key.text} { … }.`
      : phrase` It is a property: ${key.text} = ${property?.example ?? ""}.`;
    source.findings.push(finding(problem, place, { ...values, nearest }));
    return;
  }
  const among = problem === "unknown-property" ? schema.properties : schema.blocks;
  const { nearest, more } = suggest(
    source,
    key,
    among.map(({ name }) => name),
  );
  source.findings.push(finding(problem, place, { ...values, nearest }, more));
}

function reportRepeated(problem: "duplicate-name" | "duplicate-property", again: Name, first: Name, source: Source): void {
  const values = { name: again.text, line: lineOf(source, first) };
  source.findings.push(finding(problem, placeOf(source, again), values, { related: firstAt(placeOf(source, first), again.text) }));
}

function misplaced(word: "expect" | "vary", member: Member, schema: BlockSchema, source: Source): void {
  const place = { uri: source.uri, start: member.start, end: Math.min(member.end, member.start + word.length) };
  source.findings.push(finding("not-allowed-here", place, { what: word, owner: schema.name }));
}
