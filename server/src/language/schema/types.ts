/** The shape of the one schema table: what kinds, blocks and properties there are, and what their values may be. */

import type { Dimension } from "../dimensions";
import type { Scope } from "../units";

export const declarationKinds = [
  "chip",
  "supernode",
  "cluster",
  "model",
  "workload",
  "engine",
  "serve",
  "train",
  "sweep",
  "search",
] as const;
export type DeclarationKind = (typeof declarationKinds)[number];

/** Bounds of a number in SI units (plain numbers for counts). */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  /** The minimum itself is not allowed. */
  readonly aboveMin?: true;
  readonly integer?: true;
}

export interface Choice {
  readonly name: string;
  readonly documentation: string;
}

export type ValueType =
  /**
   * A number with a dimension. `alternatives` are further dimensions that the property accepts (a batch: tokens or requests).
   * `scope` is the scope that a figure without one has; with `scopes` only those may be written. No `scope`: none may be written.
   * `list`: a list gives one value for each tier of a fabric, or axis of a torus. `words`: names that may stand instead of a number.
   */
  | {
      readonly type: "quantity";
      readonly dimension: Dimension;
      readonly alternatives?: readonly Dimension[];
      readonly bounds?: Bounds;
      readonly scope?: Scope;
      readonly scopes?: readonly Scope[];
      readonly list?: "tier" | "axis";
      readonly words?: readonly Choice[];
    }
  /** One of a few names. */
  | { readonly type: "choice"; readonly choices: readonly Choice[] }
  /** One of a few strings, in quotes. */
  | { readonly type: "text"; readonly choices?: readonly Choice[] }
  /** The name of a declaration of one of these kinds. */
  | { readonly type: "reference"; readonly to: readonly DeclarationKind[] }
  /** The name of a fabric of the machine that the plan runs on. */
  | { readonly type: "fabric" }
  /** A metric of the plan, optionally with a scope: `throughput per chip`. */
  | { readonly type: "metric" };

export interface PropertySchema {
  readonly name: string;
  readonly documentation: string;
  readonly value: ValueType;
  /** Source text of the value that holds when the property is absent, or words in parentheses when it is computed. */
  readonly default?: string;
  /** A declaration without it (and without a base that has it) is an error. */
  readonly required?: true;
  /** Source text of a usual value, for completion and the documentation. */
  readonly example: string;
}

export interface BlockSchema {
  readonly name: string;
  readonly documentation: string;
  readonly properties: readonly PropertySchema[];
  readonly blocks: readonly BlockSchema[];
  /** `fabric UB { … }`: the block carries a name of its own and may stand several times. */
  readonly named?: true;
  readonly required?: true;
  /** The block may be empty and still mean something (`mtp { }`). */
  readonly allowsExpect?: true;
  readonly allowsVary?: true;
}

export interface KindSchema extends BlockSchema {
  readonly name: DeclarationKind;
  /** The declaration may read a Hugging Face config.json. */
  readonly allowsFrom?: true;
}
