/** CMX311: number types that the chip's matrix units lack. */

import { bytesOf, type Chip, type ComputeType, type NumberType, type Precision } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import type { ResolvedDeclaration } from "../../semantics/program";
import { typesByWord } from "../precision";
import { placeIn, replaceFix } from "./context";
import { chipCompute } from "./related";
import { phrase } from "../../language/phrase";

/** 4-bit integers are unpacked and 32-bit floats run on tf32 units, so neither needs units of its own; a KV cache is only stored, a result only combined. */
const ownUnits: readonly NumberType[] = ["bf16", "fp16", "fp8", "int8", "fp4"];
const stored: readonly string[] = ["weights", "experts", "projections", "output_projection"];

/** Findings about the `precision` that the plan wrote, on a chip. */
export function checkPrecision(declaration: ResolvedDeclaration, precision: Precision, chip: Chip): Finding[] {
  const types = typesByWord(precision);
  const computed = (Object.keys(types) as (keyof typeof types)[]).filter((word) => word !== "kv_cache" && word !== "combine");
  return checkTypes(declaration, types, computed, chip);
}

/** The same for the given words of the block. */
export function checkTypes<Key extends string>(
  declaration: ResolvedDeclaration,
  types: Readonly<Record<Key | "activations", NumberType>>,
  keys: readonly Key[],
  chip: Chip,
): Finding[] {
  const block = declaration.blocks.get("precision");
  if (!block) return [];
  return keys.flatMap((key) => {
    const type = types[key];
    const value = block.values.get(key);
    if (!value || !ownUnits.includes(type) || has(chip, type)) return [];
    if (stored.includes(key) && unpacked(type, types, chip, block.values.has("activations"))) return [];
    const instead = substitute(chip, type);
    const same = instead !== undefined && bytesOf[instead] === bytesOf[type];
    const values = {
      chip: chip.name,
      type,
      instead: instead ? (same ? phrase`; ${instead} has the same size` : phrase`; ${instead} is the smallest that it has`) : "",
    };
    const fixes = instead ? replaceFix(declaration, value.place, instead, phrase`Use ${instead}`) : [];
    return [finding("precision-unsupported", placeIn(declaration, value.place), values, { fixes, related: chipCompute(declaration) })];
  });
}

/** Weights may be stored in less than what they are multiplied in: 4 bits always, others where the plan says what that is. */
function unpacked(type: NumberType, { activations }: Pick<Precision, "activations">, chip: Chip, written: boolean): boolean {
  return type === "fp4" || (written && bytesOf[type] < bytesOf[activations] && has(chip, activations));
}

function has(chip: Chip, type: NumberType): boolean {
  return chip.compute[type as ComputeType] !== undefined;
}

/** A type of the same size that the chip has, else the smallest of 8 bits or more. */
function substitute(chip: Chip, type: NumberType): NumberType | undefined {
  const same = ownUnits.find((candidate) => candidate !== type && bytesOf[candidate] === bytesOf[type] && has(chip, candidate));
  return same ?? (type === "fp4" ? (["fp8", "int8"] as const).find((candidate) => has(chip, candidate)) : undefined);
}
