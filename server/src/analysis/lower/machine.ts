/** A supernode or cluster declaration as the engine's data. */

import type { Fabric, Machine } from "../../engine";
import { findBlock, kindSchema } from "../../language/schema";
import type { ResolvedBlock } from "../../semantics/program";
import { lowerChip } from "./chip";
import { once } from "./once";
import { optional, targetOf, tiersOf, valueOr, wordOf } from "./read";

/**
 * Undefined where a reference is missing, which the language has reported already. The same declaration gives the same machine, so that what
 * is worked out for it (ways, methods, units) is worked out once.
 */
export const lowerMachine = once((declaration): Machine | undefined => {
  const supernode = declaration.kind === "cluster" ? targetOf(declaration, "supernode") : declaration;
  const chip = supernode && targetOf(supernode, "chip");
  if (!supernode || !chip) return undefined;
  const node = supernode.blocks.get("node");
  const racks = supernode.blocks.get("racks");
  const schemaOf = (block: string) => findBlock(kindSchema("supernode"), block) ?? kindSchema("supernode");
  const own = declaration.kind === "cluster" ? declaration.named.map(lowerFabric) : [];
  return {
    name: declaration.name,
    chip: lowerChip(chip),
    chipsPerNode: optional(node, "chips") ?? 1,
    nodes: valueOr(supernode, supernode.schema, "nodes"),
    supernodes: declaration.kind === "cluster" ? (optional(declaration, "count") ?? 1) : 1,
    cpusPerNode: valueOr(node, schemaOf("node"), "cpus"),
    racks: { compute: valueOr(racks, schemaOf("racks"), "compute"), switch: valueOr(racks, schemaOf("racks"), "switch") },
    // The cluster's own fabrics replace those of its supernodes that have the same role: they are the same ports.
    fabrics: [
      ...supernode.named.map(lowerFabric).filter(({ role, name }) => !own.some((fabric) => fabric.role === role || fabric.name === name)),
      ...own,
    ],
    power: optional(supernode, "power"),
    price: optional(supernode, "price"),
    networkPower: declaration.kind === "cluster" ? valueOr(declaration, declaration.schema, "power") : 0,
  };
});

function lowerFabric(block: ResolvedBlock): Fabric {
  return {
    name: block.name ?? "",
    role: wordOf(block, block.schema, "role", ["scale_up", "scale_out", "frontend"] as const),
    topology: wordOf(block, block.schema, "topology", ["switch", "mesh", "torus"] as const),
    dimensions: block.values.has("dimensions") ? tiersOf(block, "dimensions") : [],
    bandwidth: optional(block, "bandwidth") ?? 0,
    latency: tiersOf(block, "latency"),
    tiers: valueOr(block, block.schema, "tiers"),
    planes: valueOr(block, block.schema, "planes"),
    oversubscription: tiersOf(block, "oversubscription"),
    efficiency: tiersOf(block, "efficiency"),
    reduction: optional(block, "reduction"),
  };
}
