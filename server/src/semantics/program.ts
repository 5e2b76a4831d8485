/**
 * The resolved program: what a file means. Plain data; numbers are SI; every value knows the place it was written at
 * (own file, an import, or the catalog). Made by `resolve`, read by analysis and by the editor features.
 */

import type { Finding, Place } from "../language/diagnostics";
import type { Dimension } from "../language/dimensions";
import type { Metric } from "../language/metrics";
import type { BlockSchema, DeclarationKind, KindSchema, PropertySchema } from "../language/schema";
import type { Scope } from "../language/units";
import type { Comparison, Document } from "../syntax";
import type { Visible } from "./visible";
import type { TraceSummary } from "./trace/summary";

/** A number in SI units. `scope` is what it is spread over: as written, or the schema's default. */
export interface ResolvedNumber {
  readonly type: "number";
  readonly value: number;
  readonly dimension: Dimension;
  readonly scope: Scope | undefined;
  readonly currency: string | undefined;
  /** Of the whole value expression. */
  readonly place: Place;
  /** Unit as written, when the value is one quantity: lets a fix write the new value the way the user did. */
  readonly unit: string | undefined;
}

export type ResolvedValue =
  | ResolvedNumber
  /** One number for each tier of a fabric, or axis of a torus. */
  | { readonly type: "numbers"; readonly values: readonly number[]; readonly dimension: Dimension; readonly place: Place }
  /** A choice, or a word that stands instead of a number (`batch = max`). */
  | { readonly type: "word"; readonly word: string; readonly place: Place }
  | { readonly type: "text"; readonly text: string; readonly place: Place }
  | { readonly type: "reference"; readonly target: ResolvedDeclaration; readonly place: Place }
  | { readonly type: "metric"; readonly metric: Metric; readonly scope: Scope | undefined; readonly place: Place };

/** A block after derivation: what the base gave and what the text replaced. Absent properties are absent here too. */
export interface ResolvedBlock {
  readonly schema: BlockSchema;
  /** Name of a named block: the fabric's. */
  readonly name: string | undefined;
  /** Of the key (or of the name of a declaration). */
  readonly place: Place;
  readonly values: ReadonlyMap<string, ResolvedValue>;
  /** Places of the property keys that are set, for findings about a property as a whole. */
  readonly keys: ReadonlyMap<string, Place>;
  /** Unnamed blocks by key. */
  readonly blocks: ReadonlyMap<string, ResolvedBlock>;
  /** Named blocks (fabrics) in order, bases first. */
  readonly named: readonly ResolvedBlock[];
}

export interface ResolvedDeclaration extends ResolvedBlock {
  readonly schema: KindSchema;
  readonly kind: DeclarationKind;
  readonly name: string;
  readonly uri: string;
  readonly documentation: string | undefined;
  /** Whole declaration, from the keyword to the closing brace. */
  readonly range: Place;
  readonly base: ResolvedDeclaration | undefined;
  /** The recorded requests of a workload: its own, or those of its base. */
  readonly trace: TraceSummary | undefined;
  readonly expects: readonly ResolvedExpect[];
  readonly varies: readonly ResolvedVary[];
  /** False when an error in it (or in what it starts from or refers to) makes its figures meaningless; plans with it are not computed. */
  readonly sound: boolean;
}

/** An expression whose constants are folded; what remains are measurements of plans, known after the engine has run. */
export type Compiled =
  | { readonly type: "constant"; readonly value: number; readonly dimension: Dimension; readonly scope: Scope | undefined }
  | {
      readonly type: "metric";
      readonly plan: ResolvedDeclaration;
      readonly metric: Metric;
      readonly scope: Scope | undefined;
      readonly dimension: Dimension;
    }
  | {
      readonly type: "binary";
      readonly operator: "+" | "-" | "*" | "/";
      readonly left: Compiled;
      readonly right: Compiled;
      readonly dimension: Dimension;
    }
  | { readonly type: "negation"; readonly operand: Compiled; readonly dimension: Dimension }
  | { readonly type: "call"; readonly callee: string; readonly arguments: readonly Compiled[]; readonly dimension: Dimension };

export interface ResolvedExpect {
  /** As written, on one line: `decode.throughput == 1943 tokens/s per chip within 10%`. */
  readonly text: string;
  readonly place: Place;
  readonly left: Compiled;
  readonly leftText: string;
  readonly comparison: Comparison;
  readonly right: Compiled;
  /** Unit of the right side as written, to print both sides in. */
  readonly unit: string | undefined;
  readonly scope: Scope | undefined;
  /** Of money: the currency that one of the sides names. */
  readonly currency: string | undefined;
  /** Relative tolerance: 0.1 is 10%. */
  readonly within: number | undefined;
  readonly documentation: string | undefined;
}

export interface ResolvedVary {
  /** `["decode", "batch"]`, or through a reference: `["workload", "input"]`. */
  readonly path: readonly string[];
  readonly place: Place;
  readonly property: PropertySchema;
  /** One for each point, in the written order; places are those of the vary line. */
  readonly values: readonly ResolvedNumber[];
}

/** A mention of a name: for go to definition, references, rename and hover. */
export interface Mention {
  readonly place: Place;
  readonly target: Place;
  /** The declaration that is meant, when it is one (not a let or a property). */
  readonly declaration: ResolvedDeclaration | undefined;
}

export interface ResolvedLet {
  readonly name: string;
  readonly place: Place;
  readonly value: ResolvedNumber | undefined;
  readonly documentation: string | undefined;
}

export interface Program {
  readonly uri: string;
  readonly document: Document;
  /** Declarations of this file, in its order. */
  readonly declarations: readonly ResolvedDeclaration[];
  readonly lets: readonly ResolvedLet[];
  /** Those and the imported ones, each under the name that means it here. */
  readonly visibleLets: ReadonlyMap<string, ResolvedLet>;
  /** `expect` at the top of the file. */
  readonly expects: readonly ResolvedExpect[];
  /** Everything that a name can mean in this file: its own, imported, catalog. */
  readonly visible: Visible;
  readonly mentions: readonly Mention[];
  /** Files that were read or looked for, so that a change of one of them is a reason to resolve again. */
  readonly dependencies: readonly string[];
  /** Syntax and semantic findings of this file, in the order of their places. */
  readonly findings: readonly Finding[];
}

/** The outside world, as far as the language needs it. Synchronous: whoever lives on an asynchronous disk reads ahead. */
export interface Host {
  /** The text at `uri`, or why there is none. */
  read(uri: string): { readonly text: string } | { readonly problem: "missing" | "outside" | "large" | "unreadable" };
  /** The URI that `path`, written in the file `from`, means. */
  locate(from: string, path: string): string;
}
