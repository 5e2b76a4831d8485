/** The one table of units. Everything that knows a unit (checker, completion, grammar, formatter of figures) reads it here. */

import * as d from "./dimensions";
import type { Dimension } from "./dimensions";

export interface Unit {
  /** As written in a file. */
  readonly name: string;
  readonly dimension: Dimension;
  /** How many SI units (byte, second, operation, watt, joule, token, …) one of it is. */
  readonly factor: number;
  readonly documentation: string;
  /** For money: the currency. There is no conversion; one file speaks one currency. */
  readonly currency?: string;
  /** A count suffix (`671 B`) holds only where a plain number is wanted. */
  readonly countSuffix?: true;
}

function family(dimension: Dimension, documentation: string, rows: readonly (readonly [string, number])[]): Unit[] {
  return rows.map(([name, factor]) => ({ name, dimension, factor, documentation }));
}

const prefixes: readonly (readonly [string, number])[] = [
  ["", 1],
  ["k", 1e3],
  ["M", 1e6],
  ["G", 1e9],
  ["T", 1e12],
  ["P", 1e15],
  ["E", 1e18],
];
const withPrefixes = (symbol: string, from = 0, to = prefixes.length) =>
  prefixes.slice(from, to).map(([prefix, factor]) => [prefix + symbol, factor] as const);

const minute = 60;
const hour = 3600;
const day = 86400;

/** Units without a slash. Order is the order in which completion offers them. */
export const units: readonly Unit[] = [
  ...family(d.information, "Information; powers of 1000.", [
    ["B", 1],
    ["kB", 1e3],
    ["MB", 1e6],
    ["GB", 1e9],
    ["TB", 1e12],
    ["PB", 1e15],
  ]),
  ...family(d.information, "Information; powers of 1024.", [
    ["KiB", 2 ** 10],
    ["MiB", 2 ** 20],
    ["GiB", 2 ** 30],
    ["TiB", 2 ** 40],
  ]),
  ...family(d.information, "Information; eight bits are one byte.", [
    ["bit", 1 / 8],
    ["Kbit", 1e3 / 8],
    ["Mbit", 1e6 / 8],
    ["Gbit", 1e9 / 8],
  ]),
  ...family(d.bandwidth, "Bandwidth in bits per second; eight bits are one byte.", [
    ["Gbps", 1e9 / 8],
    ["Tbps", 1e12 / 8],
  ]),
  ...family(d.time, "Time.", [
    ["ns", 1e-9],
    ["us", 1e-6],
    ["ms", 1e-3],
    ["s", 1],
    ["min", minute],
    ["h", hour],
    ["day", day],
  ]),
  ...family(d.operations, "Floating-point operations; a dense multiply-add counts two.", withPrefixes("FLOP")),
  ...family(d.operations, "Integer operations; a dense multiply-add counts two.", withPrefixes("OP")),
  ...family(d.operationRate, "Floating-point operations per second; a dense multiply-add counts two.", withPrefixes("FLOPS")),
  ...family(d.operationRate, "Integer operations per second; a dense multiply-add counts two.", [
    ["OPS", 1],
    ["TOPS", 1e12],
    ["POPS", 1e15],
  ]),
  ...family(d.tokens, "Tokens.", [
    ["tokens", 1],
    ["token", 1],
  ]),
  ...family(d.requests, "Requests.", [
    ["requests", 1],
    ["request", 1],
  ]),
  ...family(d.sequences, "Sequences.", [
    ["sequences", 1],
    ["sequence", 1],
  ]),
  ...family(d.power, "Power.", [
    ["W", 1],
    ["kW", 1e3],
    ["MW", 1e6],
  ]),
  ...family(d.energy, "Energy.", [
    ["J", 1],
    ["kJ", 1e3],
    ["kWh", 3.6e6],
  ]),
  ...["USD", "CNY", "EUR"].map((currency) => ({
    name: currency,
    dimension: d.money,
    factor: 1,
    currency,
    documentation: "Money. One currency in a file; CMX converts none.",
  })),
  { name: "%", dimension: d.none, factor: 0.01, documentation: "Hundredth: 1% is 0.01." },
  ...(
    [
      ["K", 1e3, "thousand"],
      ["M", 1e6, "million"],
      ["B", 1e9, "billion"],
      ["T", 1e12, "trillion"],
    ] as const
  ).map(([name, factor, word]) => ({
    name,
    dimension: d.none,
    factor,
    countSuffix: true as const,
    documentation: `A ${word}, where the property is a count (\`671 B\` parameters).`,
  })),
];

/**
 * Spellings of other tools, with what they may have meant here, likelier first. Letters alone would mislead: GBps is one
 * letter from Gbps and eight times as much.
 */
export const foreignUnits: Readonly<Record<string, readonly string[]>> = {
  kBps: ["kB/s"],
  KBps: ["kB/s"],
  MBps: ["MB/s"],
  GBps: ["GB/s"],
  TBps: ["TB/s"],
  Mbps: ["Mbit/s"],
  "Mb/s": ["Mbit/s", "MB/s"],
  "Gb/s": ["Gbps", "GB/s"],
  "Tb/s": ["TB/s", "Tbps"],
  Kb: ["kB", "Kbit"],
  Mb: ["MB", "Mbit"],
  Gb: ["GB", "Gbit"],
  sec: ["s"],
  secs: ["s"],
  second: ["s"],
  seconds: ["s"],
  minute: ["min"],
  minutes: ["min"],
  hr: ["h"],
  hrs: ["h"],
  hour: ["h"],
  hours: ["h"],
  days: ["day"],
  tps: ["tokens/s"],
  rps: ["requests/s"],
  qps: ["requests/s"],
};

const plain = new Map(units.filter((unit) => !unit.countSuffix).map((unit) => [unit.name, unit]));
const suffixes = new Map(units.filter((unit) => unit.countSuffix).map((unit) => [unit.name, unit]));
const rates = new Map<string, Unit>();

/**
 * The unit that `text` names where a value of dimension `wanted` is expected, or undefined.
 * `B`, `M`, `T`, `K` are counts where a plain number is wanted; `B` is a byte everywhere else.
 * `X/Y` is any unit X over any unit of time, or over tokens (`J/token`).
 */
export function findUnit(text: string, wanted: Dimension | undefined): Unit | undefined {
  if (wanted && d.sameDimension(wanted, d.none)) {
    const suffix = suffixes.get(text);
    if (suffix) return suffix;
  }
  return plain.get(text) ?? findRate(text) ?? suffixes.get(text);
}

function findRate(text: string): Unit | undefined {
  const known = rates.get(text);
  if (known) return known;
  const slash = text.indexOf("/");
  if (slash < 0) return undefined;
  const above = plain.get(text.slice(0, slash));
  const below = plain.get(text.slice(slash + 1));
  if (!above || !below) return undefined;
  if (!d.sameDimension(below.dimension, d.time) && !d.sameDimension(below.dimension, d.tokens)) return undefined;
  const unit: Unit = {
    name: text,
    dimension: d.combine(above.dimension, below.dimension, -1),
    factor: above.factor / below.factor,
    documentation: `${above.name} per ${below.name}.`,
    ...(above.currency ? { currency: above.currency } : {}),
  };
  rates.set(text, unit);
  return unit;
}

/** Spellings worth offering where a value of `dimension` is wanted, most usual first. */
export function unitsOf(dimension: Dimension): readonly string[] {
  const direct = units.filter(
    (unit) =>
      d.sameDimension(unit.dimension, dimension) && !unit.name.endsWith("token") && unit.name !== "request" && unit.name !== "sequence",
  );
  const usual = usualRates.filter(([, candidate]) => d.sameDimension(candidate, dimension)).flatMap(([names]) => names);
  return [...usual, ...direct.map((unit) => unit.name)];
}

const usualRates: readonly (readonly [readonly string[], Dimension])[] = [
  [["GB/s", "TB/s", "MB/s", "kB/s", "B/s"], d.bandwidth],
  [["tokens/s"], d.tokenRate],
  [["requests/s"], d.requestRate],
  [["USD/h", "CNY/h", "EUR/h"], d.moneyRate],
  [["J/token"], d.energyPerToken],
  [["USD/token"], d.moneyPerToken],
];

/** The scopes over which a figure can be spread: `per chip`. */
export const scopes = ["chip", "rank", "node", "supernode", "instance", "link"] as const;
export type Scope = (typeof scopes)[number];
