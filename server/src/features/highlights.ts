/** Highlights: where else in this file the name under the cursor stands. */

import type { Analysis } from "../analysis/types";
import type { Span } from "../syntax";
import { useAt, usesOf } from "./names";
import { spanOf } from "./spans";

export interface Highlight {
  readonly span: Span;
  /** Where the name is declared; the others read it. */
  readonly declares: boolean;
}

export function highlights(analysis: Analysis, offset: number): readonly Highlight[] {
  const use = useAt(analysis, offset);
  if (!use) return [];
  const places = usesOf(use.target, [analysis.program]);
  return places
    .filter((place) => place.uri === analysis.uri)
    .map((place) => ({ span: spanOf(place), declares: place.start === use.target.start && use.target.uri === analysis.uri }));
}
