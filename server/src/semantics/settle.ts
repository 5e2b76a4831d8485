/** Takes loaded files to the point where every value is known, each error said, and every declaration judged. */

import { checkCurrencies } from "./currencies";
import { deriveAll } from "./derive";
import type { DraftBlock, Source } from "./draft";
import { evaluateLets } from "./lets";
import type { Host } from "./program";
import { checkContradictions } from "./contradictions";
import { checkRequirements } from "./requirements";
import { markUnsound } from "./sound";
import { resolveVaries } from "./vary";

export function settle(sources: readonly Source[], host: Host, dependencies: Set<string>): void {
  const declarations = sources.flatMap((source) => source.declarations);
  deriveAll(declarations, host, dependencies);
  evaluateLets(sources.flatMap((source) => source.lets));
  for (const { block } of declarations) evaluateBlock(block);
  for (const draft of declarations) draft.resolvedVaries = resolveVaries(draft);
  declarations.forEach(checkRequirements);
  declarations.forEach(checkContradictions);
  sources.forEach(checkCurrencies);
  markUnsound(sources);
}

function evaluateBlock(block: DraftBlock): void {
  for (const property of block.properties.values()) property.cell();
  for (const inner of block.blocks.values()) evaluateBlock(inner);
  block.named.forEach(evaluateBlock);
}
