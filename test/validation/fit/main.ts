/** npm run fit: fits the figures marked [fit] in the catalog's engines, prints them beside the present ones; with --write puts them there. */

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure } from "../../../server/src/analysis/metrics";
import { evaluateServe } from "../../../server/src/engine";
import { format } from "../../../server/src/syntax";
import { type Planned, readDeployments } from "../serving/deployments";
import { spreadOf } from "../serving/spread";
import { percent, share } from "../tables";
import { enginesIn, withFigure } from "./figures";
import { fitEngine, withFitted } from "./fit";

const path = join("server", "src", "catalog", "engines.cmx");
const text = readFileSync(path, "utf8");
const engines = enginesIn(text);
const planned = readDeployments().planned.filter(({ against }) => !against);

const all = engines.filter(({ fitted }) => fitted.length > 0).flatMap((engine) => fitEngine(engine, engines, planned));
let fresh = text;
for (const { figure, knob, value } of all) {
  const old = figure.unit === "%" ? `${figure.text}%` : `${figure.text} ${figure.unit}`;
  const now = knob.written(value);
  process.stdout.write(`${figure.engine.padEnd(24)}${figure.property.padEnd(18)}${old.padEnd(10)}${now === old ? "" : `→ ${now}`}\n`);
  fresh = withFigure(fresh, figure, now);
}
const after = withFitted(planned, engines, all);
for (const { name } of engines) {
  for (const metric of ["tpot", "ttft", "decode.throughput", "throughput"]) {
    for (const calibrated of [true, false]) {
      const cells = [planned, after].map((rows) => errors(rows, name, metric, calibrated));
      if (cells[0] !== "")
        process.stdout.write(
          `${name.padEnd(24)}${metric.padEnd(18)}${(calibrated ? "fitted on" : "held out").padEnd(10)}${cells.join("  →  ")}\n`,
        );
    }
  }
}
if (process.argv.includes("--write")) writeFileSync(path, format(fresh, { tabSize: 2 }));

/** Median, 90th percentile and bias of one engine's predictions; nothing where there are none. */
function errors(rows: readonly Planned[], engine: string, metric: string, calibrated: boolean): string {
  const figures = rows
    .filter((row) => row.deployment.engine === engine && row.calibrated === calibrated)
    .flatMap(({ plan, deployment }) => {
      const predictions = measure(evaluateServe(plan));
      return deployment.compare
        .filter((each) => each.metric === metric)
        .map(({ measured, over = 1 }) => ({ predicted: (predictions[metric] ?? Number.NaN) / over, measured }));
    });
  if (figures.length === 0) return "";
  const { count, median, ninetieth, bias } = spreadOf(figures);
  return `${String(count).padStart(4)} figures ${share(median).padStart(6)} ${share(ninetieth).padStart(6)} ${percent(bias).padStart(7)}`;
}
