/** Where the memory of the worst rank goes: its parts, and what each of them is counted from. */

import type { Explanation } from "../../../../shared/report";
import { admitted, kvBytesOfSequence, type PhaseResult, type ServePlan, totalOf, weightParts } from "../../engine";
import { formatCount, formatInformation } from "../../language/figures";
import { type Explained, figure, partOf } from "./figure";
import { type Filling, phrase } from "../../language/phrase";

/** Parts of the memory: the word in a path, and the key in the engine's result. */
export const memoryParts = [
  ["weights", "weights"],
  ["kv_cache", "kvCache"],
  ["activations", "activations"],
  ["buffers", "buffers"],
  ["reserve", "reserve"],
] as const;

export function explainMemory(path: string, { memory, capacity }: PhaseResult): Explained {
  const total = totalOf(memory);
  const formula = phrase`weights + KV cache + activations + buffers + reserve, of ${formatInformation(capacity)} of a rank`;
  const parts = memoryParts.map(([each, key]) => partOf(each, memory[key], formatInformation(memory[key])));
  return { ...figure(path, total, formatInformation(total), formula, 3), parts };
}

export function explainMemoryPart(plan: ServePlan, path: string, result: PhaseResult, part: (typeof memoryParts)[number]): Explained {
  const [word, key] = part;
  const bytes = result.memory[key];
  const explained = figure(path, bytes, formatInformation(bytes), formulaOf(plan, result, key), 3);
  // Where the experts' ranks are the fuller ones, the weights are theirs.
  return word === "weights" && result.memory.kvCache > 0 ? { ...explained, parts: weights(plan, result) } : explained;
}

function formulaOf(
  { model, precision, workload }: ServePlan,
  { phase, batch, memory }: PhaseResult,
  key: keyof PhaseResult["memory"],
): Filling {
  switch (key) {
    case "weights":
      return phrase`bytes of the heaviest stage on one rank, weights in ${precision.weights}, experts in ${precision.experts}`;
    case "kvCache": {
      const { sequences, length } = admitted(phase, workload, batch);
      const each = kvBytesOfSequence(model, phase, precision, length);
      return memory.kvCache === 0
        ? phrase`ranks of experts hold no cache`
        : phrase`${formatCount(sequences)} sequences of a group × ${formatInformation(each)} for ${formatCount(length)} tokens in ${precision.kvCache}`;
    }
    case "activations":
      return phrase`residual, and the larger of attention and network, of one of ${phase.microbatches} microbatches, with the logits`;
    case "buffers":
      return phase.ep > 1
        ? phrase`room for dispatch and combine among ${phase.ep} ranks (${phase.expertPath})`
        : phrase`no experts on other ranks`;
    case "reserve":
      return phrase`what the runtime keeps, and what the plan must not use`;
  }
}

function weights({ model, precision }: ServePlan, { phase }: PhaseResult): Explanation["parts"] {
  return weightParts(model, phase, precision).map(({ name, layers, bytes }) => {
    const text = layers > 1 ? `${formatInformation(bytes)} = ${layers} × ${formatInformation(bytes / layers)}` : formatInformation(bytes);
    return partOf(name, bytes, text);
  });
}
