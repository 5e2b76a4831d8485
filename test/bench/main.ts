/** `npm run bench`: what a user waits for, as medians against the aims. Slower than aimed is told, and fails nothing. */

import { parseBench } from "./parse";
import { planBench } from "./plan";
import { keyPressBench, serverStartBench } from "./server";

interface Row {
  readonly what: string;
  readonly median: number;
  readonly aim: number;
  readonly unit: string;
}

async function rows(): Promise<readonly Row[]> {
  const parse = parseBench();
  const plan = planBench();
  const key = await keyPressBench();
  const start = await serverStartBench();
  return [
    { what: `scan and parse ${parse.lines.toLocaleString("en")} lines`, median: parse.median, aim: 10, unit: "ms" },
    { what: `key press to diagnostics, ${key.lines} lines, five plans`, median: key.median, aim: 20, unit: "ms" },
    { what: "one plan", median: plan.evaluate, aim: 50, unit: "µs" },
    { what: "one plan, with the elasticity of every resource", median: plan.withLimits, aim: Number.NaN, unit: "µs" },
    { what: "server start to first diagnostics", median: start.median, aim: 300, unit: "ms" },
  ];
}

function print({ what, median, aim, unit }: Row): void {
  const figure = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  const verdict = Number.isNaN(aim) ? "" : `aim ${aim} ${unit}: ${median <= aim ? "reached" : `missed, ${(median / aim).toFixed(1)}×`}`;
  console.log(`${what.padEnd(52)}${figure(median).padStart(10)}   ${verdict}`.trimEnd());
}

async function main(): Promise<void> {
  const measured = await rows();
  measured.forEach(print);
  // For those who compare runs by program.
  console.log(JSON.stringify(Object.fromEntries(measured.map(({ what, median, unit }) => [`${what}, ${unit}`, median]))));
}

void main();
