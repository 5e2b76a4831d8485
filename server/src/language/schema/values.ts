/** Short constructors for the rows of the schema table. */

import * as d from "../dimensions";
import type { Scope } from "../units";
import type { Bounds, Choice, PropertySchema, ValueType } from "./types";

type Extra = Partial<Pick<PropertySchema, "default" | "required">>;

const row = (name: string, value: ValueType, example: string, documentation: string, extra: Extra = {}): PropertySchema => ({
  name,
  documentation,
  value,
  example,
  ...extra,
});

const positive: Bounds = { min: 0, aboveMin: true };

/** A whole number of things. */
export function count(
  name: string,
  example: string,
  documentation: string,
  bounds: Bounds = { min: 1, integer: true },
  extra: Extra = {},
): PropertySchema {
  return row(name, { type: "quantity", dimension: d.none, bounds: { max: 1e15, ...bounds } }, example, documentation, extra);
}

/** A share between 0 and 1, usually written in percent. */
export function share(
  name: string,
  example: string,
  documentation: string,
  extra: Extra = {},
  bounds: Bounds = { min: 0, max: 1 },
): PropertySchema {
  return row(name, { type: "quantity", dimension: d.none, bounds }, example, documentation, extra);
}

/** A plain ratio. */
export function ratio(name: string, example: string, documentation: string, bounds: Bounds, extra: Extra = {}): PropertySchema {
  return row(name, { type: "quantity", dimension: d.none, bounds }, example, documentation, extra);
}

/** A positive figure of a dimension, spread over `scope` unless it says otherwise. */
export function figure(
  name: string,
  dimension: d.Dimension,
  example: string,
  documentation: string,
  options: Extra & {
    readonly scope?: Scope;
    readonly scopes?: readonly Scope[];
    readonly list?: "tier" | "axis";
    readonly bounds?: Bounds;
    readonly alternatives?: readonly d.Dimension[];
    readonly words?: readonly Choice[];
  } = {},
): PropertySchema {
  const { scope, scopes, list, bounds, alternatives, words, ...extra } = options;
  return row(
    name,
    {
      type: "quantity",
      dimension,
      bounds: bounds ?? positive,
      ...(scope ? { scope } : {}),
      ...(scopes ? { scopes } : {}),
      ...(list ? { list } : {}),
      ...(alternatives ? { alternatives } : {}),
      ...(words ? { words } : {}),
    },
    example,
    documentation,
    extra,
  );
}

export function choice(
  name: string,
  choices: readonly (readonly [string, string])[],
  documentation: string,
  extra: Extra = {},
): PropertySchema {
  return row(name, { type: "choice", choices: toChoices(choices) }, choices[0]?.[0] ?? "", documentation, extra);
}

export function textChoice(
  name: string,
  choices: readonly (readonly [string, string])[],
  documentation: string,
  extra: Extra = {},
): PropertySchema {
  return row(name, { type: "text", choices: toChoices(choices) }, `"${choices[0]?.[0] ?? ""}"`, documentation, extra);
}

export function text(name: string, example: string, documentation: string, extra: Extra = {}): PropertySchema {
  return row(name, { type: "text" }, example, documentation, extra);
}

export function reference(
  name: string,
  to: readonly ("chip" | "supernode" | "cluster" | "model" | "workload" | "engine" | "serve" | "train")[],
  example: string,
  documentation: string,
  extra: Extra = {},
): PropertySchema {
  return row(name, { type: "reference", to }, example, documentation, extra);
}

export function fabricName(name: string, example: string, documentation: string, extra: Extra = {}): PropertySchema {
  return row(name, { type: "fabric" }, example, documentation, extra);
}

export function metric(name: string, example: string, documentation: string, extra: Extra = {}): PropertySchema {
  return row(name, { type: "metric" }, example, documentation, extra);
}

function toChoices(pairs: readonly (readonly [string, string])[]): Choice[] {
  return pairs.map(([name, documentation]) => ({ name, documentation }));
}

export const numberTypes = [
  ["bf16", "16-bit brain float, 2 bytes."],
  ["fp16", "16-bit float, 2 bytes."],
  ["fp8", "8-bit float, 1 byte."],
  ["int8", "8-bit integer, 1 byte."],
  ["int4", "4-bit integer, half a byte; computed in the activations' type."],
  ["fp4", "4-bit float, half a byte."],
  ["fp32", "32-bit float, 4 bytes."],
] as const;

export const boolean = [
  ["true", "Yes."],
  ["false", "No."],
] as const;
