/** Small pieces of layout that the sections of the report share. */

import { type Dimension, none } from "../../language/dimensions";
import { formatCount, formatFigure, formatPercent } from "../../language/figures";
import { findMetric, type PlanKind } from "../../language/metrics";
import { findUnit } from "../../language/units";

/** Text in lines of at most `width` characters, all but the first indented by `hang`. A longer word stands alone. */
export function wrap(text: string, width: number, hang: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const room = lines.length === 0 ? width : width - hang;
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].map((part, index) => (index === 0 ? part : " ".repeat(hang) + part));
}

/** A metric in words. Metrics without a dimension are shares. */
export function metricText(kind: PlanKind, name: string, value: number, currency?: string): string {
  const metric = findMetric(kind, name);
  if (!metric) return formatCount(value);
  return isPlain(metric.dimension) ? formatPercent(value) : formatFigure(value, metric.dimension, currency);
}

/** An SI number as its unit has it: `requests per chip` counts requests. */
export function inUnit(value: number, unit: string): string {
  const name = unit.split(" ")[0] ?? "";
  return formatFigure(value, findUnit(name, undefined)?.dimension ?? none);
}

/** A key of the report as people write it. */
export function label(key: string): string {
  return key.replaceAll("_", " ").replace(/^kv\b/, "KV");
}

function isPlain(dimension: Dimension): boolean {
  return Object.keys(dimension).length === Object.keys(none).length;
}
