/** What a declaration must have: required properties and blocks, and what one value makes necessary. */

import { finding, type Place } from "../language/diagnostics";
import { isPatternLetter, patternBlocks } from "../language/pattern";
import { findBlock, findProperty, type BlockSchema, type PropertySchema } from "../language/schema";
import { placeOf, type Draft, type DraftBlock } from "./draft";
import { blockText, insertion, propertyText } from "./insertion";
import { numberIn, textIn, wordIn } from "./read";
import { phrase } from "../language/phrase";

export function checkRequirements(draft: Draft): void {
  // What a base or a configuration would have given is unknown, so nothing can be called missing; nor of what has no name yet.
  if (draft.incomplete || draft.name === "") return;
  checkBlock(draft, draft.block, draft.name);
  switch (draft.kind) {
    case "model":
      checkModel(draft);
      break;
    case "workload":
      if (!draft.block.properties.has("trace")) requireProperties(draft, draft.block, draft.name, ["input", "output"]);
      break;
    case "serve":
      checkPhases(draft);
      break;
    case "search":
      checkGoals(draft);
      requireVary(draft);
      break;
    case "sweep":
      requireVary(draft);
      break;
    default:
      break;
  }
}

/** A search has one goal. */
function checkGoals({ block, name, source }: Draft): void {
  const second = block.properties.get("minimize");
  if (second && block.properties.has("maximize")) source.findings.push(finding("two-goals", second.place, { name }));
}

function requireVary(draft: Draft): void {
  if (draft.varies.length === 0) reportMissing(draft, draft.block, draft.name, "vary", "vary decode.batch = 8..128 step 8");
}

function checkBlock(draft: Draft, block: DraftBlock, owner: string): void {
  for (const property of block.schema.properties) {
    if (property.required && !block.properties.has(property.name)) {
      const example = usualValue(draft, property);
      reportMissing(draft, block, owner, property.name, example, propertyText(property, example));
    }
  }
  for (const inner of block.schema.blocks) {
    if (inner.required && !block.blocks.has(inner.name)) reportMissingBlock(draft, block, owner, inner);
  }
  for (const inner of block.blocks.values()) checkBlock(draft, inner, inner.schema.name);
  for (const inner of block.named) checkBlock(draft, inner, inner.name ?? inner.schema.name);
}

/** What the user would most likely write: of names, one that this file declares. */
function usualValue({ source }: Draft, { value, example }: PropertySchema): string {
  if (value.type !== "reference") return example;
  const own = source.declarations.find(({ kind, name }) => value.to.includes(kind) && name !== "");
  return own?.name ?? example;
}

function checkModel(draft: Draft): void {
  const attention = draft.block.blocks.get("attention");
  if (attention) requireProperties(draft, attention, "attention", attentionNeeds(wordIn(attention, "kind")));
  for (const name of layerBlocks(draft)) {
    const schema = findBlock(draft.schema, name);
    if (schema && !schema.required && !draft.block.blocks.has(name)) reportMissingBlock(draft, draft.block, draft.name, schema);
  }
}

/** The blocks that say what a model's layers are: those that its pattern names; else the dense network, unless all layers have experts. */
function layerBlocks({ block }: Draft): readonly string[] {
  const pattern = textIn(block, "pattern");
  if (pattern !== undefined) return [...new Set(pattern)].filter(isPatternLetter).map((letter) => patternBlocks[letter]);
  if (block.properties.has("pattern")) return [];
  const moe = block.blocks.get("moe");
  const dense = !moe || (numberIn(moe, "first_dense") ?? 0) > 0 || (numberIn(moe, "every") ?? 1) > 1;
  return dense ? ["ffn"] : [];
}

function attentionNeeds(kind: string | undefined): readonly string[] {
  if (kind === "gqa") return ["kv_heads"];
  if (kind === "compressed") return ["head_dim", "window", "ratio", "q_rank", "output_rank", "output_groups"];
  return kind === "mla" ? ["kv_rank", "nope_dim", "rope_dim", "value_dim"] : [];
}

function checkPhases(draft: Draft): void {
  const { blocks } = draft.block;
  const colocated = blocks.get("colocated");
  const other = ["prefill", "decode"].find((phase) => blocks.has(phase));
  if (colocated && other) {
    const values = { plan: draft.name, other };
    draft.source.findings.push(finding("conflicting-phases", ownPlace(draft, colocated), values));
  }
  if (colocated || other) return;
  const example = findBlock(draft.schema, "decode");
  const chips = example && findProperty(example, "chips");
  // With chips, the degrees follow from them; without, a phase has one rank, which is less than a chip of two.
  const text = example && blockText(example, chips ? [propertyText(chips, "8")] : []);
  const fixes = text ? insertion(draft.source, draft.block.braces, text, phrase`Add decode`) : [];
  draft.source.findings.push(finding("no-phase", ownPlace(draft, draft.block), { plan: draft.name }, { fixes }));
}

function requireProperties(draft: Draft, block: DraftBlock, owner: string, names: readonly string[]): void {
  for (const name of names) {
    const property = findProperty(block.schema, name);
    if (property && !block.properties.has(name)) reportMissing(draft, block, owner, name, property.example, propertyText(property));
  }
}

function reportMissing(draft: Draft, block: DraftBlock, owner: string, name: string, example: string, member = example): void {
  const fixes = insertion(draft.source, block.braces, member, phrase`Add ${member}`);
  draft.source.findings.push(finding("missing-property", ownPlace(draft, block), { owner, name, example }, { fixes }));
}

function reportMissingBlock(draft: Draft, block: DraftBlock, owner: string, missing: BlockSchema): void {
  const fixes = insertion(draft.source, block.braces, blockText(missing), phrase`Add ${missing.name}`);
  draft.source.findings.push(finding("missing-block", ownPlace(draft, block), { owner, name: missing.name }, { fixes }));
}

/** Where the text has the block; for one that comes from the base, the declaration's name. */
function ownPlace(draft: Draft, block: DraftBlock): Place {
  return block.braces || block === draft.block ? block.place : placeOf(draft.source, draft.node.name);
}
