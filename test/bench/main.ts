/**
 * `npm run bench`: what a user waits for, as medians against the aims. Slower than aimed is told, and fails nothing.
 * `--plans`: the evaluation of plans alone; `--growth`: the heap after ten million of them; `--figures`: see figures.ts; `--page`: the report
 * in a Chromium; `--editor`, `--edits`: see there.
 */

import { editorBench } from "./editor";
import { editsBench } from "./edits";
import { printFigures } from "./figures";
import { pageBench } from "./page";
import { parseBench } from "./parse";
import { growth, limitsBench, servePlanBench, trainPlanBench } from "./plan";
import { keyPressBench, serverStartBench } from "./server";

interface Row {
  readonly what: string;
  readonly median: number;
  readonly aim: number;
  readonly unit: string;
}

/** Examples whose first plan is evaluated. */
const flagship = "deepseek-r1-cloudmatrix384.cmx";
const colocated = "llama-70b-on-dgx-h100.cmx";

function planRows(): readonly Row[] {
  const plans = [
    ...(["other batches", "other layouts"] as const).flatMap((differ) => [
      servePlanBench("flagship, two pools", flagship, differ),
      servePlanBench("dense and colocated", colocated, differ),
    ]),
    trainPlanBench("other batches"),
    trainPlanBench("other sequences"),
    limitsBench(flagship),
  ];
  return plans.map(({ name, perSecond, allocated }) => ({
    what: `one plan: ${name} (${Math.round(perSecond).toLocaleString("en")} a second, ${(allocated / 1000).toFixed(0)} kB each)`,
    median: 1e6 / perSecond,
    aim: name.startsWith("with") ? Number.NaN : 10,
    unit: "µs",
  }));
}

async function rows(): Promise<readonly Row[]> {
  const parse = parseBench();
  const key = await keyPressBench();
  const start = await serverStartBench();
  return [
    { what: `scan and parse ${parse.lines.toLocaleString("en")} lines`, median: parse.median, aim: 10, unit: "ms" },
    { what: "the same, after an edit of one number", median: parse.again, aim: Number.NaN, unit: "ms" },
    { what: `key press to diagnostics, ${key.lines} lines, five plans`, median: key.median, aim: 20, unit: "ms" },
    ...planRows(),
    { what: "server start to first diagnostics", median: start.median, aim: 300, unit: "ms" },
  ];
}

function print({ what, median, aim, unit }: Row): void {
  const figure = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} ${unit}`;
  const verdict = Number.isNaN(aim) ? "" : `aim ${aim} ${unit}: ${median <= aim ? "reached" : `missed, ${(median / aim).toFixed(1)}×`}`;
  console.log(`${what.padEnd(88)}${figure(median).padStart(10)}   ${verdict}`.trimEnd());
}

async function main(): Promise<void> {
  if (process.argv.includes("--plans")) {
    planRows().forEach(print);
    return;
  }
  if (process.argv.includes("--figures")) {
    printFigures();
    return;
  }
  if (process.argv.includes("--growth")) {
    let million = 0;
    for (const bytes of growth(flagship, 10))
      console.log(`heap after ${++million} million evaluations of the flagship: ${(bytes / 1e6).toFixed(2)} MB more than before`);
    return;
  }
  const edits = process.argv.indexOf("--edits");
  if (edits >= 0) {
    await editsBench(Number(process.argv[edits + 1] ?? 100_000));
    return;
  }
  if (process.argv.includes("--page")) {
    (await pageBench()).forEach(print);
    return;
  }
  if (process.argv.includes("--editor")) {
    await editorBench();
    return;
  }
  const measured = await rows();
  measured.forEach(print);
  // For those who compare runs by program.
  console.log(JSON.stringify(Object.fromEntries(measured.map(({ what, median, unit }) => [`${what}, ${unit}`, median]))));
}

void main();
