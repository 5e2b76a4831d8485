/** What a declaration is lowered to, kept as long as the declaration: the catalog's are lowered once, and a file's once for all of its plans. */

import type { ResolvedDeclaration } from "../../semantics/program";

export function once<Lowered>(lower: (declaration: ResolvedDeclaration) => Lowered): (declaration: ResolvedDeclaration) => Lowered {
  const known = new WeakMap<ResolvedDeclaration, { readonly lowered: Lowered }>();
  return (declaration) => {
    const found = known.get(declaration) ?? { lowered: lower(declaration) };
    known.set(declaration, found);
    return found.lowered;
  };
}
