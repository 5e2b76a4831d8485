/** The door of the room: a text and the outside world in, a resolved program out. */

import type { Finding, Place } from "../language/diagnostics";
import { notesOn } from "../language/notes";
import { type Carrier, createCarrier } from "./carry";
import { catalogNames } from "./catalog";
import type { LetDraft, Source } from "./draft";
import { compileExpect } from "./expects";
import { finish } from "./finish";
import { reportImportedFaults } from "./imported-faults";
import { loadImports } from "./imports";
import { loadSource } from "./load";
import type { Host, Mention, Program, ResolvedDeclaration, ResolvedExpect, ResolvedLet } from "./program";
import type { Resolution } from "./reuse";
import { settle } from "./settle";
import { newTrail } from "./trail";
import { reportUsage } from "./usage";
import { Visible } from "./visible";

export { applyFunction } from "./functions";
export { fold } from "./operand";
export * from "./program";
export { deprecationOf } from "./deprecation";
export { nearest } from "./suggest";
export { withValue } from "./with-value";

/** Nobody reads more, and an editor chokes on the hundred thousand that a hostile file can have. */
const mostFindings = 1000;

/** A program, and what of the last one stands in it. */
export interface Resolved {
  readonly program: Program;
  readonly carried: Carried;
}

export interface Carried {
  /** The declaration of the last program that has the same values, and whose references have. */
  readonly former: (declaration: ResolvedDeclaration) => ResolvedDeclaration | undefined;
  /** Where a place of the last program is now; undefined where its text has changed. */
  readonly place: (place: Place) => Place | undefined;
}

const nothing: Carried = { former: () => undefined, place: () => undefined };

/** How each program was resolved, as the next one may use it. */
const resolutions = notesOn<Program, Resolution>();

/** Resolves a file: names, imports, derivation, values, dimensions. Never throws; what is wrong stands in the findings. */
export function resolve(uri: string, text: string, host: Host): Program {
  return resolveAfter(undefined, uri, text, host).program;
}

/** As `resolve`, and with the same result, but resolves only what is not as it was in `last`. */
export function resolveAfter(last: Program | undefined, uri: string, text: string, host: Host): Resolved {
  const outer = catalogNames();
  const trail = newTrail();
  const dependencies = new Set<string>();
  const before = last && resolutions.get(last);
  const common = { trail, outer, last: before && new Map(before.sources.map((source) => [source.uri, source])) };
  const root = loadSource(uri, text, common);
  const sources = loadImports(root, host, common, dependencies);
  const carrier = before && createCarrier({ sources, trail }, before);
  settle(sources, { host, dependencies, carrier });
  carrier?.judge();
  const expects = compileExpects(root, carrier);
  for (const source of sources) source.settled = source.findings.length;
  if (carrier && (carrier.failed() || trail.doubtful)) return resolveAfter(undefined, uri, text, host);
  reportImportedFaults(root, host);
  reportUsage(root, host);
  dependencies.delete(uri);
  const program: Program = {
    uri,
    document: root.document,
    declarations: root.declarations.map(finish),
    lets: root.lets.map(finishLet),
    expects,
    visible: new Visible(root),
    visibleLets: letsIn(root),
    mentions: mentionsOf(root),
    dependencies: [...dependencies],
    findings: sorted(root),
  };
  resolutions.set(program, { sources, trail });
  return { program, carried: carrier ? carriedBy(carrier, sources) : nothing };
}

function carriedBy(carrier: Carrier, sources: readonly Source[]): Carried {
  const formers = new Map<ResolvedDeclaration, ResolvedDeclaration>();
  for (const draft of sources.flatMap(({ declarations }) => declarations)) {
    const former = carrier.former(draft);
    if (former?.resolved && former.sound === draft.sound) formers.set(finish(draft), former.resolved);
  }
  return { former: (declaration) => formers.get(declaration), place: carrier.place };
}

/** Compiles the expectations of the declarations, which is the last that they lack, and those at the top of the file. */
function compileExpects(root: Source, carrier: Carrier | undefined): ResolvedExpect[] {
  for (const draft of root.declarations) {
    if (carrier?.former(draft)) continue;
    for (const node of draft.expects) {
      const compiled = compileExpect(node, root, draft, finish);
      if (compiled) draft.resolvedExpects.push(compiled);
    }
  }
  return root.document.items.flatMap((item) => {
    const compiled = item.kind === "expect" ? compileExpect(item, root, undefined, finish) : undefined;
    return compiled ? [compiled] : [];
  });
}

function letsIn(root: Source): ReadonlyMap<string, ResolvedLet> {
  const meanings = new Map([root.names, ...root.reach.map(({ names }) => names)].toReversed().flatMap((names) => [...names]));
  const lets = new Map<string, ResolvedLet>();
  for (const [name, meaning] of meanings) if (meaning.type === "let") lets.set(name, finishLet(meaning));
  return lets;
}

function finishLet({ name, place, cell, node }: LetDraft): ResolvedLet {
  return { name, place, value: cell(), documentation: node.documentation };
}

/** In the order of their places, each once. */
function mentionsOf(root: Source): Mention[] {
  const found: Mention[] = [];
  for (const { place, target, meaning } of root.mentions.toSorted(byPlace)) {
    const same = found.findLastIndex((each) => byPlace(each, { place }) !== 0);
    const known = found.slice(same + 1).some((each) => samePlace(each.target, target));
    if (!known) found.push(new FoundMention(place, target, meaning?.type === "declaration" ? finish(meaning) : undefined));
  }
  return found;
}

/** A class: see language/notes.ts. */
class FoundMention implements Mention {
  constructor(
    readonly place: Place,
    readonly target: Place,
    readonly declaration: ResolvedDeclaration | undefined,
  ) {}
}

interface Placed {
  readonly place: Place;
}

function byPlace({ place: left }: Placed, { place: right }: Placed): number {
  return left.start - right.start || left.end - right.end;
}

function samePlace(left: Place, right: Place): boolean {
  return left.start === right.start && left.end === right.end && left.uri === right.uri;
}

/** In the order of their places, each once. Of too many, errors stay before warnings. */
function sorted(root: Source): Finding[] {
  const own = root.findings.filter(({ place }) => place.uri === root.uri);
  const different = once(own, ({ code, message, place }) => `${code} ${keyOf(place)} ${message}`);
  const errorsFirst = [
    ...different.filter(({ severity }) => severity === "error"),
    ...different.filter(({ severity }) => severity !== "error"),
  ];
  return errorsFirst
    .slice(0, mostFindings)
    .sort(
      (left, right) =>
        left.place.start - right.place.start ||
        left.place.end - right.place.end ||
        (left.code < right.code ? -1 : Number(left.code > right.code)),
    );
}

function keyOf({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${start}:${end}`;
}

function once<Thing>(things: readonly Thing[], key: (thing: Thing) => string): Thing[] {
  return [...new Map(things.map((thing) => [key(thing), thing] as const)).values()];
}
