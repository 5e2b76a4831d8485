/** One currency in a file: the first one written holds. */

import { finding } from "../language/diagnostics";
import { findUnit } from "../language/units";
import { childrenOf, type Node, type UnitName } from "../syntax";
import { placeOf, type Source } from "./draft";

export function checkCurrencies(source: Source): void {
  let first: string | undefined;
  // Where an expression mixes two currencies, that has been said already.
  const said = new Set(source.findings.filter(({ key }) => key === "mixed-currencies").map(({ place }) => place.end));
  for (const unit of unitsIn(source)) {
    const currency = findUnit(unit.text, undefined)?.currency;
    if (!currency) continue;
    first ??= currency;
    if (currency === first || said.has(unit.end)) continue;
    source.findings.push(finding("mixed-currencies", placeOf(source, unit), { first, second: currency }));
  }
}

/** Units in the order of the text. Expressions lean as deep as they like, so nothing recurses here. */
function unitsIn(source: Source): UnitName[] {
  // Most files hold no money, and then nothing needs to be walked.
  if (!/USD|CNY|EUR/.test(source.text)) return [];
  const found: UnitName[] = [];
  const waiting: Node[] = [source.document];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (next.kind === "unit") found.push(next);
    for (const child of childrenOf(next)) waiting.push(child);
  }
  return found.sort((left, right) => left.start - right.start);
}
