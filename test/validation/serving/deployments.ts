/** All published deployments as plans in the engine's data: each row is resolved and lowered through the language. */

import { lowerServe } from "../../../server/src/analysis/lower/plan";
import type { ServePlan } from "../../../server/src/engine";
import { resolve } from "../../../server/src/semantics";
import { uriOf } from "../../unit/catalog/host";
import type { LeftOut } from "../prediction";
import { isCalibrated } from "./calibrated";
import { deploymentsOf } from "./kinds";
import { type Deployment, textOfPlan } from "./plan";
import { readRows, type Row, Unsaid } from "./rows";
import { printedPlan } from "./silicon";

export interface Planned {
  readonly row: Row;
  readonly source: string;
  readonly deployment: Deployment;
  readonly plan: ServePlan;
  /** The plan whose figures those of `plan` are divided by. */
  readonly against?: ServePlan;
  readonly calibrated: boolean;
}

export interface Deployments {
  readonly planned: readonly Planned[];
  readonly leftOut: readonly LeftOut[];
}

export function readDeployments(): Deployments {
  const { sources, rows } = readRows();
  const planned: Planned[] = [];
  const leftOut: LeftOut[] = [];
  const slowest = slowestOfPlan(rows);
  rows.forEach((row, index) => {
    const source = sources[row.source] ?? "";
    try {
      const times = Number(slowest.get(printedPlan(row))) / Number(row.metrics["tpot_ms"]);
      if (times > draftsAtLeast)
        throw new Unsaid(`the same printed plan also takes ${times.toFixed(1)} times as long: drafts that the row does not print`);
      for (const deployment of deploymentsOf(row)) {
        const against = deployment.against && lowered(deployment.against, index);
        planned.push({
          row,
          source,
          deployment,
          plan: lowered(deployment, index),
          calibrated: isCalibrated(row),
          ...(against && { against }),
        });
      }
    } catch (error) {
      if (!(error instanceof Unsaid)) throw error;
      leftOut.push({ id: row.id, source, reason: error.message });
    }
  });
  return { planned, leftOut };
}

/** No other difference between two runs of one plan makes this much. */
const draftsAtLeast = 1.4;

/** The longest time per output token of each plan as printed, in milliseconds: of the rows measured at a given concurrency. */
function slowestOfPlan(rows: readonly Row[]): ReadonlyMap<string, number> {
  const slowest = new Map<string, number>();
  for (const row of rows) {
    const tpot = row.metrics["tpot_ms"];
    if (!row.id.startsWith("aic-") || row.config["mode"] !== "agg" || typeof tpot !== "number") continue;
    const key = printedPlan(row);
    slowest.set(key, Math.max(tpot, slowest.get(key) ?? 0));
  }
  return slowest;
}

const nothing = { read: () => ({ problem: "missing" as const }), locate: (_from: string, path: string) => path };

/** The plan in the engine's data; a name that the catalog lacks leaves the row out. */
function lowered(deployment: Deployment, index: number): ServePlan {
  const text = textOfPlan(deployment, index);
  const program = resolve(uriOf("row.cmx"), text, nothing);
  const [finding] = program.findings.filter(({ severity }) => severity === "error");
  if (finding) {
    if (finding.code.startsWith("CMX2")) throw new Unsaid(finding.message);
    throw new Error(`${finding.message}\n${text}`);
  }
  const declaration = program.declarations.find(({ kind }) => kind === "serve");
  const plan = declaration && lowerServe(declaration)?.plan;
  if (!plan) throw new Error(`no plan in\n${text}`);
  return plan;
}
