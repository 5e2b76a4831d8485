/** Training plans are not computed yet; their layout is checked all the same. */

import { chipsOf, type Layout, type Machine } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import { lowerMachine } from "../lower/machine";
import { lowerModel } from "../lower/model";
import { lowerPrecision } from "../lower/plan";
import { optional, placeOf, targetOf, valueOr } from "../lower/read";
import { placeIn } from "./context";
import { checkDegrees } from "./degrees";
import { checkPrecision } from "./precision";
import { machineItself } from "./related";

/** Nothing where a reference is missing, which the language has reported already. */
export function checkTraining(plan: ResolvedDeclaration): Finding[] {
  const model = targetOf(plan, "model");
  const on = targetOf(plan, "on");
  const machine = on && lowerMachine(on);
  if (!model || !machine) return [];
  const layout = layoutOf(plan, machine);
  const precision = lowerPrecision(plan.blocks.get("precision"), machine.chip);
  return [
    ...machineSize(plan, layout, machine),
    ...checkDegrees(plan, plan, layout, lowerModel(model)),
    ...checkPrecision(plan, precision, machine.chip),
  ];
}

/** A training plan has the whole machine; dp is inferred from it. */
function layoutOf(plan: ResolvedDeclaration, machine: Machine): Layout {
  const degree = (key: string) => valueOr(plan, plan.schema, key);
  const [tp, pp, cp] = [degree("tp"), degree("pp"), degree("cp")];
  const inferred = Math.max(1, Math.floor((chipsOf(machine) * machine.chip.ranks) / (tp * pp * cp)));
  return { tp, pp, cp, dp: optional(plan, "dp") ?? inferred, ep: degree("ep"), redundantExperts: 0, sharedExpertRanks: 0 };
}

function machineSize(plan: ResolvedDeclaration, { tp, pp, cp, dp }: Layout, machine: Machine): Finding[] {
  const used = Math.ceil((tp * pp * cp * dp) / machine.chip.ranks);
  const available = chipsOf(machine);
  if (used <= available) return [];
  const parts = `tp ${tp} × pp ${pp} × cp ${cp} × dp ${dp}`;
  const key = plan.values.has("dp") ? "dp" : "tp";
  const values = { plan: plan.name, used: formatCount(used), parts, machine: machine.name, available: formatCount(available) };
  return [finding("too-many-chips", placeIn(plan, placeOf(plan, key)), values, { related: machineItself(plan) })];
}
