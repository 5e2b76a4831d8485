/** The published deployments, as the reference collection prints them. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

type Printed = number | string | boolean | null | readonly number[] | undefined;

/** One published deployment; `source` indexes the sources of the file. */
export interface Row {
  readonly id: string;
  readonly source: number;
  readonly kind: "prefill" | "decode" | "e2e";
  readonly hardware: string;
  readonly devices: number | null;
  readonly model: string;
  readonly precision: string | null;
  readonly config: Readonly<Record<string, Printed>>;
  readonly metrics: Readonly<Record<string, Printed>>;
  readonly derived?: Readonly<Record<string, Printed>>;
}

interface Rows {
  readonly sources: readonly string[];
  readonly rows: readonly Row[];
}

export function readRows(): Rows {
  return JSON.parse(readFileSync(join("test", "validation", "data", "serving-rows.json"), "utf8")) as Rows;
}

/** A figure of the row's config; `otherwise` where it is not printed. */
export function figureOf(row: Row, key: string, otherwise?: number): number {
  const value = row.config[key];
  if (typeof value === "number") return value;
  if (otherwise === undefined) throw new Unsaid(`the source does not print ${key.replaceAll("_", " ")}`);
  return otherwise;
}

export function textOf(row: Row, key: string): string {
  const value = row.config[key];
  return typeof value === "string" ? value : "";
}

/** Why a row cannot be turned into a plan. */
export class Unsaid extends Error {}
