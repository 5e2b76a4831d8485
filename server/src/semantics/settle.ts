/** Takes loaded files to the point where every value is known, each error said, and every declaration judged. */

import type { Carrier } from "./carry";
import { checkContradictions } from "./contradictions";
import { checkCurrencies } from "./currencies";
import { deriveAll } from "./derive";
import type { DraftBlock, Source } from "./draft";
import { evaluateLets } from "./lets";
import type { Host } from "./program";
import { checkRequirements } from "./requirements";
import { markUnsound } from "./sound";
import { heightOf } from "./trail";
import { resolveVaries } from "./vary";

export interface Surroundings {
  readonly host: Host;
  /** Gathers the files that were read. */
  readonly dependencies: Set<string>;
  /** Has the values of what an edit has left as it was. */
  readonly carrier?: Carrier | undefined;
}

export function settle(sources: readonly Source[], surroundings: Surroundings): void {
  const { carrier } = surroundings;
  const declarations = sources.flatMap((source) => source.declarations);
  deriveAll(declarations, surroundings);
  evaluateLets(sources.flatMap((source) => source.lets));
  const anew = declarations.filter((draft) => !carrier?.former(draft));
  for (const draft of anew) draft.height = evaluateBlock(draft.block);
  for (const draft of anew) draft.resolvedVaries = resolveVaries(draft);
  carrier?.link();
  anew.forEach(checkRequirements);
  anew.forEach(checkContradictions);
  sources.forEach(checkCurrencies);
  markUnsound(sources);
}

/** The height of its highest value. */
function evaluateBlock(block: DraftBlock): number {
  let height = 1;
  for (const { cell } of block.properties.values()) {
    cell();
    height = Math.max(height, heightOf(cell));
  }
  for (const inner of [...block.blocks.values(), ...block.named]) height = Math.max(height, evaluateBlock(inner));
  return height;
}
