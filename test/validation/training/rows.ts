/** The published training runs, as the reference collection prints them (with the table of arXiv:2205.05198, of which it has one cell). */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Unsaid } from "../serving/rows";

type Printed = number | string | boolean | readonly number[] | { readonly [key: string]: Printed } | undefined;

/** One run; `source` indexes the sources of the file. */
export interface Row {
  readonly id: string;
  readonly source: number;
  readonly group: string;
  readonly device: string;
  readonly system?: string;
  readonly num_devices?: number | string;
  readonly model: string;
  readonly arch?: Readonly<Record<string, Printed>>;
  readonly precision?: string;
  readonly seq_len?: number;
  readonly global_batch?: number;
  readonly micro_batch?: number;
  /** Microbatches of a step. */
  readonly grad_accum?: number;
  readonly parallel?: Readonly<Record<string, Printed>>;
  readonly recompute?: string;
  readonly measured: Readonly<Record<string, Printed>>;
}

interface Rows {
  readonly sources: readonly string[];
  readonly rows: readonly Row[];
}

export function readTrainingRows(): Rows {
  return JSON.parse(readFileSync(join("test", "validation", "data", "training-rows.json"), "utf8")) as Rows;
}

/** A number that the row prints; without it there is no plan. */
export function printed(value: Printed, what: string): number {
  if (typeof value === "number") return value;
  throw new Unsaid(`the source does not print ${what}`);
}

/** A parallel degree; 1 where the row has none. */
export function degree(row: Row, ...names: readonly string[]): number {
  for (const name of names) {
    const value = row.parallel?.[name];
    if (typeof value === "number") return value;
  }
  return 1;
}

export function measured(row: Row, name: string): number | undefined {
  const value = row.measured[name];
  return typeof value === "number" ? value : undefined;
}

export function chipsOf(row: Row): number {
  return printed(row.num_devices, "how many chips");
}
