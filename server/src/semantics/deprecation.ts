/** `/// Deprecated: use Chat instead.` above a declaration or a let. */

/** What to do instead, as the documentation says; undefined where nothing is deprecated. */
export function deprecationOf(documentation: string | undefined): string | undefined {
  const found = /^Deprecated:[^\S\n]*(.*)$/m.exec(documentation ?? "");
  if (!found) return undefined;
  const advice = found[1]?.trim();
  return advice ? advice : "its documentation says why.";
}
