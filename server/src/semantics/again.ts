/**
 * A declaration that an edit has left as it was: the result of the earlier text, in its new place. Its parts are made when somebody asks for
 * them, from what was resolved first-hand, and then hold nothing of the texts in between.
 */

import type { Place } from "../language/diagnostics";
import { type Draft, placeOf, type Source } from "./draft";
import { finish } from "./finish";
import type { Compiled, ResolvedBlock, ResolvedDeclaration, ResolvedExpect, ResolvedValue, ResolvedVary } from "./program";

/** Finds what a declaration of the earlier text is now. */
export interface Finder {
  readonly draft: (declaration: ResolvedDeclaration) => Draft | undefined;
  readonly declaration: (declaration: ResolvedDeclaration) => ResolvedDeclaration;
}

/** By their names: whatever is taken over has found them so, and the names mean the same as before. */
export function finderIn(sources: readonly Source[]): Finder {
  const byUri = new Map(sources.map((source) => [source.uri, source]));
  const [root] = sources;
  const draft = ({ uri, name }: ResolvedDeclaration) => {
    const meaning = (byUri.get(uri)?.names ?? root?.outer)?.get(name);
    return meaning?.type === "declaration" ? meaning : undefined;
  };
  return {
    draft,
    declaration(declaration) {
      const found = draft(declaration);
      return found ? finish(found) : declaration;
    },
  };
}

export function originOf(declaration: ResolvedDeclaration): ResolvedDeclaration {
  return declaration instanceof Again ? declaration.origin : declaration;
}

/** The declaration as an object that can be copied. */
export function plainOf(declaration: ResolvedDeclaration): ResolvedDeclaration {
  return declaration instanceof Again ? declaration.plain() : declaration;
}

/** A class: see language/notes.ts. */
export class Again implements ResolvedDeclaration {
  readonly schema: ResolvedDeclaration["schema"];
  readonly kind: ResolvedDeclaration["kind"];
  readonly name: string;
  readonly place: Place;
  readonly uri: string;
  readonly documentation: string | undefined;
  readonly range: Place;
  readonly trace: ResolvedDeclaration["trace"];
  /** Known when everything is settled. */
  sound: boolean;
  /** Each forgets how it is made when it is made. */
  #find: Finder["declaration"] | undefined;
  #findExpected: Finder["declaration"] | undefined;
  #body: Body | undefined;
  #expects: readonly ResolvedExpect[] | undefined;

  constructor(
    { kind, schema, name, place, node, source }: Draft,
    /** What was resolved first-hand. */
    readonly origin: ResolvedDeclaration,
    readonly base: ResolvedDeclaration | undefined,
    { declaration: find }: Finder,
  ) {
    this.schema = schema;
    this.kind = kind;
    this.name = name;
    this.place = place;
    this.uri = source.uri;
    this.documentation = node.documentation;
    this.range = placeOf(source, node);
    this.trace = origin.trace;
    this.sound = origin.sound;
    this.#find = find;
    // Who expects nothing need not know the file to say so.
    this.#findExpected = origin.expects.length > 0 ? find : undefined;
  }

  get values(): Body["values"] {
    return this.#made().values;
  }

  get keys(): Body["keys"] {
    return this.#made().keys;
  }

  get blocks(): Body["blocks"] {
    return this.#made().blocks;
  }

  get named(): Body["named"] {
    return this.#made().named;
  }

  get varies(): Body["varies"] {
    return this.#made().varies;
  }

  get expects(): readonly ResolvedExpect[] {
    if (this.#findExpected) this.#expects = expectsOf(this.origin, this, this.#findExpected);
    this.#findExpected = undefined;
    return this.#expects ?? [];
  }

  /** All of it, as an object that can be copied. */
  plain(): ResolvedDeclaration {
    const { schema, kind, name, place, uri, documentation, range, base, trace, sound, expects } = this;
    return { schema, kind, name, place, uri, documentation, range, base, trace, sound, expects, ...this.#made() };
  }

  #made(): Body {
    if (this.#find) this.#body = bodyOf(this.origin, this, this.#find);
    this.#find = undefined;
    return this.#body ?? this.origin;
  }
}

type Body = Pick<ResolvedDeclaration, "values" | "keys" | "blocks" | "named" | "varies">;

function bodyOf(origin: ResolvedDeclaration, again: ResolvedDeclaration, find: Finder["declaration"]): Body {
  const place = (old: Place) => movedPlace(old, origin, again);
  const value = (old: ResolvedValue): ResolvedValue =>
    old.type === "reference"
      ? { ...old, place: place(old.place), target: complete(find(old.target)) }
      : { ...old, place: place(old.place) };
  const block = (old: ResolvedBlock): ResolvedBlock => ({
    schema: old.schema,
    name: old.name,
    place: place(old.place),
    values: new Map([...old.values].map(([key, each]) => [key, value(each)])),
    keys: new Map([...old.keys].map(([key, each]) => [key, place(each)])),
    blocks: new Map([...old.blocks].map(([key, each]) => [key, block(each)])),
    named: old.named.map(block),
  });
  const vary = (old: ResolvedVary): ResolvedVary => ({
    ...old,
    place: place(old.place),
    values: old.values.map((each) => ({ ...each, place: place(each.place) })),
  });
  if (again.base) complete(again.base);
  return { ...block(origin), varies: origin.varies.map(vary) };
}

function expectsOf(origin: ResolvedDeclaration, again: ResolvedDeclaration, find: Finder["declaration"]): readonly ResolvedExpect[] {
  const compiled = (old: Compiled): Compiled => {
    switch (old.type) {
      case "constant":
        return old;
      case "metric":
        // Of two that have its name the plan itself may be the second, which nobody finds by it.
        return { ...old, plan: old.plan === origin ? again : find(old.plan) };
      case "negation":
        return { ...old, operand: compiled(old.operand) };
      case "binary":
        return { ...old, left: compiled(old.left), right: compiled(old.right) };
      case "call":
        return { ...old, arguments: old.arguments.map(compiled) };
    }
  };
  const expect = (old: ResolvedExpect): ResolvedExpect => ({
    ...old,
    place: movedPlace(old.place, origin, again),
    left: compiled(old.left),
    right: compiled(old.right),
  });
  return origin.expects.map(expect);
}

/** Makes all of it now: what lives on must not keep the text from which it could be made later. */
export function complete(declaration: ResolvedDeclaration): ResolvedDeclaration {
  void declaration.values;
  return declaration;
}

/** A place moves with the declaration that it stands in: this one, or one of its bases. Others are in the catalog, and stay. */
export function movedPlace(place: Place, origin: ResolvedDeclaration, again: ResolvedDeclaration): Place {
  let then: ResolvedDeclaration | undefined = origin;
  let now: ResolvedDeclaration | undefined = again;
  while (then && now) {
    const { range } = then;
    if (range.uri === place.uri && range.start <= place.start && place.end <= range.end) {
      const shift = now.range.start - range.start;
      return shift === 0 ? place : { uri: place.uri, start: place.start + shift, end: place.end + shift };
    }
    then = then.base;
    now = now.base;
  }
  return place;
}
