/** Paths in expressions: lets, figures of declarations, measurements of plans. */

import { finding } from "../language/diagnostics";
import type { Scope } from "../language/units";
import type { Name, Path } from "../syntax";
import { placeOf, type Draft, type Meaning, type Report, type Source, DraftMention } from "./draft";
import { readScope } from "./evaluate";
import { convert, type Spread } from "./layout";
import { canSpread, isPlan, measurement } from "./plans";
import { candidates, lookup, mention, reportUnknownName, suggestionsFor } from "./names";
import { constant, type Operand } from "./operand";
import { didYouMean, replacements } from "./suggest";
import { walk, type FoundMetric, type FoundNumber, type Lost, type Walk } from "./walk";
import { phrase } from "../language/phrase";

/** Where a path stands. */
export interface PathContext {
  readonly source: Source;
  readonly report: Report;
  /** What the value is for; messages name it. */
  readonly subject: string;
  /** Whose value depends on what the path reaches. */
  readonly dependencies?: Set<Meaning>;
  /** Declaration whose own names come first: the one that an `expect` stands in. */
  readonly inside?: Draft;
  /** How to name a measurement; without it they cannot be used here. */
  readonly measure?: (found: FoundMetric, scope: Scope | undefined) => Operand;
  /** The scope that figures of machines and measurements take where none is written behind them. */
  readonly spread?: Scope | undefined;
}

/** The value of `path`; what it cannot find it reports. */
export function resolvePath(path: Path, context: PathContext): Operand | undefined {
  const { source, report, inside } = context;
  const [head] = path.names;
  if (!head || path.names.some((name) => name.missing)) return undefined;
  const scope = path.scope ? readScope(path.scope, context) : undefined;
  if (path.scope && !scope) return undefined;
  const meaning = lookup(source, head.text);
  if (inside) {
    const own = walk(inside, texts(path.names));
    const elsewhere = meaning !== undefined && own.end.type === "lost" && own.end.index === 0;
    if (!elsewhere) {
      mentionMembers(source, path.names, own.targets);
      return finish(own, path, 0, scope, context);
    }
  }
  if (!meaning) {
    if (context.measure && reportPlanless(path, head, source, report)) return undefined;
    reportUnknownName(source, head, report, (candidate) => path.names.length > 1 || candidate.type === "let");
    return undefined;
  }
  mention(source, head, meaning);
  context.dependencies?.add(meaning);
  switch (meaning.type) {
    case "broken":
      return undefined;
    case "let": {
      const value = meaning.cell();
      const second = path.names[1];
      if (second) {
        report(finding("unknown-property", placeOf(source, second), { owner: head.text, name: second.text, nearest: "" }));
        return undefined;
      }
      if (!value) return undefined;
      const label = scope ?? value.scope;
      if (value.scope && label !== value.scope) return reportScope(path, label, context);
      return constant(value.value, value.dimension, label, value.currency);
    }
    case "declaration": {
      const found = walk(meaning, texts(path.names.slice(1)));
      mentionMembers(source, path.names.slice(1), found.targets);
      return finish(found, path, 1, scope, context);
    }
  }
}

/** `tpot` outside of a plan: it is the measurement of one, and the plans that have it are known. */
function reportPlanless(path: Path, head: Name, source: Source, report: Report): boolean {
  const metric = texts(path.names).join(".");
  const plans = source.declarations.filter((draft) => isPlan(draft) && draft.name !== "" && measurement(draft, metric) !== undefined);
  const near = plans.slice(0, 2).map(({ name }) => `${name}.${metric}`);
  if (near.length === 0) return false;
  const last = path.names.at(-1) ?? head;
  const place = { ...placeOf(source, head), end: last.end };
  report(finding("unknown-name", place, { name: metric, nearest: didYouMean(near) }, { fixes: replacements(place, near) }));
  return true;
}

/** Remembers where the names of a path lead to. */
export function mentionMembers(source: Source, names: readonly Name[], targets: Walk["targets"]): void {
  for (const [index, name] of names.entries()) {
    const target = targets[index];
    if (target) source.mentions.push(new DraftMention(placeOf(source, name), target, undefined));
  }
}

/** Says at which name a path leads nowhere; `offset` names stand before the walk. */
export function reportLost(end: Lost, path: Path, offset: number, context: PathContext): undefined {
  const { source, report } = context;
  const lostNames = path.names.slice(end.index + offset);
  const [name] = lostNames;
  const last = lostNames.at(-1);
  if (!name || !last) return undefined;
  const rest = texts(lostNames).join(".");
  const whole = { ...placeOf(source, name), end: last.end };
  if (end.plan) {
    const lets = context.inside && path.names.length === 1 ? [...candidates(source, (each) => each.type === "let")] : [];
    const near = suggestionsFor(source, rest, [...end.candidates, ...lets]);
    const more = { fixes: replacements(whole, near) };
    report(finding("unknown-metric", whole, { plan: end.owner, name: rest, nearest: didYouMean(near) }, more));
    return undefined;
  }
  // A machine's totals have dots of their own: `hbm.capacty` is wrong as a whole.
  const dotted = end.unset || end.candidates.some((one) => one.startsWith(`${name.text}.`));
  const near = end.unset ? [] : suggestionsFor(source, dotted ? rest : name.text, end.candidates);
  const sentence = end.unset ? " It is not set there." : didYouMean(near);
  const place = dotted ? whole : placeOf(source, name);
  const values = { owner: end.owner, name: dotted ? rest : name.text, nearest: sentence };
  report(finding("unknown-property", place, values, { fixes: replacements(place, near) }));
  return undefined;
}

function finish({ end }: Walk, path: Path, offset: number, scope: Scope | undefined, context: PathContext): Operand | undefined {
  const { source, report, subject } = context;
  const place = placeOf(source, path);
  switch (end.type) {
    case "number":
      return spreadOver(end, scope, path, context);
    case "metric": {
      if (!context.measure) {
        const wanted = phrase`a figure that is known before a plan is computed`;
        report(finding("wrong-value", place, { property: subject, wanted, actual: phrase`a measurement of ${end.plan.name}` }));
        return undefined;
      }
      const { metric } = end;
      if (scope && !canSpread(metric, scope)) return reportScope(path, scope, context);
      return context.measure(end, scope ?? (metric.pool ? context.spread : undefined));
    }
    case "lost":
      return reportLost(end, path, offset, context);
    case "no-number":
      report(finding("wrong-value", place, { property: subject, wanted: phrase`a number`, actual: end.what }));
      return undefined;
    case "poisoned":
      return undefined;
  }
}

/** `CloudMatrix384.hbm.capacity per chip`: what stands for all of a machine, divided by its chips. */
function spreadOver(found: FoundNumber, asked: Scope | undefined, path: Path, context: PathContext): Operand | undefined {
  const { dimension, currency, basis, layout } = found;
  const implied = basis !== undefined && convertible(found, basis, context.spread) ? context.spread : undefined;
  const scope = asked ?? implied;
  if (scope === undefined || scope === found.scope) return constant(found.value, dimension, found.scope, currency);
  const value = basis === undefined ? undefined : convert(found.value, basis, scope, layout);
  return value === undefined ? reportScope(path, scope, context) : constant(value, dimension, scope, currency);
}

function convertible(found: FoundNumber, basis: Spread, scope: Scope | undefined): boolean {
  return scope !== undefined && convert(found.value, basis, scope, found.layout) !== undefined;
}

function reportScope(path: Path, scope: Scope | undefined, { source, report }: PathContext): undefined {
  const property = texts(path.names).join(".");
  report(finding("wrong-scope", placeOf(source, path.scope ?? path), { property, scope: scope ?? "", allowed: "" }));
  return undefined;
}

function texts(names: readonly Name[]): string[] {
  return names.map((name) => name.text);
}
