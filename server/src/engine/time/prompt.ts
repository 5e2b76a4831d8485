/** What the tokens of a prompt attend to. */

import { keptTokens } from "../model";
import type { Attention } from "../types";
import type { Load } from "./load";

/** Tokens that a prompt token attends to, on the mean: all before it, as far as the window goes. */
export function meanContext({ window = Number.POSITIVE_INFINITY }: Attention, { fresh, cached }: Load): number {
  // The first of them see everything before them, the others a full window.
  const growing = Math.min(fresh, Math.max(0, window - cached));
  const full = fresh - growing;
  return (growing * (cached + growing / 2) + (full > 0 ? full * window : 0)) / fresh;
}

/**
 * Tokens that are in the KV cache before the step and that it attends to, of all its prompts: cached prefixes and, where a step reads
 * only a part of a prompt, half of the rest on the mean.
 */
export function earlierTokens(attention: Attention, { prompt, fresh, cached }: Load): number {
  if (prompt <= 0) return 0;
  return Math.max(1, prompt / fresh) * keptTokens(attention, cached + Math.max(0, fresh - prompt) / 2);
}
