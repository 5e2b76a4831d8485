/** Completion: what may stand at the cursor, and nothing that may not. */

import type { Analysis } from "../../analysis/types";
import { none, sameDimension } from "../../language/dimensions";
import { findKind, findProperty } from "../../language/schema";
import { findUnit } from "../../language/units";
import { referenceOf } from "../numbers";
import { touches } from "../spans";
import { expectOffers } from "./expectation";
import { allScopes, type Expected, operandOffers } from "./expressions";
import { deriveOffer, keyOffers, letsNeeding, openOffer } from "./heads";
import { itemOffers, memberOffers } from "./members";
import { type Cursor, valueOffers } from "./operands";
import { varyOffers } from "./paths";
import { typedAt, type Word } from "./tokens";
import type { CompletionItem, Offer } from "./types";
import { expectedValue, nameOffers } from "./values";
import { whereAt } from "./where";
import { phrase } from "../../language/phrase";

export type { CompletionItem } from "./types";

export interface CompletionOptions {
  /** `blank`: nobody asked, the user has just typed a blank. Only where the line waits for something is a list welcome then. */
  readonly trigger?: "blank";
}

/** Items for the cursor at `offset`, in the order in which they read best. */
export function completion(analysis: Analysis, offset: number, { trigger }: CompletionOptions = {}): readonly CompletionItem[] {
  const where = whereAt(analysis, offset);
  const typed = typedAt(analysis.text, where.start, offset);
  if (!typed || (trigger === "blank" && typed.words.length === 0)) return [];
  const adjacent = typed.words.at(-1)?.end === typed.word.start;
  const prefix = analysis.text.slice(typed.word.start, offset);
  const closed = /\}[^\S\n]*$/.test(analysis.text.slice(where.start, typed.word.start));
  const started = /^[^\S\n]*[={]/.test(analysis.text.slice(typed.word.end, typed.word.end + 200));
  const offers = offersFor({ analysis, where, offset, prefix, adjacent, closed, started }, typed.words);
  const welcome = trigger === "blank" ? offers.filter((offer) => !isPlainUnit(offer)) : offers;
  return welcome.map((offer) => place(offer, typed.word, { started }));
}

/** `%` and `K`: a plain number is complete without them. */
function isPlainUnit({ kind, label }: Offer): boolean {
  const unit = kind === "unit" ? findUnit(label, none) : undefined;
  return unit !== undefined && sameDimension(unit.dimension, none);
}

function offersFor(cursor: Cursor, words: readonly Word[]): readonly Offer[] {
  const { where, offset } = cursor;
  const [first, second] = words;
  if (!first) {
    if (cursor.closed) return [];
    if (!where.block) return itemOffers();
    return where.schema ? memberOffers(where.schema, where.block, where.resolved, offset) : [];
  }
  const assigned = second?.text === "=";
  if (!assigned && first.text === "expect") return expectOffers(cursor, words.slice(1));
  if (!assigned && first.text === "vary") return varyLineOffers(cursor, words.slice(1));
  if (!where.block) return headOffers(cursor, words);
  if (words.length === 1 && !cursor.adjacent) return where.schema && !cursor.started ? keyOffers(where.schema, first.text) : [];
  const property = assigned && where.schema ? findProperty(where.schema, first.text) : undefined;
  return property ? valueOffers(cursor, words.slice(2), expectedValue(cursor.analysis, property, where.resolved)) : [];
}

/** The head of an item: `let x = …`, `chip X : …`. */
function headOffers(cursor: Cursor, words: readonly Word[]): readonly Offer[] {
  const [first, name, third] = words;
  if (first?.text === "let" && third?.text === "=") {
    const needing = letsNeeding(cursor.analysis.program.document, name?.text ?? "");
    return valueOffers(cursor, words.slice(3), anything(cursor)).filter((one) => one.kind !== "let" || !needing.has(one.label));
  }
  const kind = findKind(first?.text ?? "");
  if (!kind || !name) return [];
  if (third?.text === ":" && words.length === 3) return nameOffers(cursor.analysis, [kind.name]).filter((one) => one.label !== name.text);
  if (words.length > 2 || cursor.adjacent) return [];
  const base = nameOffers(cursor.analysis, [kind.name]).some((one) => one.label !== name.text) ? [deriveOffer(kind.name)] : [];
  const file = kind.allowsFrom
    ? [{ label: "from", kind: "keyword", detail: "", documentation: phrase`Reads a Hugging Face config.json.`, text: 'from "' } as const]
    : [];
  return [...(cursor.started ? [] : [openOffer(kind)]), ...base, ...file];
}

function varyLineOffers(cursor: Cursor, words: readonly Word[]): readonly Offer[] {
  const plan = referenceOf(cursor.where.resolved, "plan");
  const path = words[0];
  const beside = variedBeside(cursor);
  if (!path) return plan ? varyOffers(plan).filter(({ label }) => !beside.has(label)) : [];
  if (words[1]?.text !== "=") return [];
  const key = path.text.split(".").at(-1) ?? "";
  const phase = path.text.split(".")[0] ?? "";
  const referred = referenceOf(plan, phase);
  const block = plan?.blocks.get(phase) ?? referred ?? plan;
  const property = block && findProperty(block.schema, key);
  const ranged = words.some((word) => word.text === "..") && !words.some((word) => word.text === "step");
  const followers: readonly Offer[] = ranged
    ? [
        { label: "step", kind: "keyword", detail: "", documentation: phrase`The distance between two values.`, text: "step " },
        { label: "doubling", kind: "keyword", detail: "", documentation: phrase`Each value is twice the one before.`, text: "doubling" },
      ]
    : [];
  const { operands, ...expected } = property ? expectedValue(cursor.analysis, property, plan) : anything(cursor);
  // Only numbers vary, and the plan's own: a figure of another machine or model is rarely meant.
  const numbers = operands.filter(({ kind }) => kind !== "choice" && kind !== "declaration");
  return valueOffers(cursor, words.slice(2), { ...expected, operands: numbers, followers });
}

/** What the other lines of the sweep vary: nothing varies twice. */
function variedBeside({ where, offset }: Cursor): ReadonlySet<string> {
  const others = where.block?.members.filter((member) => !touches(member, offset)) ?? [];
  return new Set(others.flatMap((one) => (one.kind === "vary" ? [one.path.names.map(({ text }) => text).join(".")] : [])));
}

function anything({ analysis }: Cursor): Expected {
  return { dimensions: undefined, scopes: allScopes, operands: operandOffers(analysis.program), followers: [] };
}

/** The offer at the cursor's word. A key whose `=` or block already stands is replaced alone. */
function place(offer: Offer, span: CompletionItem["span"], line: { readonly started: boolean }): CompletionItem {
  const { caret, again, figures: _, whole: __, ...rest } = offer;
  const keyed = line.started && (offer.kind === "property" || offer.kind === "block");
  const item = { ...rest, rank: offer.rank ?? 1, span };
  if (keyed) return { ...item, text: offer.label };
  return { ...item, ...(caret === undefined ? {} : { caret }), ...(again ? { again } : {}) };
}
