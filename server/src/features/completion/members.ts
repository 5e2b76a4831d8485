/** What may begin a line: items at the top of the file; properties, blocks, `expect` and `vary` inside a block. */

import { type BlockSchema, kinds, type PropertySchema } from "../../language/schema";
import { keywords } from "../../language/words";
import { goesWith } from "../../semantics/contradictions";
import type { ResolvedDeclaration } from "../../semantics/program";
import type { Block } from "../../syntax";
import { describeProperty, parenthesised } from "../describe";
import { touches } from "../spans";
import type { Offer } from "./types";
import { phrase, phraseOf } from "../../language/phrase";

export function itemOffers(): readonly Offer[] {
  const starts = kinds.map(
    ({ name, documentation }): Offer => ({
      label: name,
      kind: "kind",
      detail: phrase`declaration`,
      documentation: phraseOf(documentation),
      text: `${name} `,
    }),
  );
  return [...starts, ...keywords.filter(({ name }) => name !== "vary").map(keywordOffer)];
}

/** The members that the block may hold and does not hold yet. The member at `offset` is the one being typed. */
export function memberOffers(
  schema: BlockSchema,
  block: Block,
  resolved: ResolvedDeclaration | undefined,
  offset: number,
): readonly Offer[] {
  const others = block.members.filter((member) => !touches(member, offset));
  const taken = new Set(others.flatMap((member) => (member.kind === "property" || member.kind === "subblock" ? [member.key.text] : [])));
  const phases = new Set([...taken, ...(resolved?.base?.blocks.keys() ?? [])]);
  const properties = schema.properties.filter(({ name }) => !taken.has(name) && !isOtherGoal(name, taken)).map(propertyOffer);
  const blocks = schema.blocks
    .filter(({ name, named }) => named || !(taken.has(name) || isExcluded(name, phases) || isForeign(name, resolved)))
    .map(blockOffer);
  const words = keywords.filter(({ name }) => (name === "expect" && schema.allowsExpect) || (name === "vary" && schema.allowsVary));
  return [...properties, ...blocks, ...words.map(keywordOffer)];
}

/** A plan is colocated or not. */
function isExcluded(name: string, taken: ReadonlySet<string>): boolean {
  if (name === "colocated") return taken.has("prefill") || taken.has("decode");
  return (name === "prefill" || name === "decode") && taken.has("colocated");
}

/** Layers that do not go with the attention that the model has. */
function isForeign(name: string, resolved: ResolvedDeclaration | undefined): boolean {
  const kind = resolved?.kind === "model" ? resolved.blocks.get("attention")?.values.get("kind") : undefined;
  return kind?.type === "word" && !goesWith(name, kind.word);
}

/** A search has one goal. */
function isOtherGoal(name: string, taken: ReadonlySet<string>): boolean {
  return (name === "maximize" && taken.has("minimize")) || (name === "minimize" && taken.has("maximize"));
}

function propertyOffer(property: PropertySchema): Offer {
  return {
    label: property.name,
    kind: "property",
    detail: property.required ? phrase`required` : property.default ? phrase`default ${parenthesised(property.default)}` : "",
    documentation: describeProperty(property),
    text: `${property.name} = `,
    again: true,
    ...(property.required ? { rank: 0 } : {}),
  };
}

/** A block opens with the first thing that it needs. */
function blockOffer(block: BlockSchema): Offer {
  const first = block.properties.find(({ required }) => required);
  const head = block.named ? `${block.name} ` : `${block.name} {\n  ${first ? `${first.name} = ` : ""}`;
  return {
    label: block.name,
    kind: "block",
    detail: block.named ? phrase`named block` : phrase`block`,
    documentation: phraseOf(block.documentation),
    text: block.named ? head : `${head}\n}`,
    caret: head.length,
    ...(first && !block.named ? { again: true } : {}),
    ...(block.required ? { rank: 0 } : {}),
  };
}

function keywordOffer({ name, documentation }: { readonly name: string; readonly documentation: string }): Offer {
  return {
    label: name,
    kind: "keyword",
    detail: "",
    documentation: phraseOf(documentation),
    text: name === "import" ? 'import "' : `${name} `,
  };
}
