/** Reads values of a draft, with the schema's defaults. */

import type { Dimension } from "../language/dimensions";
import { findProperty, type PropertySchema } from "../language/schema";
import { findUnit } from "../language/units";
import type { Cell, Draft, DraftBlock } from "./draft";

/** The cell of a property that is set. */
export function cellIn(block: DraftBlock | undefined, name: string): Cell | undefined {
  return block?.properties.get(name)?.cell();
}

/** The number of a property, its default where it is not set; undefined where neither is known. */
export function numberIn(block: DraftBlock | undefined, name: string): number | undefined {
  if (!block) return undefined;
  if (block.properties.has(name)) {
    const cell = cellIn(block, name);
    return cell?.type === "number" ? cell.value : undefined;
  }
  const schema = findProperty(block.schema, name);
  return schema ? defaultOf(schema)?.value : undefined;
}

/** What a reference property refers to. */
export function referenceIn(block: DraftBlock, name: string): Draft | undefined {
  const cell = cellIn(block, name);
  return cell?.type === "reference" ? cell.target : undefined;
}

/** The word of a choice. */
export function wordIn(block: DraftBlock | undefined, name: string): string | undefined {
  const cell = cellIn(block, name);
  return cell?.type === "word" ? cell.word : undefined;
}

/** The text of a property that is free text. */
export function textIn(block: DraftBlock | undefined, name: string): string | undefined {
  const cell = cellIn(block, name);
  return cell?.type === "text" ? cell.text : undefined;
}

/** The schema's default as a number, unless it is computed. */
export function defaultOf(schema: PropertySchema): { readonly value: number; readonly dimension: Dimension } | undefined {
  if (schema.value.type !== "quantity" || schema.default === undefined) return undefined;
  return literal(schema.default, schema.value.dimension);
}

/** The unit that the schema's example is written in. */
export function usualUnit(schema: PropertySchema): string | undefined {
  return /^[\d._]+(?:e\d+)?\s*([^\s\d]\S*)/.exec(schema.example)?.[1];
}

function literal(text: string, wanted: Dimension): { readonly value: number; readonly dimension: Dimension } | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(\S+)?$/.exec(text);
  if (!match) return undefined;
  const unit = match[2] === undefined ? undefined : findUnit(match[2], wanted);
  if (match[2] !== undefined && !unit) return undefined;
  return { value: Number(match[1]) * (unit?.factor ?? 1), dimension: unit?.dimension ?? {} };
}
