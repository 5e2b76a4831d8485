/** Dimensions: what a number counts. A dimension is a product of bases with integer exponents. */

import { type Phrase, phraseOf } from "./phrase";

export const bases = ["information", "time", "operations", "tokens", "requests", "sequences", "energy", "money"] as const;
export type Base = (typeof bases)[number];

/** Exponents by base; a base that is absent has exponent 0. The empty dimension is a plain number. */
export type Dimension = Readonly<Partial<Record<Base, number>>>;

export const none: Dimension = {};
export const information: Dimension = { information: 1 };
export const time: Dimension = { time: 1 };
export const operations: Dimension = { operations: 1 };
export const operationRate: Dimension = { operations: 1, time: -1 };
export const bandwidth: Dimension = { information: 1, time: -1 };
export const tokens: Dimension = { tokens: 1 };
export const tokenRate: Dimension = { tokens: 1, time: -1 };
export const requests: Dimension = { requests: 1 };
export const requestRate: Dimension = { requests: 1, time: -1 };
export const sequences: Dimension = { sequences: 1 };
export const power: Dimension = { energy: 1, time: -1 };
export const energy: Dimension = { energy: 1 };
export const energyPerToken: Dimension = { energy: 1, tokens: -1 };
export const money: Dimension = { money: 1 };
export const moneyRate: Dimension = { money: 1, time: -1 };
export const moneyPerToken: Dimension = { money: 1, tokens: -1 };

/** The product of `left` and `right` raised to `exponent` (1 multiplies, -1 divides). */
export function combine(left: Dimension, right: Dimension, exponent: 1 | -1): Dimension {
  const product: Partial<Record<Base, number>> = {};
  for (const base of bases) {
    const sum = (left[base] ?? 0) + exponent * (right[base] ?? 0);
    if (sum !== 0) product[base] = sum;
  }
  return product;
}

export function sameDimension(left: Dimension, right: Dimension): boolean {
  if (left === right) return true;
  for (const base of bases) if ((left[base] ?? 0) !== (right[base] ?? 0)) return false;
  return true;
}

const names: readonly (readonly [string, Dimension])[] = [
  ["a plain number", none],
  ["an amount of information", information],
  ["a time", time],
  ["an amount of operations", operations],
  ["a rate of operations", operationRate],
  ["a bandwidth", bandwidth],
  ["tokens", tokens],
  ["tokens per second", tokenRate],
  ["requests", requests],
  ["requests per second", requestRate],
  ["sequences", sequences],
  ["a power", power],
  ["an energy", energy],
  ["energy per token", energyPerToken],
  ["money", money],
  ["money per time", moneyRate],
  ["money per token", moneyPerToken],
];

/** The dimension in words, with an article: "a bandwidth", "tokens per second", "information² / time". */
export function describeDimension(dimension: Dimension): Phrase {
  const known = names.find(([, candidate]) => sameDimension(candidate, dimension));
  if (known) return phraseOf(known[0]);
  const factor = (base: Base) => {
    const exponent = Math.abs(dimension[base] ?? 0);
    return exponent === 1 ? base : `${base}^${exponent}`;
  };
  const above = bases.filter((base) => (dimension[base] ?? 0) > 0).map(factor);
  const below = bases.filter((base) => (dimension[base] ?? 0) < 0).map(factor);
  return phraseOf(`${above.length > 0 ? above.join(" × ") : "1"}${below.length > 0 ? ` / ${below.join(" / ")}` : ""}`);
}
