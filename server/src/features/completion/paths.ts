/** Dotted paths: `CloudMatrix384.hbm.capacity`, `R1.decode.throughput`, `decode.batch` of a sweep. */

import type { Dimension } from "../../language/dimensions";
import { describeDimension } from "../../language/dimensions";
import { formatFigure } from "../../language/figures";
import { measurementsWith, type Metric } from "../../language/metrics";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { parenthesised } from "../describe";
import { machineTotals } from "../machine";
import { numbersOf, referenceOf } from "../numbers";
import type { Offer } from "./types";
import { type Phrase, phrase, phraseOf } from "../../language/phrase";

/** The measurements that the plan has: those of its own phases only. */
export function measurements(plan: ResolvedDeclaration): readonly Metric[] {
  if (plan.kind !== "serve" && plan.kind !== "train") return [];
  return measurementsWith(plan.kind, (phase) => plan.blocks.has(phase));
}

export function metricOffers(plan: ResolvedDeclaration, prefix = ""): readonly Offer[] {
  return measurements(plan).map(({ name, dimension, documentation }) => ({
    label: prefix + name,
    kind: "metric",
    detail: describeDimension(dimension),
    documentation: phraseOf(documentation),
    text: prefix + name,
    figures: [{ dimension }],
  }));
}

/** What may stand after the declaration's name and a dot. */
export function pathOffers(declaration: ResolvedDeclaration, prefix = `${declaration.name}.`): readonly Offer[] {
  if (declaration.kind === "serve" || declaration.kind === "train") return metricOffers(declaration, prefix);
  const numbers = numbersOf(declaration).map(({ path, property, value }) =>
    offer(prefix + path, value.value, value.dimension, phraseOf(property.documentation)),
  );
  const totals = machineTotals(declaration)?.totals ?? [];
  const sums = totals.map(({ path, value, dimension }) => offer(prefix + path, value, dimension, phrase`Of the whole machine.`));
  return [...new Map([...numbers, ...sums].map((item) => [item.label, item])).values()];
}

/**
 * The numbers that a sweep or search of `plan` can vary: its own and those that it refers to. First what is set; then what the
 * plan and its workload leave to a default (a degree, a rate), which a sweep may set as well.
 */
export function varyOffers(plan: ResolvedDeclaration): readonly Offer[] {
  const numbers = (declaration: ResolvedDeclaration, prefix = "") =>
    numbersOf(declaration).map(({ path, property, value }) =>
      offer(prefix + path, value.value, value.dimension, phraseOf(property.documentation)),
    );
  const referred = [...plan.values].flatMap(([key, value]) => (value.type === "reference" ? numbers(value.target, `${key}.`) : []));
  const workload = referenceOf(plan, "workload");
  const unset = [...unsetOffers(plan, ""), ...(workload ? unsetOffers(workload, "workload.") : [])];
  return [...numbers(plan), ...referred, ...unset];
}

function unsetOffers(block: ResolvedBlock, prefix: string): readonly Offer[] {
  const own = block.schema.properties
    .filter(({ name, value }) => value.type === "quantity" && !value.list && block.values.get(name)?.type !== "number")
    .map(
      (property): Offer => ({
        label: prefix + property.name,
        kind: "value",
        detail: property.default ? phrase`default ${parenthesised(property.default)}` : "",
        documentation: phraseOf(property.documentation),
        text: prefix + property.name,
        rank: 2,
      }),
    );
  return [...own, ...[...block.blocks].flatMap(([key, inner]) => unsetOffers(inner, `${prefix}${key}.`))];
}

/** The measurement that `path` means: one of `plan`, or behind the name of another. */
export function metricOf(
  path: string,
  plan: ResolvedDeclaration | undefined,
  visible: ReadonlyMap<string, ResolvedDeclaration>,
): Metric | undefined {
  const own = plan && measurements(plan).find(({ name }) => name === path);
  const [head = "", ...rest] = path.split(".");
  const declaration = visible.get(head);
  return own ?? (declaration && measurements(declaration).find(({ name }) => name === rest.join(".")));
}

/** The dimension of what `path` means: a measurement of `plan`, or a number of a visible declaration. */
export function dimensionOf(
  path: string,
  plan: ResolvedDeclaration | undefined,
  visible: ReadonlyMap<string, ResolvedDeclaration>,
): Dimension | undefined {
  const metric = metricOf(path, plan, visible);
  if (metric) return metric.dimension;
  const [head = "", ...rest] = path.split(".");
  const declaration = visible.get(head);
  if (!declaration) return undefined;
  const name = rest.join(".");
  const number = numbersOf(declaration).find((candidate) => candidate.path === name);
  return number?.value.dimension ?? machineTotals(declaration)?.totals.find((total) => total.path === name)?.dimension;
}

function offer(path: string, value: number, dimension: Dimension, documentation: Phrase): Offer {
  return { label: path, kind: "value", detail: formatFigure(value, dimension), documentation, text: path, figures: [{ dimension, value }] };
}
