/** One block from what the base has and what the text replaces. Sub-blocks merge, fabrics merge by their name. */

import { finding } from "../language/diagnostics";
import { findBlock, findProperty, type BlockSchema } from "../language/schema";
import type { Block, Member, Name, Property, Span, Subblock } from "../syntax";
import { placeOf, type Draft, type DraftBlock, type DraftProperty, type Report, type Source } from "./draft";
import { suggest } from "./names";
import { lazily } from "./trail";
import { evaluateValue } from "./values";

/** What goes into a block. */
export interface Layers {
  readonly draft: Draft;
  readonly schema: BlockSchema;
  readonly base: DraftBlock | undefined;
  /** The block of the text, if it has one, and where to point for it. */
  readonly tree: Block | undefined;
  readonly name: string | undefined;
  readonly place: DraftBlock["place"];
  /** `H100.hbm`: how messages call it. */
  readonly label: string;
}

interface Own {
  readonly properties: ReadonlyMap<string, Property>;
  readonly blocks: ReadonlyMap<string, Subblock>;
  readonly named: ReadonlyMap<string, Subblock>;
}

export function mergeBlock(layers: Layers): DraftBlock {
  const { draft, schema, base, tree, name, place, label } = layers;
  const own = readMembers(tree, schema, draft);
  const properties = new Map<string, DraftProperty>();
  const blocks = new Map<string, DraftBlock>();
  const named: DraftBlock[] = [];
  const block: DraftBlock = { schema, name, place, properties, blocks, named, braces: tree };

  for (const [key, property] of base?.properties ?? []) properties.set(key, inherited(property, draft, block, label));
  for (const [key, property] of own.properties) {
    const row = findProperty(schema, key);
    if (row) properties.set(key, written(property, row, draft, block, label));
  }
  for (const inner of schema.blocks) {
    if (inner.named) continue;
    const below = base?.blocks.get(inner.name);
    const above = own.blocks.get(inner.name);
    if (below || above) blocks.set(inner.name, mergeInner(draft, inner, below, above, `${label}.${inner.name}`));
  }
  for (const below of base?.named ?? []) {
    const above = below.name === undefined ? undefined : own.named.get(below.name);
    named.push(mergeInner(draft, below.schema, below, above, `${label}.${below.name}`));
  }
  for (const [fabric, above] of own.named) {
    if (base?.named.some((below) => below.name === fabric)) continue;
    const row = findBlock(schema, above.key.text);
    if (row) named.push(mergeInner(draft, row, undefined, above, `${label}.${fabric}`));
  }
  return block;
}

function mergeInner(
  draft: Draft,
  schema: BlockSchema,
  base: DraftBlock | undefined,
  above: Subblock | undefined,
  label: string,
): DraftBlock {
  const name = above?.name?.text ?? base?.name;
  const place = above ? placeOf(draft.source, above.name ?? above.key) : (base?.place ?? draft.place);
  return mergeBlock({ draft, schema, base, tree: above?.block, name, place, label });
}

function written(node: Property, schema: DraftProperty["schema"], draft: Draft, block: DraftBlock, label: string): DraftProperty {
  const { source } = draft;
  const place = placeOf(source, node.key);
  const report: Report = (problem) => source.findings.push(problem);
  const cell = lazily(source.trail, `${label}.${schema.name}`, place, report, () =>
    evaluateValue(schema, node.value, { source, draft, block, report }),
  );
  return { schema, place, expression: node.value, source, cell };
}

/**
 * A property of the base. A figure over chips or ranks is computed anew, since the derived machine may have others; so is a word that means
 * something else on another machine. Such a word is reported at the derived name: in its own place it is right.
 */
function inherited(property: DraftProperty, draft: Draft, block: DraftBlock, label: string): DraftProperty {
  const { schema, source, expression, place } = property;
  const { value } = schema;
  const elsewhere = value.type === "fabric" || value.type === "metric";
  if (!elsewhere && !(value.type === "quantity" && value.scope)) return property;
  const report: Report = elsewhere ? (problem) => draft.source.findings.push({ ...problem, place: draft.place, fixes: [] }) : () => {};
  const cycles: Report = (problem) => source.findings.push(problem);
  const cell = lazily(draft.source.trail, `${label}.${schema.name}`, place, cycles, () =>
    evaluateValue(schema, expression, { source, draft, block, report }),
  );
  return { ...property, cell };
}

/** The members of the text by name. Unknown, repeated and misplaced ones are reported and left out. */
function readMembers(tree: Block | undefined, schema: BlockSchema, draft: Draft): Own {
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
  if (first) reportRepeated(key, first.key, source);
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
    if (first) reportRepeated(key, first.key, source);
    else blocks.set(key.text, member);
    return;
  }
  if (!name || name.missing) {
    source.findings.push(finding("missing-name", placeOf(source, key), { block: key.text, example: "UB" }));
    return;
  }
  const first = named.get(name.text);
  if (first) source.findings.push(finding("duplicate-name", placeOf(source, name), { name: name.text, line: lineOf(source, first.key) }));
  else named.set(name.text, member);
}

function reportUnknown(problem: "unknown-property" | "unknown-block", key: Name, schema: BlockSchema, source: Source): void {
  const values = { owner: schema.name, name: key.text };
  const block = findBlock(schema, key.text);
  const property = findProperty(schema, key.text);
  const place = placeOf(source, key);
  if (block || property) {
    const nearest = block ? ` It is a block: ${key.text} { … }.` : ` It is a property: ${key.text} = ${property?.example}.`;
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

function reportRepeated(key: Name, first: Name, source: Source): void {
  source.findings.push(finding("duplicate-property", placeOf(source, key), { name: key.text, line: lineOf(source, first) }));
}

function misplaced(word: "expect" | "vary", member: Member, schema: BlockSchema, source: Source): void {
  const place = { uri: source.uri, start: member.start, end: Math.min(member.end, member.start + word.length) };
  source.findings.push(finding("not-allowed-here", place, { what: word, owner: schema.name }));
}

/** Line of the text, counted from one. */
export function lineOf(source: Source, { start }: Span): number {
  let line = 1;
  for (let at = source.text.indexOf("\n"); at >= 0 && at < start; at = source.text.indexOf("\n", at + 1)) line++;
  return line;
}
