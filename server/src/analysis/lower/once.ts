/** What a declaration is lowered to, kept as long as the declaration: the catalog's are lowered once, and a file's once for all of its plans. */

import { interned } from "./interned";
import type { ResolvedDeclaration } from "../../semantics/program";

export function once<Lowered>(lower: (declaration: ResolvedDeclaration) => Lowered): (declaration: ResolvedDeclaration) => Lowered {
  const known = new WeakMap<ResolvedDeclaration, { readonly lowered: Lowered }>();
  const same = interned<Lowered>();
  return (declaration) => {
    const found = known.get(declaration);
    if (found) return found.lowered;
    const lowered = same(lower(declaration));
    known.set(declaration, { lowered });
    return lowered;
  };
}
