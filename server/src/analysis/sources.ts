/** Where the calibration of a plan's chip is from: figures of it with the comments behind them. */

import { formatFigure, formatPercent } from "../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../semantics/program";
import { commentAt, type Looked } from "./comments";
import { targetOf } from "./lower/read";

/** `gemm.memory = 72%: what the comment says`, of each figure that these paths name: a section of the calibration, or one figure. */
export function sourcesOf(analysis: Looked, plan: ResolvedDeclaration, paths: readonly string[]): readonly string[] {
  const machine = targetOf(plan, "on");
  const supernode = machine && (targetOf(machine, "supernode") ?? machine);
  const calibration = supernode && targetOf(supernode, "chip")?.blocks.get("calibration");
  if (!calibration) return [];
  const sections = new Set(paths.map((path) => path.split(".")[0] ?? ""));
  const lines = [...sections].flatMap((name) => {
    const block = calibration.blocks.get(name);
    return block ? linesOf(analysis, name, block) : [];
  });
  return lines.filter(({ path }) => paths.some((named) => path === named || path.startsWith(`${named}.`))).map(({ text }) => text);
}

function linesOf(analysis: Looked, section: string, block: ResolvedBlock): { readonly path: string; readonly text: string }[] {
  const own = [...block.values].flatMap(([key, value]) => {
    if (value.type !== "number") return [];
    const path = `${section}.${key}`;
    const comment = commentAt(analysis, value.place);
    return [
      {
        path,
        text: `${path} = ${value.unit === "%" ? formatPercent(value.value) : formatFigure(value.value, value.dimension)}${comment === undefined ? "" : `: ${comment}`}`,
      },
    ];
  });
  return [...own, ...[...block.blocks].flatMap(([key, inner]) => linesOf(analysis, `${section}.${key}`, inner))];
}
