/** The same figure in another unit. */

import { nodeAt } from "../../syntax";
import { conversions } from "../conversions";
import type { Place, Refactoring } from "./types";

export function convert({ analysis, selection }: Place): readonly Refactoring[] {
  const quantity = nodeAt(analysis.program.document, selection.start).findLast((node) => node.kind === "quantity");
  if (!quantity?.unit) return [];
  const place = { uri: analysis.uri, start: quantity.start, end: quantity.unit.end };
  return conversions(quantity).map(({ value, unit }) => ({
    title: `Convert to ${value} ${unit}`,
    kind: "refactor.rewrite",
    edits: [{ place, text: `${value} ${unit}` }],
  }));
}
