/** Figures for people: three or four significant digits, the unit that fits, value and unit apart so that they can be set apart. */

import { t } from "./language";

export interface Figure {
  readonly value: string;
  readonly unit: string;
}

/** A unit and how many SI units one of it is, largest first. */
type Scale = readonly (readonly [factor: number, unit: string])[];

const timeScale: Scale = [
  [1, "s"],
  [1e-3, "ms"],
  [1e-6, "µs"],
];
const longTimeScale: Scale = [
  [86_400, "days"],
  [3600, "h"],
  [60, "min"],
];
const byteScale: Scale = [
  [1e15, "PB"],
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
  [1, "B"],
];
const flopScale: Scale = [
  [1e18, "EFLOP"],
  [1e15, "PFLOP"],
  [1e12, "TFLOP"],
  [1e9, "GFLOP"],
  [1e6, "MFLOP"],
  [1, "FLOP"],
];
const powerScale: Scale = [
  [1e6, "MW"],
  [1e3, "kW"],
  [1, "W"],
];
const energyScale: Scale = [
  [3.6e6, "kWh"],
  [1e3, "kJ"],
  [1, "J"],
  [1e-3, "mJ"],
];
const countScale: Scale = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
];

// Made once: a map has thousands of figures, and making a formatter takes longer than using it.
const upToSix = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });
const wholeOnes = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const threeDigits = new Intl.NumberFormat("en-US", { maximumSignificantDigits: 3 });

/** Any number, without a unit: `6,688`, `0.417`, `61.5 k`. */
export function number(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const step = countScale.find(([factor]) => Math.abs(value) >= factor);
  return step && Math.abs(value) >= 9999.5 ? `${digits(value / step[0])} ${step[1]}` : digits(value);
}

export function time(seconds: number): Figure {
  const long = longTimeScale.find(([factor]) => seconds >= 2 * factor);
  return scaled(seconds, long ? [long] : timeScale);
}

export const bytes = (value: number): Figure => scaled(value, byteScale);
export const flop = (value: number): Figure => scaled(value, flopScale);
export const power = (watts: number): Figure => scaled(watts, powerScale);
export const energy = (joules: number): Figure => scaled(joules, energyScale);
export const rate = (perSecond: number, what: string): Figure => ({ value: number(perSecond), unit: `${what}/s` });

/** `91%`, `4.3%`, `0.4%`. */
export function percent(share: number): string {
  const value = share * 100;
  if (!Number.isFinite(value)) return "–";
  if (value < 0) return `−${percent(-share)}`;
  if (value === 0 || value >= 9.95) return `${Math.round(value)}%`;
  return value < 0.05 ? "<0.1%" : `${value.toFixed(1)}%`;
}

/** A change: `+1.8%`, `−0.3%`, `0%`. */
export function signedPercent(share: number): string {
  if (Math.abs(share) < 0.0005) return "0%";
  return share < 0 ? `−${percent(-share)}` : `+${percent(share)}`;
}

/** Value and unit in one string. */
export function text({ value, unit }: Figure): string {
  return unit === "" ? value : `${value} ${unit}`;
}

/** A number that someone wrote, all of it: `16,384`, `0.75`. */
export function exact(value: number): string {
  return Number.isFinite(value) ? upToSix.format(value) : "–";
}

/** A count as written by people, whole: `15,360`. */
export function whole(value: number): string {
  return Number.isFinite(value) ? wholeOnes.format(value) : "–";
}

/** `1 instance`, `6 instances`. */
export function counted(count: number, noun: string): string {
  return `${whole(count)} ${t(`${noun}${count === 1 ? "" : "s"}`)}`;
}

function scaled(value: number, scale: Scale): Figure {
  const smallest = scale[scale.length - 1] ?? [1, ""];
  if (!Number.isFinite(value)) return { value: "–", unit: "" };
  if (value === 0) return { value: "0", unit: "" };
  // Half a digit below the next unit already reads as one of it: 999.96 ms is 1 s.
  const [factor, unit] = scale.find(([each]) => Math.abs(value) >= each * 0.9995) ?? smallest;
  return { value: digits(value / factor), unit };
}

function digits(value: number): string {
  return (Math.abs(value) >= 999.5 ? wholeOnes : threeDigits).format(value);
}
