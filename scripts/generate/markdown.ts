/** The little Markdown that the manuals need. */

/** A table; bars in cells are escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

export function code(text: string): string {
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

export function fenced(source: string): string {
  return `\`\`\`cmx\n${source.trimEnd()}\n\`\`\``;
}

/** Paragraphs with a blank line between; empty ones are left out. */
export function paragraphs(parts: readonly string[]): string {
  return parts.filter((part) => part.length > 0).join("\n\n");
}

/** Plain words as Markdown: what would be markup stands for itself. */
export function prose(text: string): string {
  return text.replace(/[\\*<]/g, "\\$&");
}
