/** CMX3xx of machines: what a fabric says of its shape against the chips that it joins. */

import { chipsOf } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import { lowerMachine } from "../lower/machine";
import { placeOf } from "../lower/read";
import { placeIn } from "./context";
import { phrase } from "../../language/phrase";

/** A supernode's or cluster's own fabrics. */
export function checkMachine(declaration: ResolvedDeclaration): Finding[] {
  const machine = lowerMachine(declaration);
  if (!machine) return [];
  const chips = chipsOf(machine);
  return declaration.named.flatMap((block) => {
    const fabric = machine.fabrics.find(({ name }) => name === block.name);
    if (!fabric || fabric.topology !== "torus") return [];
    const product = fabric.dimensions.reduce((sum, length) => sum * length, 1);
    if (product === chips) return [];
    const dimensions = fabric.dimensions.length > 0 ? fabric.dimensions.join(" × ") : phrase`no dimensions`;
    const values = { fabric: fabric.name, dimensions, product: formatCount(product), machine: machine.name, chips: formatCount(chips) };
    const key = block.values.has("dimensions") ? "dimensions" : "topology";
    return [finding("torus-dimensions", placeIn(declaration, placeOf(block, key), block.place), values)];
  });
}
