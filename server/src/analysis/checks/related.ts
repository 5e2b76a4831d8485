/** Where the other half of a finding is written: the chip's memory, the fabric, the service level. */

import { type Place, type Related, related } from "../../language/diagnostics";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { targetOf } from "../lower/read";
import { type Phrase, phrase } from "../../language/phrase";

type Places = readonly Related[];

/** The memory of the chip that the plan runs on. */
export function chipMemory(plan: ResolvedDeclaration): Places {
  const chip = machinesOf(plan).flatMap((machine) => targetOf(machine, "chip") ?? [])[0];
  return at(chip?.blocks.get("hbm")?.keys.get("capacity"), phrase`The memory of ${chip?.name ?? ""}.`);
}

/** The number types that the chip computes with. */
export function chipCompute(plan: ResolvedDeclaration): Places {
  const chip = machinesOf(plan).flatMap((machine) => targetOf(machine, "chip") ?? [])[0];
  return at(chip?.blocks.get("compute")?.place, phrase`What ${chip?.name ?? ""} computes.`);
}

export function fabricNamed(plan: ResolvedDeclaration, name: string): Places {
  const fabrics: readonly ResolvedBlock[] = machinesOf(plan).flatMap(({ named }) => named);
  return at(fabrics.find((fabric) => fabric.name === name)?.place, phrase`The fabric ${name}.`);
}

/** The machine that the plan runs on. */
export function machineItself(plan: ResolvedDeclaration): Places {
  const [machine] = machinesOf(plan);
  return at(machine?.place, phrase`The machine ${machine?.name ?? ""}.`);
}

/** A property of the workload: of its service level, or its own. */
export function workloadLine(plan: ResolvedDeclaration, key: string): Places {
  const workload = targetOf(plan, "workload");
  return at(workload?.blocks.get("slo")?.keys.get(key) ?? workload?.keys.get(key), phrase`What ${workload?.name ?? ""} asks for.`);
}

export function longestContext(plan: ResolvedDeclaration): Places {
  const model = targetOf(plan, "model");
  return at(model?.keys.get("max_context"), phrase`The longest context of ${model?.name ?? ""}.`);
}

/** The machine that the plan runs on, and what that is made of. */
function machinesOf(plan: ResolvedDeclaration): readonly ResolvedDeclaration[] {
  const machine = targetOf(plan, "on");
  const supernode = machine && targetOf(machine, "supernode");
  return [machine, supernode].filter((one) => one !== undefined);
}

function at(place: Place | undefined, words: Phrase): Places {
  return place ? [related(place, words)] : [];
}
