/** What leads on from a name or a key: to a base, to `=`, into a block. */

import { findBlock, findProperty, type BlockSchema } from "../../language/schema";
import { phrase } from "../../language/phrase";
import { childrenOf, type Document, type Node } from "../../syntax";
import type { Offer } from "./types";

/** `model` → `=`, `decode` → `{`. */
export function keyOffers(schema: BlockSchema, key: string): readonly Offer[] {
  if (findProperty(schema, key)) return [{ ...sign("="), text: "= ", again: true }];
  const block = findBlock(schema, key);
  return block && !block.named ? [openOffer(block)] : [];
}

/** A block opens with the first thing that it needs. */
export function openOffer({ properties }: BlockSchema): Offer {
  const first = properties.find(({ required }) => required);
  const head = `{\n  ${first ? `${first.name} = ` : ""}`;
  return { ...sign("{"), text: `${head}\n}`, caret: head.length, ...(first ? { again: true } : {}) };
}

export function deriveOffer(kind: string): Offer {
  return { ...sign(":"), documentation: phrase`Starts from all of another ${kind}.`, text: ": ", again: true };
}

function sign(label: string): Omit<Offer, "text"> {
  return { label, kind: "keyword", detail: "", documentation: "" };
}

/** The lets whose values `name` is needed for, itself included: they cannot be a part of its own. */
export function letsNeeding(document: Document, name: string): ReadonlySet<string> {
  const lets = document.items.filter((item) => item.kind === "let");
  const needing = new Set([name]);
  // Each round finds those that need one found before; there are no more rounds than lets.
  for (let before = 0; before < needing.size; ) {
    before = needing.size;
    for (const { name: own, value } of lets) if (names(value, needing)) needing.add(own.text);
  }
  return needing;
}

function names(node: Node, wanted: ReadonlySet<string>): boolean {
  if (node.kind === "path") return wanted.has(node.names[0]?.text ?? "");
  return childrenOf(node).some((child) => names(child, wanted));
}
