/** Go to definition: from a name to where it is declared, in this file, an import or the catalog. */

import type { Analysis } from "../analysis/types";
import type { Place } from "../language/diagnostics";
import type { Span } from "../syntax";
import { useAt } from "./names";
import { spanOf } from "./spans";

export interface Definition {
  /** The name under the cursor. */
  readonly from: Span;
  readonly to: Place;
}

export function definition(analysis: Analysis, offset: number): Definition | undefined {
  const use = useAt(analysis, offset);
  return use && { from: spanOf(use.place), to: use.target };
}
