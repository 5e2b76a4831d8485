/** Values that are words: choices, texts, references, fabrics, measurements. */

import { finding } from "../language/diagnostics";
import type { Choice, PropertySchema } from "../language/schema";
import type { Expression, Name } from "../syntax";
import { declaredAt, placeOf, type Cell, type Meaning, type ValueContext, DraftMention } from "./draft";
import { readScope } from "./evaluate";
import { newWorkload } from "./insertion";
import { lookup, mention, ofKinds, reportUnknownName, suggest, suggestionsFor } from "./names";
import { canSpread, fabricsOf, isPlan, measurement, measurementsOf } from "./plans";
import { referenceIn } from "./read";
import { didYouMean, replacements } from "./suggest";
import { either, listed, type Phrase, phrase } from "../language/phrase";

export function evaluateChoice(
  schema: PropertySchema,
  choices: readonly Choice[],
  expression: Expression,
  context: ValueContext,
): Cell | undefined {
  const { source, report } = context;
  const names = choices.map(({ name }) => name);
  const name = singleName(expression);
  if (!name) return wrongValue(schema, phrase`one of ${listed(names)}`, expression, context);
  if (names.includes(name.text)) return { type: "word", word: name.text, place: placeOf(source, expression) };
  const { nearest, more } = suggest(source, name, names);
  const values = { property: schema.name, choices: listed(names), name: name.text, nearest };
  report(finding("unknown-choice", placeOf(source, name), values, more));
  return undefined;
}

export function evaluateText(
  schema: PropertySchema,
  choices: readonly Choice[] | undefined,
  expression: Expression,
  context: ValueContext,
): Cell | undefined {
  const { source, report } = context;
  if (expression.kind !== "string") return wrongValue(schema, phrase`a text in quotes`, expression, context);
  if (expression.missing) return undefined;
  const place = placeOf(source, expression);
  if (!choices || choices.some(({ name }) => name === expression.value)) return { type: "text", text: expression.value, place };
  const names = choices.map(({ name }) => name);
  const near = suggestionsFor(source, expression.value, names);
  const fixes = replacements(
    place,
    near.map((name) => `"${name}"`),
  );
  const values = { property: schema.name, choices: listed(names), name: expression.value, nearest: didYouMean(near) };
  report(finding("unknown-choice", place, values, { fixes }));
  return undefined;
}

export function evaluateReference(
  schema: PropertySchema,
  to: Extract<PropertySchema["value"], { readonly type: "reference" }>["to"],
  expression: Expression,
  context: ValueContext,
): Cell | undefined {
  const { source, draft, report } = context;
  const wanted = either(to);
  const name = singleName(expression);
  if (!name) return wrongValue(schema, phrase`the name of a ${wanted}`, expression, context);
  const meaning = lookup(source, name.text);
  if (!meaning) {
    reportUnknownName(source, name, report, ofKinds(to), to.includes("workload") ? [newWorkload(source, name.text)] : []);
    return undefined;
  }
  mention(source, name, meaning);
  draft.dependencies.add(meaning);
  if (meaning.type === "broken") return undefined;
  if (meaning.type === "declaration" && to.includes(meaning.kind)) {
    return { type: "reference", target: meaning, place: placeOf(source, expression) };
  }
  const values = { name: name.text, actual: kindOf(meaning), property: schema.name, wanted };
  report(finding("wrong-kind", placeOf(source, name), values, { related: declaredAt(meaning.place, name.text) }));
  return undefined;
}

export function evaluateFabric(schema: PropertySchema, expression: Expression, context: ValueContext): Cell | undefined {
  const { source, draft, report } = context;
  const name = singleName(expression);
  if (!name) return wrongValue(schema, phrase`the name of a fabric`, expression, context);
  const machine = referenceIn(draft.block, "on");
  // Without a machine nobody knows its fabrics; that it is missing is said elsewhere.
  if (!machine) return undefined;
  const fabrics = fabricsOf(machine);
  const fabric = fabrics.find((candidate) => candidate.name === name.text);
  if (fabric) {
    source.mentions.push(new DraftMention(placeOf(source, name), fabric.place, undefined));
    return { type: "word", word: name.text, place: placeOf(source, expression) };
  }
  if (machine.incomplete) return undefined;
  const names = fabrics.flatMap((candidate) => (candidate.name ? [candidate.name] : []));
  const { nearest, more } = suggest(source, name, names);
  report(finding("unknown-fabric", placeOf(source, name), { machine: machine.name, name: name.text, nearest }, more));
  return undefined;
}

export function evaluateMetric(schema: PropertySchema, expression: Expression, context: ValueContext): Cell | undefined {
  const { source, draft, report } = context;
  if (expression.kind !== "path") return wrongValue(schema, phrase`a measurement of the plan`, expression, context);
  if (expression.names.some((name) => name.missing)) return undefined;
  const scope = expression.scope ? readScope(expression.scope, context) : undefined;
  const plan = referenceIn(draft.block, "plan");
  if ((expression.scope && !scope) || !plan || !isPlan(plan)) return undefined;
  const name = expression.names.map(({ text }) => text).join(".");
  const metric = measurement(plan, name);
  const [first] = expression.names;
  const last = expression.names.at(-1);
  if (!metric) {
    const near = suggestionsFor(
      source,
      name,
      measurementsOf(plan).map((each) => each.name),
    );
    const place = { uri: source.uri, start: first?.start ?? expression.start, end: last?.end ?? expression.end };
    const more = { fixes: replacements(place, near) };
    report(finding("unknown-metric", place, { plan: plan.name, name, nearest: didYouMean(near) }, more));
    return undefined;
  }
  if (scope && !canSpread(metric, scope)) {
    report(finding("wrong-scope", placeOf(source, expression.scope ?? expression), { property: name, scope, allowed: "" }));
    return undefined;
  }
  return { type: "metric", metric, scope, place: placeOf(source, expression) };
}

/** The one word that an expression is, if it is one. */
export function singleName(expression: Expression): Name | undefined {
  const alone = expression.kind === "path" && expression.names.length === 1 && !expression.scope;
  return alone ? expression.names[0] : undefined;
}

function wrongValue(schema: PropertySchema, wanted: Phrase, expression: Expression, { source, report }: ValueContext): undefined {
  // A path that breaks off has been reported by the parser.
  if (expression.kind === "path" && expression.names.some((name) => name.missing)) return undefined;
  report(finding("wrong-value", placeOf(source, expression), { property: schema.name, wanted, actual: sortOf(expression) }));
  return undefined;
}

function sortOf(expression: Expression): Phrase {
  switch (expression.kind) {
    case "quantity":
      return phrase`a number`;
    case "string":
      return phrase`a text`;
    case "list":
      return phrase`a list`;
    case "path":
      return expression.scope ? phrase`a scope` : phrase`a path`;
    default:
      return phrase`an expression`;
  }
}

function kindOf(meaning: Meaning): string {
  return meaning.type === "declaration" ? meaning.kind : "let";
}
