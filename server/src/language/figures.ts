/** Figures for people: SI numbers in the unit that reads best, three significant digits. Messages, hover and reports share it. */

import * as d from "./dimensions";
import type { Dimension } from "./dimensions";

/** A unit to print in, and how many SI units one of it is. */
type Step = readonly [name: string, factor: number];

const informationSteps: readonly Step[] = [
  ["B", 1],
  ["kB", 1e3],
  ["MB", 1e6],
  ["GB", 1e9],
  ["TB", 1e12],
  ["PB", 1e15],
];

const timeSteps: readonly Step[] = [
  ["ns", 1e-9],
  ["µs", 1e-6],
  ["ms", 1e-3],
  ["s", 1],
];

/** Two of the larger unit read better than 120 of the smaller: each holds from twice its length on. */
const longTimeSteps: readonly Step[] = [
  ["days", 86400],
  ["h", 3600],
  ["min", 60],
];

const powerSteps: readonly Step[] = [
  ["W", 1],
  ["kW", 1e3],
  ["MW", 1e6],
  ["GW", 1e9],
];

const energySteps: readonly Step[] = [
  ["mJ", 1e-3],
  ["J", 1],
  ["kJ", 1e3],
  ["kWh", 3.6e6],
];

const operationSteps: readonly Step[] = [
  ["FLOP", 1],
  ["kFLOP", 1e3],
  ["MFLOP", 1e6],
  ["GFLOP", 1e9],
  ["TFLOP", 1e12],
  ["PFLOP", 1e15],
  ["EFLOP", 1e18],
];

const countSteps: readonly Step[] = [
  ["M", 1e6],
  ["B", 1e9],
  ["T", 1e12],
];

/** `71.3 GB`; powers of 1000. */
export function formatInformation(bytes: number): string {
  return inSteps(bytes, informationSteps);
}

/** `196 GB/s`. */
export function formatBandwidth(bytesPerSecond: number): string {
  return `${formatInformation(bytesPerSecond)}/s`;
}

/** `49.4 ms`, `1.2 s`, `3.5 h`. */
export function formatTime(seconds: number): string {
  const long = longTimeSteps.find(([, factor]) => Math.abs(seconds) >= 2 * factor);
  return inSteps(seconds, long ? [long] : timeSteps);
}

/** `7,168`, `0.43`, `671 B`: a count, with the suffixes of the language from a million on. */
export function formatCount(count: number): string {
  return Math.abs(count) < 999_999.5 ? number(count) : inSteps(count, countSteps);
}

/** `1 request`, `2 requests`. */
function formatNumberOf(count: number, thing: string): string {
  const words = formatCount(count);
  return `${words} ${thing}${words === "1" ? "" : "s"}`;
}

/** `1,943 tokens/s`: a count of `what` per second. */
export function formatRate(perSecond: number, what: string): string {
  return `${formatCount(perSecond)} ${what}/s`;
}

/** `46%`, `9.3%`, `0.04%`: a share of one. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  if (!Number.isFinite(percent)) return number(percent);
  if (Math.abs(percent) >= 9.95) return `${separated(Math.round(percent))}%`;
  const rounded = Math.abs(percent) >= 0.095 ? percent.toFixed(1) : percent.toPrecision(1);
  return `${Number(rounded)}%`;
}

/** `559 kW`. */
export function formatPower(watts: number): string {
  return inSteps(watts, powerSteps);
}

/** `410 mJ`, `3.6 kWh`. */
export function formatEnergy(joules: number): string {
  return inSteps(joules, energySteps);
}

/** `752 TFLOP`; with `/s` it is a `752 TFLOPS`. */
export function formatOperations(operations: number): string {
  return inSteps(operations, operationSteps);
}

/** `1.23 USD`; the bare number where the currency is not known. */
export function formatMoney(amount: number, currency: string | undefined): string {
  const digits = Math.abs(amount) >= 0.995 && Math.abs(amount) < 1000 ? amount.toFixed(2) : number(amount);
  return currency ? `${digits} ${currency}` : digits;
}

type Writer = (value: number, currency: string | undefined) => string;

const writers: readonly (readonly [Dimension, Writer])[] = [
  [d.none, formatCount],
  [d.information, formatInformation],
  [d.time, formatTime],
  [d.operations, formatOperations],
  [d.operationRate, (value) => `${formatOperations(value)}S`],
  [d.bandwidth, formatBandwidth],
  [d.tokens, (value) => formatNumberOf(value, "token")],
  [d.tokenRate, (value) => formatRate(value, "tokens")],
  [d.requests, (value) => formatNumberOf(value, "request")],
  [d.requestRate, (value) => formatRate(value, "requests")],
  [d.sequences, (value) => formatNumberOf(value, "sequence")],
  [d.power, formatPower],
  [d.energy, formatEnergy],
  [d.energyPerToken, (value) => `${formatEnergy(value)}/token`],
  [d.money, formatMoney],
  [d.moneyRate, (value, currency) => `${formatMoney(value * 3600, currency)}/h`],
  [d.moneyPerToken, (value, currency) => `${formatMoney(value, currency)}/token`],
];

/** An SI number of any dimension in the words of that dimension; the bare number where a dimension has none. */
export function formatFigure(value: number, dimension: Dimension, currency?: string): string {
  const writer = writers.find(([candidate]) => d.sameDimension(candidate, dimension));
  return writer ? writer[1](value, currency) : formatCount(value);
}

/** In the largest step that leaves at least one before the point, after rounding: 999.9 MB is 1 GB. */
function inSteps(value: number, steps: readonly Step[]): string {
  if (!Number.isFinite(value)) return number(value);
  const size = Math.abs(value) * (1 + 5e-4);
  const [name, factor] = (value === 0 ? steps.find(([, one]) => one === 1) : steps.findLast(([, one]) => size >= one)) ??
    steps[0] ?? ["", 1];
  return `${number(value / factor)} ${name}`;
}

/** Three significant digits, all of them before the point kept and grouped; whole numbers without a fraction. */
function number(value: number): string {
  if (Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "-∞";
  const size = Math.abs(value);
  if (size >= 99.95) return separated(Math.round(value));
  const whole = Math.round(value);
  if (Math.abs(value - whole) <= 1e-9 * size) return String(whole === 0 ? 0 : whole);
  return size < 1e-3 ? value.toExponential(2) : value.toPrecision(3);
}

function separated(whole: number): string {
  const sign = whole < 0 ? "-" : "";
  const size = Math.abs(whole);
  // Beyond twenty-one digits String() writes an exponent, which wants no grouping.
  return sign + (size < 1e21 ? String(size).replace(/\B(?=(\d{3})+$)/g, ",") : size.toExponential(2));
}
