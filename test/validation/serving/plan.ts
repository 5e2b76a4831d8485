/** A row as a plan in the language, and which of the plan's figures stands beside which printed one. */

import type { ModelClass } from "../prediction";

export type Value = string | number | boolean | Block;
export interface Block {
  readonly [key: string]: Value | undefined;
}

/** A measured figure and the metric that predicts it. */
export interface Comparison {
  readonly metric: string;
  /** SI units, tokens/s. */
  readonly measured: number;
  /** What the plan's metric is divided by: chips, for a figure per chip. */
  readonly over?: number;
}

export interface Deployment {
  /** Name of a machine of the catalog, how many chips it has, and how many are used: of several such machines, if need be. */
  readonly machine: string;
  readonly machineSize: number;
  readonly chips: number;
  readonly model: string;
  readonly modelClass: ModelClass;
  /** Name of the catalog's engine. */
  readonly engine: string | undefined;
  /** Options with which it was launched, where they differ from the catalog's. */
  readonly options?: Block;
  readonly workload: Block;
  readonly precision: Block;
  readonly phases: Block;
  readonly compare: readonly Comparison[];
  /** The figures are over those of this plan: a published gain is a ratio of two plans. */
  readonly against?: Deployment;
  readonly remarks: readonly string[];
}

/** The text of one row: a workload, a cluster where one machine is too small, an engine with options of its own, and the plan `p<index>`. */
export function textOfPlan(deployment: Deployment, index: number): string {
  const count = Math.ceil(deployment.chips / deployment.machineSize);
  const cluster = count > 1 ? block(`cluster c${index}`, { supernode: deployment.machine, count }) : "";
  const { engine, options = {} } = deployment;
  const own = engine !== undefined && Object.values(options).some((value) => value !== undefined);
  const variant = own ? block(`engine e${index} : ${engine}`, options) : "";
  const plan: Block = {
    model: deployment.model,
    on: count > 1 ? `c${index}` : deployment.machine,
    workload: `w${index}`,
    engine: own ? `e${index}` : engine,
    precision: deployment.precision,
    ...deployment.phases,
  };
  return `${block(`workload w${index}`, deployment.workload)}${cluster}${variant}${block(`serve p${index}`, plan)}`;
}

export function block(head: string, content: Block, indent = ""): string {
  const lines = Object.entries(content).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return typeof value === "object" ? [block(key, value, `${indent}  `)] : [`${indent}  ${key} = ${value}\n`];
  });
  return `${indent}${head} {\n${lines.join("")}${indent}}\n`;
}
