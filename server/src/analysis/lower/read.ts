/** Reading values out of resolved blocks. Defaults come from the schema table, so that they stand in one place. */

import type { Place } from "../../language/diagnostics";
import { findProperty, type PropertySchema } from "../../language/schema";
import { findUnit } from "../../language/units";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber } from "../../semantics/program";

/** The number as it stands in the block, with its scope. */
export function numberOf(block: ResolvedBlock | undefined, key: string): ResolvedNumber | undefined {
  const value = block?.values.get(key);
  return value?.type === "number" ? value : undefined;
}

/** SI value of a property that may be absent and has no default. */
export function optional(block: ResolvedBlock | undefined, key: string): number | undefined {
  return numberOf(block, key)?.value;
}

/** SI value of a property, or the default of `schema`'s row; the row must have a default that is a figure. */
export function valueOr(block: ResolvedBlock | undefined, schema: { readonly properties: readonly PropertySchema[] }, key: string): number {
  return optional(block, key) ?? defaultOf(schema, key);
}

/** A per-tier property: one value or several. */
export function tiersOf(block: ResolvedBlock, key: string): readonly number[] {
  const value = block.values.get(key);
  if (value?.type === "numbers" && value.values.length > 0) return value.values;
  return [valueOr(block, block.schema, key)];
}

/** The chosen word, or the default's. */
export function wordOf<Word extends string>(
  block: ResolvedBlock | undefined,
  schema: { readonly properties: readonly PropertySchema[] },
  key: string,
  words: readonly Word[],
): Word {
  const value = block?.values.get(key);
  const written =
    value?.type === "word" ? value.word : value?.type === "text" ? value.text : schema.properties.find(({ name }) => name === key)?.default;
  const found = words.find((word) => word === written) ?? words[0];
  if (found === undefined) throw new Error(`no words for ${key}`);
  return found;
}

/** The text of a property that is free text. */
export function textOf(block: ResolvedBlock, key: string): string | undefined {
  const value = block.values.get(key);
  return value?.type === "text" ? value.text : undefined;
}

/** The declaration that a property refers to. */
export function targetOf(block: ResolvedBlock, key: string): ResolvedDeclaration | undefined {
  const value = block.values.get(key);
  return value?.type === "reference" ? value.target : undefined;
}

/** Where a finding about a property stands: under its value, else under the block's key. */
export function placeOf(block: ResolvedBlock, key: string): Place {
  return block.values.get(key)?.place ?? block.place;
}

const defaults = new Map<PropertySchema, number>();

function defaultOf(schema: { readonly properties: readonly PropertySchema[] }, key: string): number {
  const property = findProperty(schema, key);
  const text = property?.default;
  if (property?.value.type !== "quantity" || text === undefined) throw new Error(`the schema has no default figure for ${key}`);
  const known = defaults.get(property);
  if (known !== undefined) return known;
  const [, number = "", unit] = /^(-?[\d.e]+)\s*(\S+)?$/.exec(text) ?? [];
  const factor = unit === undefined ? 1 : findUnit(unit, property.value.dimension)?.factor;
  const value = Number(number) * (factor ?? Number.NaN);
  if (Number.isNaN(value)) throw new Error(`the schema's default of ${key} is no figure: ${text}`);
  defaults.set(property, value);
  return value;
}
