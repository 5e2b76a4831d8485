/** The door of the room: a text and the outside world in, a resolved program out. */

import type { Finding } from "../language/diagnostics";
import { catalogNames } from "./catalog";
import type { DraftMention, Source } from "./draft";
import { compileExpect } from "./expects";
import { finish } from "./finish";
import { reportImportedFaults } from "./imported-faults";
import { loadImports } from "./imports";
import { loadSource } from "./load";
import type { Host, Mention, Program, ResolvedDeclaration, ResolvedExpect } from "./program";
import { settle } from "./settle";
import { newTrail } from "./trail";
import { reportUsage } from "./usage";

export { applyFunction } from "./functions";
export { fold } from "./operand";
export * from "./program";
export { deprecationOf } from "./deprecation";
export { nearest } from "./suggest";
export { withValue } from "./with-value";

/** Nobody reads more, and an editor chokes on the hundred thousand that a hostile file can have. */
const mostFindings = 1000;

/** Resolves a file: names, imports, derivation, values, dimensions. Never throws; what is wrong stands in the findings. */
export function resolve(uri: string, text: string, host: Host): Program {
  const outer = catalogNames();
  const trail = newTrail();
  const dependencies = new Set<string>();
  const root = loadSource(uri, text, trail, outer);
  const sources = loadImports(root, host, trail, outer, dependencies);
  settle(sources, host, dependencies);
  const expects = compileExpects(root);
  reportImportedFaults(root, host);
  reportUsage(root, host);
  dependencies.delete(uri);
  return {
    uri,
    document: root.document,
    declarations: root.declarations.map(finish),
    lets: root.lets.map(({ name, place, cell, node }) => ({ name, place, value: cell(), documentation: node.documentation })),
    expects,
    visible: visibleIn(root),
    mentions: once(root.mentions, ({ place, target }) => `${keyOf(place)} ${target.uri} ${keyOf(target)}`).map(finishMention),
    dependencies: [...dependencies],
    findings: sorted(root),
  };
}

/** Compiles the expectations of the declarations, which is the last that they lack, and those at the top of the file. */
function compileExpects(root: Source): ResolvedExpect[] {
  for (const draft of root.declarations) {
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

function visibleIn(root: Source): ReadonlyMap<string, ResolvedDeclaration> {
  const visible = new Map<string, ResolvedDeclaration>();
  for (const names of [root.names, ...root.reach.map((source) => source.names), root.outer]) {
    for (const [name, meaning] of names) {
      if (meaning.type === "declaration" && !visible.has(name)) visible.set(name, finish(meaning));
    }
  }
  return visible;
}

function finishMention({ place, target, meaning }: DraftMention): Mention {
  return { place, target, declaration: meaning?.type === "declaration" ? finish(meaning) : undefined };
}

/** In the order of their places, each once. Of too many, errors stay before warnings. */
function sorted(root: Source): Finding[] {
  const own = root.findings.filter(({ place }) => place.uri === root.uri);
  const different = once(own, ({ code, message, place }) => `${code} ${keyOf(place)} ${message}`);
  const errorsFirst = [
    ...different.filter(({ severity }) => severity === "error"),
    ...different.filter(({ severity }) => severity !== "error"),
  ];
  return errorsFirst.slice(0, mostFindings).sort((left, right) => left.place.start - right.place.start || left.place.end - right.place.end);
}

function keyOf({ start, end }: { readonly start: number; readonly end: number }): string {
  return `${start}:${end}`;
}

function once<Thing>(things: readonly Thing[], key: (thing: Thing) => string): Thing[] {
  return [...new Map(things.map((thing) => [key(thing), thing] as const)).values()];
}
