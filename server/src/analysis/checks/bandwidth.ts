/** CMX5xx: what limits each phase, and fabrics that must carry more than they can. */

import { type Finding, finding } from "../../language/diagnostics";
import { formatBandwidth, formatPercent } from "../../language/figures";
import { limitsOnce } from "../memo";
import { phasesOf, placeIn, type PlanCheck } from "./context";
import { fabricNamed } from "./related";
import { phrase, phraseOf } from "../../language/phrase";

export function checkBandwidth(check: PlanCheck): Finding[] {
  return [...bottlenecks(check), ...overloads(check)];
}

function bottlenecks(check: PlanCheck): Finding[] {
  return phasesOf(check).flatMap(({ lowered, result }) => {
    const [limit] = limitsOnce(check.lowered.plan, result);
    if (!limit) return [];
    const values = {
      phase: lowered.phase.name,
      resource: phraseOf(limit.resource),
      share: formatPercent(limit.share),
      change: limit.resource === "overhead" ? phrase`less` : phrase`more`,
      elasticity: `${limit.elasticity.toFixed(2)}%`,
    };
    return [finding("bottleneck", placeIn(check.lowered.declaration, lowered.block.place), values)];
  });
}

function overloads({ lowered, result }: PlanCheck): Finding[] {
  return result.demands
    .filter(({ perChip, capacity }) => perChip > capacity)
    .map(({ fabric, what, perChip, capacity }) => {
      const values = {
        fabric: fabric.name,
        demand: formatBandwidth(perChip),
        percent: formatPercent(perChip / capacity),
        capacity: formatBandwidth(capacity),
        parts: phraseOf(what),
      };
      const { declaration } = lowered;
      return finding(
        "fabric-overloaded",
        placeIn(declaration, declaration.values.get("kv_transfer")?.place, declaration.values.get("on")?.place),
        values,
        { related: fabricNamed(declaration, fabric.name) },
      );
    });
}
