/** The same figure in other units, those that people read first. */

import { none, sameDimension } from "../language/dimensions";
import { findUnit, unitsOf } from "../language/units";
import type { Quantity } from "../syntax";

export interface Conversion {
  readonly value: number;
  readonly unit: string;
}

const most = 4;

/** Of a quantity with a unit that can be converted; counts, shares and money cannot. */
export function conversions({ value, unit: written }: Quantity): readonly Conversion[] {
  const unit = written && findUnit(written.text, undefined);
  if (!unit || unit.countSuffix || sameDimension(unit.dimension, none) || unit.currency !== undefined) return [];
  const others = unitsOf(unit.dimension).flatMap((name): Conversion[] => {
    const other = findUnit(name, unit.dimension);
    const converted = other && Number(((value * unit.factor) / other.factor).toPrecision(12));
    return other && converted && other.factor !== unit.factor ? [{ value: converted, unit: name }] : [];
  });
  // Neither thousands nor thousandths, and no more digits than a person writes.
  const distance = (one: Conversion) => Math.abs(Math.log10(Math.abs(one.value)) - 1.5);
  const readable = others.filter((one) => /^[\d.]{1,9}$/.test(String(one.value)));
  return readable.toSorted((left, right) => distance(left) - distance(right)).slice(0, most);
}
