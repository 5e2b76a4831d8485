/** Where a plan's instances stand on the machine, for the drawing. */

import type { TopologyReport } from "../../../../shared/report";
import { chipsOf, type Machine, type ServeResult } from "../../engine";

/** Instances stand side by side from the first chip on, in the order of the phases. */
export function topologyOf({ plan, phases }: ServeResult): TopologyReport {
  const { machine } = plan;
  const placements: TopologyReport["placements"][number][] = [];
  const chips = chipsOf(machine);
  let next = 0;
  for (const { phase } of phases) {
    // A plan that is too large for its machine is drawn as far as the machine goes.
    for (let instance = 0; instance < phase.instances && next < chips; instance++) {
      placements.push({ phase: phase.name, instance, first_chip: next, chips: phase.chips });
      next += phase.chips;
    }
  }
  return drawn(machine, placements);
}

export function drawn(machine: Machine, placements: TopologyReport["placements"]): TopologyReport {
  return {
    machine: machine.name,
    chip: machine.chip.name,
    ranks_per_chip: machine.chip.ranks,
    supernodes: machine.supernodes,
    nodes: machine.nodes,
    chips_per_node: machine.chipsPerNode,
    cpus_per_node: machine.cpusPerNode,
    racks: machine.racks,
    fabrics: machine.fabrics.map(({ name, role, topology, dimensions, bandwidth, tiers, planes }) => ({
      name,
      role,
      topology,
      ...(dimensions.length > 0 ? { dimensions } : {}),
      bandwidth_per_chip: bandwidth,
      tiers,
      planes,
    })),
    placements,
  };
}
