/** The same figure in another unit. */

import { findUnit, unitsOf } from "../../language/units";
import { nodeAt } from "../../syntax";
import type { Place, Refactoring } from "./types";

const most = 4;

export function convert({ analysis, selection }: Place): readonly Refactoring[] {
  const quantity = nodeAt(analysis.program.document, selection.start).findLast((node) => node.kind === "quantity");
  const unit = quantity?.unit && findUnit(quantity.unit.text, undefined);
  if (!quantity?.unit || !unit || unit.countSuffix || unit.currency !== undefined) return [];
  const place = { uri: analysis.uri, start: quantity.start, end: quantity.unit.end };
  const others = unitsOf(unit.dimension).flatMap((name) => {
    const other = findUnit(name, unit.dimension);
    const value = other && Number(((quantity.value * unit.factor) / other.factor).toPrecision(12));
    return other && value && name !== quantity.unit?.text && other.factor !== unit.factor ? [{ name, value }] : [];
  });
  // Figures that people read come first: neither thousands nor thousandths.
  const distance = ({ value }: { readonly value: number }) => Math.abs(Math.log10(Math.abs(value)) - 1.5);
  const readable = others
    .filter(({ value }) => /^[\d.]{1,9}$/.test(String(value)))
    .toSorted((left, right) => distance(left) - distance(right));
  return readable.slice(0, most).map(({ name, value }) => ({
    title: `Convert to ${value} ${name}`,
    kind: "refactor.rewrite",
    edits: [{ place, text: `${value} ${name}` }],
  }));
}
