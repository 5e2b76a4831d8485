/** CMX311: number types that the chip's matrix units lack. */

import { bytesOf, type Chip, type ComputeType, type NumberType, type Precision } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import type { ResolvedDeclaration } from "../../semantics/program";
import { placeIn, replaceFix } from "./context";

/** 4-bit integers are unpacked and 32-bit floats run on tf32 units, so neither needs units of its own; a KV cache is only stored. */
const ownUnits: readonly NumberType[] = ["bf16", "fp16", "fp8", "int8", "fp4"];
const computed = ["weights", "activations", "attention", "experts", "dispatch"] as const;

/** Findings about the `precision` that the plan wrote, on a chip. */
export function checkPrecision(declaration: ResolvedDeclaration, precision: Precision, chip: Chip): Finding[] {
  const block = declaration.blocks.get("precision");
  if (!block) return [];
  return computed.flatMap((key) => {
    const type = precision[key];
    const value = block.values.get(key);
    if (!value || !ownUnits.includes(type) || chip.compute[type as ComputeType] !== undefined) return [];
    const instead = substitute(chip, type);
    const values = { chip: chip.name, type, instead: instead ? `; ${instead} has the same size` : "" };
    const fixes = instead ? replaceFix(declaration, value.place, instead, `Use ${instead}`) : [];
    return [finding("precision-unsupported", placeIn(declaration, value.place), values, { fixes })];
  });
}

/** A type of the same size that the chip has, else bf16. */
function substitute(chip: Chip, type: NumberType): NumberType | undefined {
  const has = (candidate: NumberType) => chip.compute[candidate as ComputeType] !== undefined;
  const same = ownUnits.find((candidate) => candidate !== type && bytesOf[candidate] === bytesOf[type] && has(candidate));
  return same ?? (type === "fp4" && has("int8") ? "int8" : undefined);
}
