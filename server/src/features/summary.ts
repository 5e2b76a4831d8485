/** A declaration in a few words, for its completion item and its hover. */

import { formatCount, formatFigure } from "../language/figures";
import { machineTotals } from "./machine";
import { countOf, referenceOf } from "./numbers";
import type { ResolvedBlock, ResolvedDeclaration } from "../semantics/program";
import { type Filling, phrase } from "../language/phrase";

/** `supernode · 48 nodes × 8 Ascend910C`. */
export function summary(declaration: ResolvedDeclaration): Filling {
  return dotted([declaration.kind, ...facts(declaration)]);
}

/** `a · b`. */
export function dotted(parts: readonly Filling[]): Filling {
  const [first = "", ...others] = parts;
  return others.reduce((left, right) => phrase`${left} · ${right}`, first);
}

/** What it is in numbers, without the kind: `48 nodes × 8 Ascend910C`. */
export function facts(declaration: ResolvedDeclaration): readonly Filling[] {
  switch (declaration.kind) {
    case "chip":
      return [figure(declaration.blocks.get("hbm"), "capacity"), figure(declaration.blocks.get("hbm"), "bandwidth")].flat();
    case "supernode": {
      const chips = countOf(declaration.blocks.get("node"), "chips");
      const chip = referenceOf(declaration, "chip");
      const nodes = countOf(declaration, "nodes") ?? 1;
      if (chips === undefined || !chip) return [];
      return [nodes === 1 ? `${chips} × ${chip.name}` : phrase`${nodes} nodes × ${chips} ${chip.name}`];
    }
    case "cluster": {
      const supernode = referenceOf(declaration, "supernode");
      const chips = machineTotals(declaration)?.chips;
      const count = countOf(declaration, "count");
      if (!supernode || count === undefined) return [];
      return [`${count} × ${supernode.name}`, ...(chips === undefined ? [] : [phrase`${formatCount(chips)} chips`])];
    }
    case "model": {
      const parameters = countOf(declaration, "parameters");
      return parameters === undefined ? [] : [phrase`${formatCount(parameters)} parameters`];
    }
    case "engine":
      return [figure(declaration, "step_overhead"), figure(declaration, "chunk")].flat();
    case "workload":
      return [figure(declaration, "input"), figure(declaration, "output")].flat();
    case "serve":
    case "train": {
      const model = referenceOf(declaration, "model");
      const machine = referenceOf(declaration, "on");
      return model && machine ? [phrase`${model.name} on ${machine.name}`] : [];
    }
    case "sweep":
    case "search": {
      const plan = referenceOf(declaration, "plan");
      return plan ? [plan.name] : [];
    }
  }
}

function figure(block: ResolvedBlock | undefined, name: string): string[] {
  const value = block?.values.get(name);
  return value?.type === "number" ? [formatFigure(value.value, value.dimension, value.currency)] : [];
}
