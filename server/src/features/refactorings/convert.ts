/** The same figure in another unit. */

import { fix } from "../../language/diagnostics";
import { nodeAt } from "../../syntax";
import { conversions } from "../conversions";
import type { Place, Refactoring } from "./types";
import { phrase } from "../../language/phrase";

export function convert({ analysis, selection }: Place): readonly Refactoring[] {
  const quantity = nodeAt(analysis.program.document, selection.start).findLast((node) => node.kind === "quantity");
  if (!quantity?.unit) return [];
  const place = { uri: analysis.uri, start: quantity.start, end: quantity.unit.end };
  return conversions(quantity).map(({ value, unit }) => ({
    ...fix(phrase`Convert to ${value} ${unit}`, [{ place, text: `${value} ${unit}` }]),
    kind: "refactor.rewrite",
  }));
}
