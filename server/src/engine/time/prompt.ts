/** What the tokens of a prompt and of an answer attend to. */

import { keptTokens } from "../cache";
import type { Attention } from "../types";
import { type Load, ofToken } from "./load";

const unlimited = Number.POSITIVE_INFINITY;

/** Mean of min(tokens before, `window`) over `fresh` tokens after `cached` ones: the first see everything, the others a full window. */
export function meanWindow(window: number, { fresh, cached }: Pick<Load, "fresh" | "cached">): number {
  const growing = Math.min(fresh, Math.max(0, window - cached));
  const full = fresh - growing;
  return (growing * (cached + growing / 2) + (full > 0 ? full * window : 0)) / fresh;
}

/** Mean of the tokens before in the same piece of `chunk` tokens. */
function meanChunk(chunk: number, { fresh, cached }: Pick<Load, "fresh" | "cached">): number {
  const pairsUpTo = (end: number) => (Math.floor(end / chunk) * chunk ** 2 + (end % chunk) ** 2) / 2;
  return (pairsUpTo(cached + fresh) - pairsUpTo(cached)) / fresh;
}

/** Tokens or compressed entries that a prompt token attends to, on the mean: all before it, as far as window and choice go. */
export function meanContext(attention: Attention, load: Load): number {
  const prompt = ofToken(load);
  switch (attention.kind) {
    case "gqa":
      return attention.chunked && attention.window !== undefined
        ? meanChunk(attention.window, prompt)
        : meanWindow(attention.window ?? unlimited, prompt);
    case "mla":
      return meanWindow(Math.min(attention.window ?? unlimited, attention.indexer?.topK ?? unlimited), prompt);
    case "compressed": {
      const { window, ratio, indexer } = attention;
      const entries = ratio === undefined ? 0 : meanWindow((indexer?.topK ?? unlimited) * ratio, prompt) / ratio;
      return meanWindow(window, prompt) + entries;
    }
    case "linear":
      return 0;
  }
}

/** Tokens or compressed entries that an answer token attends to after `context` tokens. */
export function attendedTokens(attention: Attention, context: number): number {
  switch (attention.kind) {
    case "gqa":
      // At any place in a piece, half of it is there on the mean.
      return attention.chunked && attention.window !== undefined && context > attention.window
        ? attention.window / 2
        : keptTokens(attention, context);
    case "mla":
      return Math.min(keptTokens(attention, context), attention.indexer?.topK ?? unlimited);
    case "compressed": {
      const { window, ratio, indexer } = attention;
      return Math.min(context, window) + (ratio === undefined ? 0 : Math.min(context / ratio, indexer?.topK ?? unlimited));
    }
    case "linear":
      return 0;
  }
}

/**
 * Tokens or compressed entries that are in the KV cache before the step and that it attends to, of all its prompts: cached prefixes and,
 * where a step reads only a part of a prompt, half of the rest on the mean.
 */
export function earlierTokens(attention: Attention, load: Load): number {
  const { prompt } = load;
  if (prompt <= 0) return 0;
  const { fresh, cached } = ofToken(load);
  return Math.max(1, prompt / fresh) * keptTokens(attention, cached + Math.max(0, fresh - prompt) / 2);
}
