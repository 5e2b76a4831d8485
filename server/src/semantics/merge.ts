/** One block from what the base has and what the text replaces. Sub-blocks merge, fabrics merge by their name. */

import { type BlockSchema, findBlock, findProperty } from "../language/schema";
import type { Block, Property, Subblock } from "../syntax";
import { type Draft, type DraftBlock, type DraftProperty, placeOf, type Report } from "./draft";
import type { Taken } from "./carry";
import { layoutOf } from "./layout";
import { readMembers } from "./members";
import type { ResolvedBlock } from "./program";
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
  /** The block as it was resolved before, from which the values are taken over. */
  readonly taken?: Taken | undefined;
}

export function mergeBlock(layers: Layers): DraftBlock {
  const { draft, schema, base, tree, name, place, label, taken } = layers;
  const own = readMembers(tree, schema, draft);
  const properties = new Map<string, DraftProperty>();
  const blocks = new Map<string, DraftBlock>();
  const named: DraftBlock[] = [];
  const originNamed = (fabric: string | undefined) => taken?.origin.named.find((each) => each.name === fabric);
  const block: DraftBlock = { schema, name, place, properties, blocks, named, braces: tree };

  for (const [key, property] of base?.properties ?? []) {
    const anew = inherited(property, draft, block, label);
    properties.set(key, anew === property ? property : known(anew, draft, taken));
  }
  for (const [key, property] of own.properties) {
    const row = findProperty(schema, key);
    if (row) properties.set(key, known(written(property, row, draft, block, label), draft, taken));
  }
  for (const inner of schema.blocks) {
    if (inner.named) continue;
    const below = base?.blocks.get(inner.name);
    const above = own.blocks.get(inner.name);
    const origin = taken?.origin.blocks.get(inner.name);
    if (below || above) blocks.set(inner.name, mergeInner({ ...layers, schema: inner, base: below, origin, name: inner.name }, above));
  }
  for (const below of base?.named ?? []) {
    const above = below.name === undefined ? undefined : own.named.get(below.name);
    named.push(mergeInner({ ...layers, schema: below.schema, base: below, origin: originNamed(below.name), name: below.name }, above));
  }
  for (const [fabric, above] of own.named) {
    if (base?.named.some((below) => below.name === fabric)) continue;
    const row = findBlock(schema, above.key.text);
    if (row) named.push(mergeInner({ ...layers, schema: row, base: undefined, origin: originNamed(fabric), name: fabric }, above));
  }
  return block;
}

/** The layers of a block inside of `outer`, which `above` in the text adds to. */
function mergeInner(
  { draft, schema, base, name, label, taken, origin }: Layers & { readonly origin: ResolvedBlock | undefined },
  above: Subblock | undefined,
): DraftBlock {
  const place = above ? placeOf(draft.source, above.name ?? above.key) : (base?.place ?? draft.place);
  return mergeBlock({
    draft,
    schema,
    base,
    tree: above?.block,
    name: above?.name?.text ?? base?.name,
    place,
    label: `${label}.${name}`,
    taken: origin && taken?.inside(origin),
  });
}

/** The property with the value that it had. */
function known(property: DraftProperty, draft: Draft, taken: Taken | undefined): DraftProperty {
  if (!taken) return property;
  const cell = taken.cell(property.schema.name, taken.origin);
  return { ...property, cell, ...(property.writer?.draft === draft ? { writer: { draft, cell } } : {}) };
}

function written(node: Property, schema: DraftProperty["schema"], draft: Draft, block: DraftBlock, label: string): DraftProperty {
  const { source } = draft;
  const place = placeOf(source, node.key);
  const report: Report = (problem) => source.findings.push(problem);
  const cell = lazily(source.trail, `${label}.${schema.name}`, place, report, () =>
    evaluateValue(schema, node.value, { source, draft, block, report }),
  );
  return { schema, place, expression: node.value, source, cell, writer: { draft, cell } };
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
  const cell = lazily(draft.source.trail, `${label}.${schema.name}`, place, cycles, () => {
    const anew = evaluateValue(schema, expression, { source, draft, block, report });
    return ofWhole(schema) ? resized(anew, property.writer, draft) : anew;
  });
  return { ...property, cell };
}

/** A figure of the whole supernode: its power, its price. */
function ofWhole({ value }: DraftProperty["schema"]): boolean {
  return value.type === "quantity" && value.scope === "supernode";
}

/**
 * What a base says of the whole machine holds for as many chips as that one has: a quarter of the nodes draws a quarter of the power.
 * A figure that was written per node or per chip has followed the derived machine already.
 */
function resized(anew: Value, writer: DraftProperty["writer"], draft: Draft): Value {
  const before = writer?.cell();
  if (anew?.type !== "number" || before?.type !== "number" || anew.value !== before.value) return anew;
  const chips = layoutOf(draft).chip;
  const chipsBefore = writer && layoutOf(writer.draft).chip;
  return chips && chipsBefore ? { ...anew, value: (anew.value * chips) / chipsBefore } : anew;
}

type Value = ReturnType<DraftProperty["cell"]>;
