/** CMX247: parameters that disagree with the published count. */

import { countParameters } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatCount, formatPercent } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import { lowerModel } from "../lower/model";
import { optional } from "../lower/read";
import { placeIn } from "./context";
import { phrase } from "../../language/phrase";

const tolerance = 0.02;

export function checkModel(declaration: ResolvedDeclaration): Finding[] {
  const published = optional(declaration, "parameters");
  if (declaration.kind !== "model" || !declaration.sound || published === undefined) return [];
  const computed = countParameters(lowerModel(declaration)).total;
  const difference = computed / published - 1;
  if (Math.abs(difference) <= tolerance) return [];
  const values = {
    computed: formatCount(computed),
    published: formatCount(published),
    difference: difference > 0 ? phrase`${formatPercent(difference)} above` : phrase`${formatPercent(-difference)} below`,
  };
  return [finding("parameters-disagree", placeIn(declaration, declaration.values.get("parameters")?.place), values)];
}
