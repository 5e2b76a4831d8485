/** Where the calibration of a plan's chip is from: figures of it with the comments behind them. */

import { formatFigure } from "../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../semantics/program";
import { commentAt, type Looked } from "./comments";
import { targetOf } from "./lower/read";

/** `gemm.memory = 0.72: what the comment says`, of each figure in these sections of the calibration. */
export function sourcesOf(analysis: Looked, plan: ResolvedDeclaration, sections: readonly string[]): readonly string[] {
  const machine = targetOf(plan, "on");
  const supernode = machine && (targetOf(machine, "supernode") ?? machine);
  const calibration = supernode && targetOf(supernode, "chip")?.blocks.get("calibration");
  return sections.flatMap((name) => {
    const block = calibration?.blocks.get(name);
    return block ? linesOf(analysis, name, block) : [];
  });
}

function linesOf(analysis: Looked, path: string, block: ResolvedBlock): string[] {
  const own = [...block.values].flatMap(([key, value]) => {
    if (value.type !== "number") return [];
    const comment = commentAt(analysis, value.place);
    return [`${path}.${key} = ${formatFigure(value.value, value.dimension)}${comment === undefined ? "" : `: ${comment}`}`];
  });
  return [...own, ...[...block.blocks].flatMap(([key, inner]) => linesOf(analysis, `${path}.${key}`, inner))];
}
