/** What a rank has to do in a step, and what stays the same for all its operators. */

import type { Device } from "../hardware";
import type { Instance, Model, Precision } from "../types";
import type { Receiver } from "./kernel";
import type { Prepared } from "./prepared";

/** What one data parallel group does in a step (or in one microbatch of it). Fractions are means over the groups. */
export interface Load {
  /** Requests that write an answer. */
  readonly requests: number;
  /** Tokens of each that go through the model: 1, or more with draft tokens to verify. */
  readonly queries: number;
  /** Tokens in their KV cache. */
  readonly context: number;
  /** Prompt tokens: those of several prompts, or a part of one. */
  readonly prompt: number;
  /** Prompt tokens of the fullest group over those of the mean one. */
  readonly skew: number;
  /** Tokens of one prompt that are computed, at least one. */
  readonly fresh: number;
  /** Tokens of one prompt that the prefix cache holds: they are attended to, not computed. */
  readonly cached: number;
  /** How much longer than the mean prompt that of the mean prompt token is: 1 where all are alike. */
  readonly lengthening: number;
  /** Images of one prompt, and the tokens that each becomes. */
  readonly images?: { readonly count: number; readonly tokens: number } | undefined;
}

export function tokensOf(load: Load): number {
  return load.requests * load.queries + load.prompt;
}

/** The load cut into `parts` equal microbatches. */
export function split(load: Load, parts: number): Load {
  if (parts === 1) return load;
  const { requests, queries, context, prompt, skew, fresh, cached, lengthening, images } = load;
  return { requests: requests / parts, queries, context, prompt: prompt / parts, skew, fresh, cached, lengthening, images };
}

/** What the fullest group has to attend to. */
export function ofFullest(load: Load): Load {
  return load.skew === 1 ? load : { ...load, prompt: load.prompt * load.skew };
}

/** The prompt that a prompt token is in, on the mean over the tokens: long prompts have more of them. */
export function ofToken(load: Load): Pick<Load, "fresh" | "cached"> {
  const { fresh, cached, lengthening } = load;
  return lengthening === 1 ? load : { fresh: fresh * lengthening, cached: cached * lengthening };
}

/** What stays the same for every operator of a phase. */
export interface Setting {
  readonly device: Device;
  readonly model: Model;
  readonly phase: Instance;
  readonly precision: Precision;
  /** What it runs in a step, once that was asked for; see prepared.ts. */
  prepared?: Prepared | undefined;
}

/** Kernels that follow each other, prepared for a setting: runs them with a load. */
export type Block = (load: Load, to: Receiver) => void;
