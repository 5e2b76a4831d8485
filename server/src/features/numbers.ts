/** The numbers that a declaration answers for, by path: what may stand after its name and a dot. */

import type { PropertySchema } from "../language/schema";
import type { ResolvedBlock, ResolvedDeclaration, ResolvedNumber } from "../semantics/program";

export interface NumberAt {
  readonly path: string;
  readonly property: PropertySchema;
  readonly value: ResolvedNumber;
}

/** Every number that is set in the block and the blocks inside it; `hbm.capacity`, `UB.bandwidth`. */
export function numbersOf(block: ResolvedBlock, prefix = ""): readonly NumberAt[] {
  const own = block.schema.properties.flatMap((property) => {
    const value = block.values.get(property.name);
    return value?.type === "number" ? [{ path: prefix + property.name, property, value }] : [];
  });
  const inner = [...block.blocks].flatMap(([key, child]) => numbersOf(child, `${prefix}${key}.`));
  const named = block.named.flatMap((child) => (child.name ? numbersOf(child, `${prefix}${child.name}.`) : []));
  return [...own, ...inner, ...named];
}

/** The declaration that a property of `block` names: the chip of a supernode, the machine of a plan. */
export function referenceOf(block: ResolvedBlock | undefined, name: string): ResolvedDeclaration | undefined {
  const value = block?.values.get(name);
  return value?.type === "reference" ? value.target : undefined;
}

/** The supernode that a machine is, or is made of. */
export function supernodeOf(machine: ResolvedDeclaration): ResolvedDeclaration | undefined {
  return machine.kind === "cluster" ? referenceOf(machine, "supernode") : machine.kind === "supernode" ? machine : undefined;
}

/** The fabrics that a plan on `machine` can use: the supernode's own and those between supernodes. */
export function fabricsOf(machine: ResolvedDeclaration): readonly ResolvedBlock[] {
  const supernode = supernodeOf(machine);
  return supernode && supernode !== machine ? [...supernode.named, ...machine.named] : machine.named;
}

/** A plain number of the block, with the default that its schema writes. */
export function countOf(block: ResolvedBlock | undefined, name: string): number | undefined {
  const value = block?.values.get(name);
  if (value?.type === "number") return value.value;
  const written = Number(block?.schema.properties.find((property) => property.name === name)?.default);
  return Number.isFinite(written) ? written : undefined;
}
