/** Markdown tables and the figures in them. */

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

export function percent(error: number): string {
  return `${error >= 0 ? "+" : "−"}${share(Math.abs(error))}`;
}

export function share(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}
