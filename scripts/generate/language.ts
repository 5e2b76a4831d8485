/** docs/language.md: a hand-written introduction, then the reference of everything in the tables. */

import { bases, type Dimension, describeDimension, none, sameDimension } from "../../server/src/language/dimensions";
import { formatFigure } from "../../server/src/language/figures";
import { metricsOf } from "../../server/src/language/metrics";
import { type BlockSchema, type Bounds, type Choice, kinds, type PropertySchema, type ValueType } from "../../server/src/language/schema";
import { scopes, type Unit, units } from "../../server/src/language/units";
import { functions, keywords, scopeWords } from "../../server/src/language/words";
import { code, paragraphs, table } from "./markdown";
import { either, inEnglish } from "../../server/src/language/phrase";

export function languageManual(introduction: string): string {
  return `${paragraphs([
    introduction.trimEnd(),
    "# Reference",
    `Kinds: ${kinds.map((kind) => `[${kind.name}](#${kind.name})`).join(", ")}. Then [units](#units), [scopes](#scopes), [functions](#functions), [keywords](#keywords) and [measurements](#measurements).`,
    ...kinds.map((kind) => block(kind, kind.name, 2)),
    "## Units",
    "A unit follows its number, with or without a blank. Any unit over any unit of time, or over tokens, is a unit too: `GB/s`, `tokens/s`, `J/token`.",
    unitTable(),
    "## Scopes",
    "A figure can be spread: `392 GB/s per chip`. CMX converts between scopes from the layout of the machine and the plan.",
    table(
      ["scope", "meaning"],
      scopes.map((scope) => [code(`per ${scope}`), scopeWords[scope]]),
    ),
    "## Functions",
    table(
      ["function", "meaning"],
      functions.map((word) => [code(word.name), word.documentation]),
    ),
    "## Keywords",
    table(
      ["keyword", "meaning"],
      keywords.map((word) => [code(word.name), word.documentation]),
    ),
    "## Measurements",
    "In `expect`, `sweep`, `search` and the JSON report. A figure that is spread over a pool can be asked for `per chip`: it is divided by the chips of its pool.",
    "### Of a serving plan",
    metricTable("serve"),
    "### Of a training plan",
    metricTable("train"),
  ])}\n`;
}

function block(schema: BlockSchema, path: string, depth: number): string {
  const heading = `${"#".repeat(Math.min(depth, 6))} ${path}`;
  const notes = [
    schema.named ? `Carries a name and may stand several times: ${code(`${schema.name} NAME { … }`)}.` : "",
    schema.required && depth > 2 ? "Required." : "",
    schema.allowsExpect ? "May hold `expect`." : "",
    schema.allowsVary ? "Holds one `vary` or more." : "",
  ].filter((note) => note.length > 0);
  return paragraphs([
    heading,
    [schema.documentation, ...notes].join(" "),
    schema.properties.length > 0 ? propertyTable(schema.properties) : "",
    ...schema.properties.map(choiceList),
    ...schema.blocks.map((inner) => block(inner, `${path}.${inner.name}`, depth + 1)),
  ]);
}

function propertyTable(properties: readonly PropertySchema[]): string {
  return table(
    ["property", "wants", "default", "example", "meaning"],
    properties.map((property) => [
      code(property.name),
      wants(property.value),
      property.default === undefined ? (property.required ? "required" : "–") : asDefault(property.default),
      code(property.example),
      property.documentation,
    ]),
  );
}

/** A default in parentheses is words, anything else source text. */
function asDefault(text: string): string {
  return text.startsWith("(") ? text.slice(1, -1) : code(text);
}

function wants(value: ValueType): string {
  switch (value.type) {
    case "quantity": {
      const dimensions = [value.dimension, ...(value.alternatives ?? [])].map(describeDimension);
      const words = (value.words ?? []).map((word) => code(word.name));
      return [
        inEnglish(either([...dimensions, ...words])),
        value.bounds ? range(value.bounds, value.dimension) : "",
        value.scope ? `per ${value.scope} unless it says otherwise` : "",
        value.list ? `or a list, one for each ${value.list}` : "",
      ]
        .filter((part) => part.length > 0)
        .join(", ");
    }
    case "choice":
    case "text":
      return (
        namesOf(value)
          .map((choice) => code(value.type === "text" ? `"${choice.name}"` : choice.name))
          .join(", ") || "a text in quotes"
      );
    case "reference":
      return `the name of a ${value.to.join(" or ")}`;
    case "fabric":
      return "the name of a fabric of the machine";
    case "metric":
      return "a measurement of the plan";
  }
}

/** Beyond this a bound only guards against slips, and is not worth a reader's time. */
const practicallyUnbounded = 1e15;

function range(bounds: Bounds, dimension: Dimension): string {
  const figure = (value: number) => formatFigure(value, dimension);
  const max = bounds.max !== undefined && bounds.max < practicallyUnbounded ? bounds.max : undefined;
  const whole = bounds.integer ? "whole, " : "";
  if (bounds.min === undefined) return whole + (max === undefined ? "any" : `up to ${figure(max)}`);
  if (bounds.aboveMin && bounds.min === 0 && max === undefined) return `${whole}positive`;
  if (bounds.aboveMin) return `${whole}above ${figure(bounds.min)}${max === undefined ? "" : `, up to ${figure(max)}`}`;
  return whole + (max === undefined ? `${figure(bounds.min)} or more` : `${figure(bounds.min)} to ${figure(max)}`);
}

function namesOf(value: ValueType): readonly Choice[] {
  if (value.type === "choice") return value.choices;
  if (value.type === "text") return value.choices ?? [];
  return value.type === "quantity" ? (value.words ?? []) : [];
}

function choiceList(property: PropertySchema): string {
  const names = namesOf(property.value);
  if (names.length === 0) return "";
  return [`Values of ${code(property.name)}:`, "", ...names.map((choice) => `- ${code(choice.name)}: ${choice.documentation}`)].join("\n");
}

function unitTable(): string {
  const dimensions: Dimension[] = [];
  for (const unit of units) if (!dimensions.some((known) => sameDimension(known, unit.dimension))) dimensions.push(unit.dimension);
  return table(
    ["for", "units"],
    dimensions.map((dimension) => [
      sameDimension(dimension, none)
        ? "a plain number (`K` to `T` where the property is a count)"
        : inEnglish(describeDimension(dimension)),
      units
        .filter((unit) => sameDimension(unit.dimension, dimension))
        .map((unit) => code(unit.name) + worth(unit))
        .join(", "),
    ]),
  );
}

/** What one of it is, where the name does not say so. */
function worth(unit: Unit): string {
  const isBase = unit.factor === 1 || unit.currency !== undefined;
  if (isBase || bases.every((base) => (unit.dimension[base] ?? 0) === 0)) return isBase ? "" : ` (${unit.factor.toLocaleString("en-US")})`;
  const figure = formatFigure(unit.factor, unit.dimension);
  return figure === `1 ${unit.name}` || figure === `1 ${unit.name.replace("us", "µs")}` ? "" : ` (${figure})`;
}

function metricTable(plan: "serve" | "train"): string {
  return table(
    ["name", "is", "spread over", "meaning"],
    metricsOf(plan).map((metric) => [
      code(metric.name),
      inEnglish(describeDimension(metric.dimension)),
      metric.pool === undefined ? "–" : metric.pool === "plan" ? "the plan's chips" : `the ${metric.pool} pool`,
      metric.documentation,
    ]),
  );
}
