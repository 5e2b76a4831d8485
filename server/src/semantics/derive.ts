/** `chip X : Y { … }`: starts from all of Y. Bases are followed without recursion, so their number cannot exhaust the stack. */

import { finding } from "../language/diagnostics";
import { declaredAt, placeOf, type Draft, DraftMention } from "./draft";
import { readConfiguration } from "./config";
import { readTrace } from "./trace";
import { candidates, lookup, mention, ofKinds, suggest } from "./names";
import { mergeBlock } from "./merge";
import type { Host } from "./program";
import { phrase } from "../language/phrase";
import type { Surroundings } from "./settle";

/** Every generation inherits all that the ones before it gathered; nobody needs so many. */
const mostGenerations = 20;

/** Gives every draft its block. */
export function deriveAll(drafts: readonly Draft[], surroundings: Surroundings): void {
  for (const draft of drafts) {
    if (draft.state !== "new") continue;
    if (!draft.node.base) {
      draft.state = "following";
      build(draft, surroundings);
      continue;
    }
    const line: Draft[] = [];
    let current: Draft | undefined = draft;
    while (current?.state === "new") {
      current.state = "following";
      line.push(current);
      current = findBase(current);
    }
    if (current?.state === "following") breakCircle(line.slice(line.indexOf(current)));
    for (const each of line.toReversed()) build(each, surroundings);
  }
}

function findBase(draft: Draft): Draft | undefined {
  const { source, kind } = draft;
  const { base } = draft.node;
  if (!base || base.missing) return undefined;
  const meaning = lookup(source, base.text);
  if (meaning) {
    mention(source, base, meaning);
    draft.dependencies.add(meaning);
  }
  if (meaning?.type === "declaration" && meaning.kind === kind) {
    draft.base = meaning;
    return meaning;
  }
  draft.incomplete = true;
  const place = placeOf(source, base);
  if (!meaning) {
    const { nearest, more } = suggest(source, base, candidates(source, ofKinds([kind])));
    source.findings.push(finding("unknown-base", place, { kind, name: base.text, nearest }, more));
  } else if (meaning.type !== "broken") {
    const actual = meaning.type === "declaration" ? meaning.kind : "let";
    source.findings.push(
      finding("base-of-another-kind", place, { name: base.text, actual, kind }, { related: declaredAt(meaning.place, base.text) }),
    );
  }
  return undefined;
}

/** Every one of the circle loses what it would have started from; the first one says so. */
function breakCircle(circle: readonly Draft[]): void {
  const [first] = circle;
  if (!first) return;
  const cycle = [...circle, first].map(({ name }) => name).join(" → ");
  const place = placeOf(first.source, first.node.base ?? first.node.name);
  const related = circle.slice(1).flatMap((each) => declaredAt(each.place, each.name));
  first.source.findings.push(finding("base-cycle", place, { name: first.name, cycle }, { related }));
  for (const each of circle) each.incomplete = true;
  const last = circle.at(-1);
  if (last) last.base = undefined;
}

function build(draft: Draft, { host, dependencies, carrier }: Surroundings): void {
  const { node, source, schema, name, place } = draft;
  if (draft.base) {
    draft.generation = draft.base.generation + 1;
    draft.incomplete ||= draft.base.incomplete;
    if (draft.generation > mostGenerations) {
      const where = placeOf(source, node.base ?? node.name);
      source.findings.push(finding("too-many-steps", where, { what: phrase`The base of ${name}`, limit: mostGenerations }));
      draft.base = undefined;
      draft.generation = 0;
      draft.incomplete = true;
    }
  }
  const taken = carrier?.take(draft);
  draft.trace = draft.base?.trace;
  const base = () => recorded(draft, draft.base?.block ?? configured(draft, host, dependencies), host, dependencies);
  draft.merge(() => mergeBlock({ draft, schema, name, place, label: name, taken, base: base(), tree: node.block }));
  if (!taken) void draft.block;
  draft.state = "derived";
}

/** What `from "config.json"` gives, as a block to start from. */
function configured(draft: Draft, host: Host, dependencies: Set<string>): Draft["block"] | undefined {
  const { node, source, schema, name } = draft;
  const { from } = node;
  if (!from || from.missing) return undefined;
  const place = placeOf(source, from);
  if (!schema.allowsFrom) {
    source.findings.push(finding("not-allowed-here", place, { what: "from", owner: schema.name }));
    return undefined;
  }
  const { block, findings, uri } = readConfiguration(from, source, host);
  dependencies.add(uri);
  source.findings.push(...findings);
  if (!block) {
    draft.incomplete = true;
    return undefined;
  }
  source.mentions.push(new DraftMention(place, { uri, start: 0, end: 0 }, undefined));
  return { ...mergeBlock({ draft, schema, base: undefined, tree: block, name, place, label: name }), braces: undefined };
}

/** What a trace gives lies over the base, and under what the text says itself. */
function recorded(draft: Draft, base: Draft["block"] | undefined, host: Host, dependencies: Set<string>): Draft["block"] | undefined {
  const { node, source, schema, name } = draft;
  const own = draft.kind === "workload" ? node.block.members.filter((member) => member.kind === "property") : [];
  const path = own.find(({ key }) => key.text === "trace")?.value;
  if (path?.kind !== "string" || path.missing) return base;
  const place = placeOf(source, path);
  const closed = own.some(({ key }) => key.text === "concurrency") || base?.properties.has("concurrency") === true;
  const { block, summary, findings, uri } = readTrace(path, source, host, { closed });
  dependencies.add(uri);
  source.findings.push(...findings);
  if (!block) {
    draft.incomplete = true;
    return base;
  }
  draft.trace = summary;
  source.mentions.push(new DraftMention(place, { uri, start: 0, end: 0 }, undefined));
  return { ...mergeBlock({ draft, schema, base, tree: block, name, place, label: name }), braces: undefined };
}
