/** Which name the cursor is on, where it is declared, and where else it is used. */

import type { Analysis } from "../analysis/types";
import type { Place } from "../language/diagnostics";
import type { Program, ResolvedDeclaration } from "../semantics/program";
import { touches } from "./spans";

/** A name in the text. `place` is where it stands, `target` where it is declared; on a declaration's own name they are the same. */
export interface Use {
  readonly place: Place;
  readonly target: Place;
  readonly declaration: ResolvedDeclaration | undefined;
}

/** The name at `offset`: a mention of something, or a name as it is declared. */
export function useAt(analysis: Analysis, offset: number): Use | undefined {
  const { mentions, declarations, lets } = analysis.program;
  const mention = mentions.find((candidate) => touches(candidate.place, offset));
  if (mention) return mention;
  const declaration = declarations.find((candidate) => touches(candidate.place, offset));
  if (declaration) return { place: declaration.place, target: declaration.place, declaration };
  const named = lets.find((candidate) => touches(candidate.place, offset));
  return named && { place: named.place, target: named.place, declaration: undefined };
}

/** Every place in the given files that means `target`, the target itself first. Each place once. */
export function usesOf(target: Place, programs: readonly Program[]): readonly Place[] {
  const mentions = programs.flatMap((program) => program.mentions.filter((mention) => samePlace(mention.target, target)));
  const places = [target, ...mentions.map((mention) => mention.place)];
  return [...new Map(places.map((place) => [`${place.uri} ${place.start}`, place])).values()];
}

export function samePlace(left: Place, right: Place): boolean {
  return left.start === right.start && left.end === right.end && left.uri === right.uri;
}
