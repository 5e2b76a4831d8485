/** The few shapes of markdown that hovers are made of. */

/** Text from a file or a message, so that nothing in it is taken for markup. */
export function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, "\\$&");
}

/** A line of CMX with its highlighting. */
export function source(text: string): string {
  return `\`\`\`cmx\n${text}\n\`\`\``;
}

/** Rows of name, figure and remark. The remarks' column is left out when there is none. */
export function table(rows: readonly (readonly [name: string, figure: string, remark?: string | undefined])[]): string {
  if (rows.length === 0) return "";
  const remarks = rows.some(([, , remark]) => remark);
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const head = remarks ? [line(["", "", ""]), line([":--", "--:", ":--"])] : [line(["", ""]), line([":--", "--:"])];
  const body = rows.map(([name, figure, remark]) => line(remarks ? [name, figure, plain(remark ?? "")] : [name, figure]));
  return [...head, ...body].join("\n");
}

/** The parts that are there, as paragraphs. */
export function paragraphs(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== "").join("\n\n");
}

/** Sources, in small print under a figure. */
export function footnotes(lines: readonly string[]): string {
  return lines.map((line) => `*${plain(line)}*`).join("  \n");
}
