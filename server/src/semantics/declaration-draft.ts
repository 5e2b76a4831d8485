/** A declaration while it is being resolved. */

import type { Declaration } from "../syntax";
import type { Draft, DraftBlock, Meaning, Source } from "./draft";

const nothing: Draft["resolvedVaries"] = [];

/** A class, as an object with getters of its own is kept longer than it lives, by its shape. */
export class DeclarationDraft implements Draft {
  readonly type = "declaration";
  readonly name: string;
  readonly dependencies = new Set<Meaning>();
  state: Draft["state"] = "new";
  base: Draft | undefined;
  trace: Draft["trace"];
  incomplete = false;
  generation = 0;
  resolvedVaries: Draft["resolvedVaries"] = nothing;
  sound = true;
  height = 1;
  resolved: Draft["resolved"];
  #expected: Draft["resolvedExpects"] | undefined;
  #make: (() => DraftBlock) | undefined;
  #block: DraftBlock | undefined;

  constructor(
    readonly kind: Draft["kind"],
    readonly schema: Draft["schema"],
    readonly source: Source,
    readonly node: Declaration,
    readonly place: Draft["place"],
  ) {
    this.name = node.name.text;
  }

  // Asked of new declarations alone: the members of the others are not even made.
  get expects(): Draft["expects"] {
    return this.schema.allowsExpect ? this.node.block.members.filter((member) => member.kind === "expect") : [];
  }

  get varies(): Draft["varies"] {
    return this.schema.allowsVary ? this.node.block.members.filter((member) => member.kind === "vary") : [];
  }

  /** Made when asked for, as most declarations are taken over from an earlier text. */
  get resolvedExpects(): Draft["resolvedExpects"] {
    return (this.#expected ??= []);
  }

  get block(): DraftBlock {
    if (this.state === "new") this.source.derive?.(this);
    return (this.#block ??= this.#make?.() ?? this.#empty());
  }

  merge(make: () => DraftBlock): void {
    this.#make = make;
    this.#block = undefined;
  }

  #empty(): DraftBlock {
    const { schema, name, place } = this;
    return { schema, name, place, properties: new Map(), blocks: new Map(), named: [], braces: undefined };
  }
}
