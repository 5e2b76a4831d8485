/** `vary decode.batch = 8..128 step 8`: the number of the plan that is meant, and the values that it takes. */

import { finding } from "../language/diagnostics";
import { formatCount, formatFigure } from "../language/figures";
import { findProperty, type PropertySchema } from "../language/schema";
import { findUnit } from "../language/units";
import type { Expression, List, Range, Vary } from "../syntax";
import { placeOf, type Draft, type DraftBlock, type Report } from "./draft";
import { evaluate } from "./evaluate";
import { suggestionsFor } from "./names";
import { constant, describe, isPlain, mismatch, scopesClash, type Operand } from "./operand";
import { mentionMembers, resolvePath } from "./paths";
import { fabricsOf } from "./plans";
import { countPoints, mostPoints, points, type Progression } from "./points";
import type { ResolvedNumber, ResolvedVary } from "./program";
import { numberFor, type QuantityType } from "./quantity";
import { cellIn, referenceIn, usualUnit } from "./read";
import { didYouMean, replacements } from "./suggest";
import { normaliserOf } from "./values";
import { walk } from "./walk";

/** The number that a path means: whose it is, and what it may be. */
interface Varied {
  readonly owner: Draft;
  readonly block: DraftBlock;
  readonly schema: PropertySchema;
  readonly type: QuantityType;
}

/** Resolves the vary lines of a sweep or a search; their points are multiplied, and bounded. */
export function resolveVaries(draft: Draft): ResolvedVary[] {
  const plan = referenceIn(draft.block, "plan");
  if (!plan) return [];
  let product = 1;
  return draft.varies.flatMap((node) => {
    const varied = find(node, plan, draft);
    if (!varied || node.values.kind === "missing") return [];
    const progression = node.values.kind === "range" ? readRange(node.values, varied, draft) : undefined;
    const count = node.values.kind === "list" ? node.values.elements.length : progression ? countPoints(progression.values) : 0;
    product *= Math.max(1, count);
    if (product > mostPoints) {
      report(draft)(
        finding("range-too-long", placeOf(draft.source, node.values), { count: formatCount(product), limit: formatCount(mostPoints) }),
      );
      product = 1;
      return [];
    }
    const values =
      node.values.kind === "list" ? readList(node.values, varied, draft) : progression ? listPoints(progression, varied, draft) : [];
    const path = node.path.names.map(({ text }) => text);
    return [{ path, place: placeOf(draft.source, node), property: varied.schema, values }];
  });
}

function report(draft: Draft): Report {
  return (problem) => draft.source.findings.push(problem);
}

function find(node: Vary, plan: Draft, draft: Draft): Varied | undefined {
  const { names } = node.path;
  const [first] = names;
  const last = names.at(-1);
  if (!first || !last || names.some((name) => name.missing)) return undefined;
  const words = names.map(({ text }) => text);
  const { source } = draft;
  mentionMembers(source, names, walk(plan, words).targets);
  const found = descend(plan, words);
  if ("type" in found) return found;
  if (plan.incomplete) return undefined;
  const near = suggestionsFor(source, words.join("."), found.candidates);
  const place = { uri: source.uri, start: first.start, end: last.end };
  const values = { plan: plan.name, path: words.join("."), nearest: didYouMean(near) };
  report(draft)(finding("unknown-path", place, values, { fixes: replacements(place, near) }));
  return undefined;
}

/** Follows the words through blocks and references to a number, which need not be set. */
function descend(plan: Draft, words: readonly string[]): Varied | { readonly candidates: readonly string[] } {
  let owner = plan;
  let block = plan.block;
  for (const [index, word] of words.entries()) {
    const prefix = words.slice(0, index);
    const nowhere = { candidates: numbersIn(block).map((name) => [...prefix, name].join(".")) };
    const schema = findProperty(block.schema, word);
    if (schema?.value.type === "quantity") return index === words.length - 1 ? { owner, block, schema, type: schema.value } : nowhere;
    if (schema) {
      const target = referenceIn(block, word);
      if (!target) return nowhere;
      owner = target;
      block = target.block;
      continue;
    }
    const inner: DraftBlock | undefined =
      block.blocks.get(word) ?? (block === owner.block ? fabricsOf(owner).find(({ name }) => name === word) : undefined);
    if (!inner) return nowhere;
    block = inner;
  }
  return { candidates: numbersIn(block).map((name) => [...words, name].join(".")) };
}

/** Numbers of a block and of the blocks right inside. */
function numbersIn(block: DraftBlock): string[] {
  const own = ({ schema }: DraftBlock) => schema.properties.filter(({ value }) => value.type === "quantity").map(({ name }) => name);
  return [...own(block), ...[...block.blocks].flatMap(([key, inner]) => own(inner).map((name) => `${key}.${name}`))];
}

/** A value of the line: a plain number takes the unit and the scope that the plan's own number has. */
function read(expression: Expression, varied: Varied, draft: Draft): Operand | undefined {
  const { source } = draft;
  const { schema, type } = varied;
  const context = { source, report: report(draft), subject: schema.name, dependencies: draft.dependencies };
  const operand = evaluate(expression, type.dimension, { ...context, path: (path) => resolvePath(path, context) });
  if (operand?.compiled.type !== "constant") return undefined;
  const { value, dimension } = operand.compiled;
  const current = cellIn(varied.block, schema.name);
  const set = current?.type === "number" ? current : undefined;
  if (!isPlain(dimension) || isPlain(type.dimension)) return operand;
  const unit = findUnit(set?.unit ?? usualUnit(schema) ?? "", type.dimension);
  return unit ? constant(value * unit.factor, set?.dimension ?? unit.dimension, operand.scope ?? set?.scope, unit.currency) : operand;
}

function readList(list: List, varied: Varied, draft: Draft): ResolvedNumber[] {
  if (list.elements.length === 0) {
    const values = { property: varied.schema.name, wanted: "one value or more", actual: "an empty list" };
    report(draft)(finding("wrong-value", placeOf(draft.source, list), values));
  }
  return list.elements.flatMap((element) => {
    const operand = read(element, varied, draft);
    const number = operand && check(operand, element, varied, draft);
    return number ? [number] : [];
  });
}

interface ReadRange {
  readonly node: Range;
  readonly values: Progression;
  /** Dimension, scope and currency of its points. */
  readonly like: Operand;
}

function readRange(range: Range, varied: Varied, draft: Draft): ReadRange | undefined {
  const ends = [range.from, range.to, ...(range.step ? [range.step] : [])];
  const operands = ends.map((end) => read(end, varied, draft));
  const [from, to] = operands;
  const step = range.step ? operands[2] : from && stepOfOne(varied, draft);
  if (!from || !to || !step) return undefined;
  for (const [index, other] of [to, step].entries()) {
    const same = isSame(from, other);
    if (same) continue;
    report(draft)(mismatch(from, other, "ends of one range", placeOf(draft.source, ends[index + 1] ?? range)));
    return undefined;
  }
  const values: Progression = { from: valueOf(from), to: valueOf(to), step: range.doubling ? "doubling" : valueOf(step) };
  if (countPoints(values) === 0) {
    const show = (operand: Operand) => formatFigure(valueOf(operand), operand.compiled.dimension, operand.currency);
    const words = { from: show(from), to: show(to), step: range.doubling ? "doubling" : `step ${show(step)}` };
    report(draft)(finding("empty-range", placeOf(draft.source, range), words));
    return undefined;
  }
  const [first, second] = [from, to, step].map(({ scope }) => scope).filter((scope) => scope !== undefined);
  return { node: range, values, like: { ...from, scope: first ?? second } };
}

/** Without a step a range goes up by one, in the unit of the plan's own number. */
function stepOfOne(varied: Varied, draft: Draft): Operand | undefined {
  const one: Expression = { kind: "quantity", start: 0, end: 0, number: { start: 0, end: 0 }, value: 1, unit: undefined, scope: undefined };
  return read(one, varied, draft);
}

function isSame(left: Operand, right: Operand): boolean {
  return describe({ ...left, scope: undefined }) === describe({ ...right, scope: undefined }) && !scopesClash(left.scope, right.scope);
}

function listPoints({ node, values, like }: ReadRange, varied: Varied, draft: Draft): ResolvedNumber[] {
  const numbers: ResolvedNumber[] = [];
  for (const [index, value] of points(values).entries()) {
    const { dimension } = like.compiled;
    const number = check(constant(value, dimension, like.scope, like.currency), index === 0 ? node.from : node.to, varied, draft);
    // One message for a range, not one for each point.
    if (!number) return [];
    numbers.push({ ...number, place: placeOf(draft.source, node) });
  }
  return numbers;
}

function check(operand: Operand, expression: Expression, { owner, block, schema, type }: Varied, draft: Draft): ResolvedNumber | undefined {
  const written = { schema, type, expression, source: draft.source, report: report(draft) };
  return numberFor(operand, written, normaliserOf(owner, block));
}

function valueOf({ compiled }: Operand): number {
  return compiled.type === "constant" ? compiled.value : Number.NaN;
}
