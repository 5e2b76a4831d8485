/** Bars of eighths of a character: fine enough to compare, and plain text. */

const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"] as const;
const full = "█";

/** A share of one as a bar of at most `width` characters, filled up to it. What is not nothing shows at least a sliver. */
export function bar(share: number, width: number, rest: " " | "░"): string {
  const bounded = share > 0 ? Math.min(1, share) : 0;
  const steps = Math.max(bounded > 0 ? 1 : 0, Math.round(bounded * width * 8));
  return (full.repeat(Math.floor(steps / 8)) + (eighths[steps % 8] ?? "")).padEnd(width, rest);
}
