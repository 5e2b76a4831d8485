/** Files and declarations while they are being resolved. None of this leaves the room; program.ts is what comes out. */

import { type Finding, type Place, related } from "../language/diagnostics";
import type { BlockSchema, DeclarationKind, KindSchema, PropertySchema } from "../language/schema";
import type { Declaration, Document, Expect, Expression, Let, LineIndex, Parsed, Span, Vary } from "../syntax";
import type { ResolvedDeclaration, ResolvedExpect, ResolvedNumber, ResolvedValue, ResolvedVary } from "./program";
import type { TraceSummary } from "./trace/summary";
import type { Trail } from "./trail";
import { phrase } from "../language/phrase";

export type Report = (finding: Finding) => void;

/** A value; a reference still points to a draft. */
export type Cell =
  | Exclude<ResolvedValue, { readonly type: "reference" }>
  | { readonly type: "reference"; readonly target: Draft; readonly place: Place };

export interface DraftProperty {
  readonly schema: PropertySchema;
  /** Of the key. */
  readonly place: Place;
  readonly expression: Expression;
  /** The file that the expression is written in; its names hold. */
  readonly source: Source;
  /** The value, computed when first asked for; undefined after an error. */
  readonly cell: () => Cell | undefined;
  /** The declaration that wrote it, and its value there; absent where a configuration gave it. */
  readonly writer?: { readonly draft: Draft; readonly cell: () => Cell | undefined };
}

/** A block after derivation, its values not yet computed. */
export interface DraftBlock {
  readonly schema: BlockSchema;
  readonly name: string | undefined;
  readonly place: Place;
  readonly properties: ReadonlyMap<string, DraftProperty>;
  readonly blocks: ReadonlyMap<string, DraftBlock>;
  readonly named: readonly DraftBlock[];
  /** The braces in the declaration's own text, if it has the block: where a fix can add a member. */
  readonly braces: Span | undefined;
}

const noVaries: readonly ResolvedVary[] = [];

/** A declaration. A class: see language/notes.ts. */
export class Draft {
  readonly type = "declaration";
  readonly name: string;
  /** Everything that its values were computed from. */
  readonly dependencies = new Set<Meaning>();

  /** Set by derivation. */
  state: "new" | "following" | "derived" = "new";
  base: Draft | undefined;
  /** What a trace comes to that it names or that its base has. */
  trace: TraceSummary | undefined;
  /** The base or the configuration could not be used, so nothing that is absent can be called missing. */
  incomplete = false;
  /** How many bases lie behind. */
  generation = 0;

  /** Set when all values are known. */
  resolvedVaries = noVaries;
  sound = true;
  /** How many values wait for each other, at most, until one of its own is known. */
  height = 1;
  resolved: ResolvedDeclaration | undefined;

  #expected: ResolvedExpect[] | undefined;
  #make: (() => DraftBlock) | undefined;
  #block: DraftBlock | undefined;

  constructor(
    readonly kind: DeclarationKind,
    readonly schema: KindSchema,
    readonly source: Source,
    readonly node: Declaration,
    /** Of the name. */
    readonly place: Place,
  ) {
    this.name = node.name.text;
  }

  // Asked of new declarations alone: the members of those that are taken over are not even made.
  get expects(): readonly Expect[] {
    return this.schema.allowsExpect ? this.node.block.members.filter((member) => member.kind === "expect") : [];
  }

  get varies(): readonly Vary[] {
    return this.schema.allowsVary ? this.node.block.members.filter((member) => member.kind === "vary") : [];
  }

  /** Filled last: expectations refer to results. */
  get resolvedExpects(): ResolvedExpect[] {
    return (this.#expected ??= []);
  }

  get block(): DraftBlock {
    if (this.state === "new") this.source.derive?.(this);
    return (this.#block ??= this.#make?.() ?? this.#empty());
  }

  /** Says how the block is made: at once, or, of what is taken over, when somebody looks into it. */
  merge(make: () => DraftBlock): void {
    this.#make = make;
    this.#block = undefined;
  }

  #empty(): DraftBlock {
    const { schema, name, place } = this;
    return { schema, name, place, properties: new Map(), blocks: new Map(), named: [], braces: undefined };
  }
}

export interface LetDraft {
  readonly type: "let";
  readonly name: string;
  readonly source: Source;
  readonly node: Let;
  readonly place: Place;
  readonly dependencies: Set<Meaning>;
  readonly cell: () => ResolvedNumber | undefined;
}

/** A name that is declared, but with a kind that does not exist: silent wherever it is used. */
export interface BrokenDraft {
  readonly type: "broken";
  readonly place: Place;
}

export type Meaning = Draft | LetDraft | BrokenDraft;

/** A mention whose declaration is still a draft. A class: see language/notes.ts. */
export class DraftMention {
  constructor(
    readonly place: Place,
    readonly target: Place,
    readonly meaning: Meaning | undefined,
  ) {}
}

/** One file. */
export interface Source {
  readonly uri: string;
  readonly text: string;
  /** Its text, as the next one may be parsed after it. */
  readonly parsed: Parsed;
  readonly document: Document;
  /** Shared by all files of one resolution. */
  readonly trail: Trail;
  /** Derives a declaration whose block is asked for; absent where all are derived before. */
  readonly derive: ((draft: Draft) => void) | undefined;
  readonly names: Map<string, Meaning>;
  readonly declarations: Draft[];
  readonly lets: LetDraft[];
  /** The files that it imports, directly or not, nearest first. */
  reach: readonly Source[];
  /** What is visible everywhere: the catalog. */
  readonly outer: ReadonlyMap<string, Meaning>;
  readonly findings: Finding[];
  /** How many of the findings are about its declarations and values; the others are about what it does not use. */
  settled: number;
  readonly mentions: DraftMention[];
  /** Where its lines begin; computed when first asked for. */
  readonly lines: () => LineIndex;
  /** Looking for similar names is slow, and nobody reads hundreds of suggestions. */
  suggestionsLeft: number;
}

/** Where a value stands: in which file it is written, and for which block of which declaration it is computed. */
export interface ValueContext {
  readonly source: Source;
  readonly draft: Draft;
  readonly block: DraftBlock;
  readonly report: Report;
}

export function placeOf(source: Source, span: Span): Place {
  return { uri: source.uri, start: span.start, end: span.end };
}

/** What a finding about a second one says of the first. */
export function firstAt(place: Place, name: string): Finding["related"] {
  return [related(place, phrase`The first ${name}.`)];
}

/** Where the thing that a finding speaks of is declared. */
export function declaredAt(place: Place, name: string): Finding["related"] {
  return [related(place, phrase`${name} is declared here.`)];
}

/** Line of a place, counted from one. */
export function lineOf(source: Source, { start }: Span): number {
  return source.lines().positionAt(start).line + 1;
}
