/** Predicted against measured: operators first (the calibration's only input), then whole deployments (never an input). */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../../server/src/analysis";
import { folderHost, uriOf } from "../unit/catalog/host";
import { operatorPredictions } from "./measured";

const folder = join("test", "validation");

export interface Row {
  readonly name: string;
  readonly measured: number;
  readonly predicted: number;
  /** Predicted over measured, less one. */
  readonly error: number;
}

/** Operators of one family on one chip. */
export interface Family {
  readonly chip: string;
  readonly family: string;
  readonly rows: readonly Row[];
  /** Of the absolute errors. */
  readonly median: number;
  readonly ninetieth: number;
  /** Median of the signed errors: which way the model leans. */
  readonly bias: number;
}

export interface Deployment extends Row {
  readonly plan: string;
  readonly chip: string;
  readonly metric: string;
  readonly unit: string;
  readonly source: string;
  readonly remarks: readonly string[];
}

/** All measured operators, predicted and grouped by chip and family. */
export function validateOperators(): Family[] {
  const groups = new Map<string, { chip: string; family: string; rows: Row[] }>();
  for (const { id, chip, metric, predicted, measured } of operatorPredictions()) {
    const group = groups.get(`${chip} ${metric}`) ?? { chip, family: metric, rows: [] };
    groups.set(`${chip} ${metric}`, group);
    group.rows.push(compare(id, predicted, measured));
  }
  return [...groups.values()]
    .map((group) => ({ ...group, ...spread(group.rows) }))
    .sort((left, right) => left.chip.localeCompare(right.chip) || left.family.localeCompare(right.family));
}

/** All measured deployments, predicted by the plan of their name. */
export function validateDeployments(): Deployment[] {
  const plans = join(folder, "plans");
  const text = readFileSync(join(plans, "serving.cmx"), "utf8");
  const report = analyse(uriOf("serving.cmx"), text, folderHost(plans)).report("serving.cmx");
  type Measured = Omit<Deployment, keyof Row | "chip"> & { readonly measured: number };
  const { rows } = JSON.parse(readFileSync(join(folder, "data", "serving.json"), "utf8")) as { readonly rows: readonly Measured[] };
  return rows.map((row) => {
    const plan = report.plans.find(({ name }) => name === row.plan);
    const [pool] = row.metric.split(".");
    const phase = plan?.phases.find(({ name }) => name === pool);
    const value = plan?.metrics[row.metric];
    if (!plan || value === undefined) throw new Error(`no plan predicts ${row.plan} ${row.metric}`);
    const chips = row.unit.endsWith("per chip") ? (phase?.instances ?? 1) * (phase?.chips ?? 1) : 1;
    return { ...row, chip: plan.topology.chip, ...compare(`${row.plan} ${row.metric}`, value / chips, row.measured) };
  });
}

function compare(name: string, predicted: number, measured: number): Row {
  return { name, predicted, measured, error: predicted / measured - 1 };
}

/** Median and 90th percentile of the absolute errors, and the median signed one. */
export function spread(rows: readonly Row[]): { readonly median: number; readonly ninetieth: number; readonly bias: number } {
  const sizes = rows.map(({ error }) => Math.abs(error)).sort((left, right) => left - right);
  const signed = rows.map(({ error }) => error).sort((left, right) => left - right);
  const at = (sorted: readonly number[], share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { median: at(sizes, 0.5), ninetieth: at(sizes, 0.9), bias: at(signed, 0.5) };
}
