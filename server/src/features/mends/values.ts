/** Mends of values: units, bounds, kinds of value. */

import { parametersOf } from "../../analysis/parameters";
import { type Dimension, none, sameDimension } from "../../language/dimensions";
import type { Fix } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { Bounds, PropertySchema } from "../../language/schema";
import { findUnit, unitsOf } from "../../language/units";
import { nearest } from "../../semantics";
import { isWithin } from "../../semantics/quantity";
import type { Expression, Quantity } from "../../syntax";
import { choicesOf } from "../describe";
import { dimensionOfText } from "../completion/dimension";
import { slice } from "../spans";
import { around, change, type Mends, type Wound, write } from "./wound";
import { phrase } from "../../language/phrase";

export const valueMends: Mends = {
  "unknown-unit": (wound) => {
    const wanted = dimensionsOf(wound.context.property);
    const names = wanted.flatMap(unitsOf);
    const usual = unitIn(wound.context.property?.example);
    return [...new Set([...nearest(wound.text, names), ...(usual ? [usual] : [])])].slice(0, 3).map((unit) => change(wound, unit));
  },
  "wrong-dimension": (wound) => convertible(wound, dimensionsOf(wound.context.property), unitIn(wound.context.property?.example)),
  "uneven-comparison": (wound) => {
    const expect = around(wound, "expect");
    if (expect?.right.kind !== "quantity") return [];
    const left = dimensionOfText(slice(wound.analysis.text, expect.left), wound.analysis.program, wound.context.owner);
    return left ? unitsFor(wound, expect.right, [left], undefined) : [];
  },
  "out-of-range": (wound) => {
    const { property } = wound.context;
    const quantity = around(wound, "quantity");
    const bounds = property?.value.type === "quantity" ? property.value.bounds : undefined;
    if (!property || !quantity || !bounds) return [];
    const factor = quantity.unit ? (findUnit(quantity.unit.text, dimensionsOf(property)[0])?.factor ?? 1) : 1;
    return nearestBounds(bounds, quantity.value * factor).map((value) =>
      write(wound, phrase`Change to ${value / factor}`, quantity.number, String(value / factor)),
    );
  },
  "not-integer": (wound) => {
    const quantity = around(wound, "quantity");
    if (!quantity) return [];
    const factor = quantity.unit ? (findUnit(quantity.unit.text, none)?.factor ?? 1) : 1;
    const whole = Math.max(1, Math.round(quantity.value * factor));
    return [
      write(
        wound,
        phrase`Change to ${whole}`,
        { start: quantity.number.start, end: quantity.unit && factor !== 1 ? quantity.unit.end : quantity.number.end },
        String(whole),
      ),
    ];
  },
  "wrong-value": (wound) => {
    const { property, written } = wound.context;
    if (!property || !written) return [];
    return rewritten(property, written.value, wound.text).map((text) => write(wound, phrase`Write ${text}`, written.value, text));
  },
  "wrong-argument-count": (wound) => {
    const call = around(wound, "call");
    const [first, second] = call?.arguments ?? [];
    if (!call || !first) return call ? [] : [];
    return second
      ? [write(wound, phrase`Keep the first argument`, { start: first.end, end: call.arguments.at(-1)?.end ?? first.end }, "")]
      : [];
  },
  "range-too-long": (wound) => {
    const range = around(wound, "vary")?.values;
    if (range?.kind !== "range") return [];
    return [write(wound, phrase`Double from one point to the next`, { start: range.to.end, end: range.end }, " doubling")];
  },
  "parameters-disagree": (wound) => {
    const computed = wound.context.owner && parametersOf(wound.context.owner)?.total;
    return computed
      ? [
          write(
            wound,
            phrase`Change to the computed ${formatCount(computed)}`,
            wound.context.written?.value ?? wound.finding.place,
            formatCount(computed),
          ),
        ]
      : [];
  },
};

function dimensionsOf(property: PropertySchema | undefined): readonly Dimension[] {
  const value = property?.value;
  return value?.type === "quantity" ? [value.dimension, ...(value.alternatives ?? [])] : [];
}

/** The unit of a quantity as the schema writes it: `GB` of `80 GB`. */
function unitIn(example: string | undefined): string | undefined {
  return /^[\d._]+\s*([A-Za-z%][\w/]*)/.exec(example ?? "")?.[1];
}

function convertible(wound: Wound, wanted: readonly Dimension[], usual: string | undefined): readonly Fix[] {
  const quantity = around(wound, "quantity");
  return quantity ? unitsFor(wound, quantity, wanted, usual) : [];
}

/** The number with a unit that fits: the same one without or with its time (`GB` of `GB/s`), else the usual one. */
function unitsFor(wound: Wound, { number, unit }: Quantity, wanted: readonly Dimension[], usual: string | undefined): readonly Fix[] {
  const fits = (name: string) => wanted.some((dimension) => sameDimension(findUnit(name, dimension)?.dimension ?? { money: 9 }, dimension));
  if (wanted.some((dimension) => sameDimension(dimension, none))) {
    const digits = slice(wound.analysis.text, number);
    return unit ? [write(wound, phrase`Write ${digits}`, { start: number.start, end: unit.end }, digits)] : [];
  }
  const written = unit?.text ?? "";
  const related = [
    written.replace(/\/.*$/, ""),
    ...(usual?.startsWith(`${written}/`) ? [usual] : []),
    `${written}/s`,
    ...wanted.flatMap(unitsOf).filter((name) => name.startsWith(written.charAt(0))),
  ];
  const found = [...related, ...(usual ? [usual] : []), ...wanted.flatMap(unitsOf)].find((name) => name !== "" && fits(name));
  const digits = slice(wound.analysis.text, number);
  return found
    ? [write(wound, phrase`Write ${digits} ${found}`, { start: number.start, end: unit?.end ?? number.end }, `${digits} ${found}`)]
    : [];
}

/** The values within the bounds that are nearest to the written one. */
function nearestBounds(bounds: Bounds, value: number): readonly number[] {
  const ends = [bounds.min, bounds.max].filter((end) => end !== undefined && isWithin(end, bounds)) as readonly number[];
  return ends.toSorted((left, right) => Math.abs(left - value) - Math.abs(right - value)).slice(0, 1);
}

/** What was meant by a value of another sort: a text without its quotes, the first of a list, a word in quotes; else the example. */
function rewritten(property: PropertySchema, value: Expression, text: string): readonly string[] {
  const names = choicesOf(property.value).map(({ name }) => name);
  if (value.kind === "string" && (names.includes(value.value) || property.value.type === "reference")) return [value.value];
  if (property.value.type === "text") return [`"${text.replace(/["\\]/g, "")}"`];
  return [property.example];
}
