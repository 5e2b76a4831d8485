/** Properties, units and figures in words, for hover and completion alike. All of it comes from the tables. */

import { describeDimension, sameDimension } from "../language/dimensions";
import { formatFigure, formatPercent } from "../language/figures";
import type { Choice, PropertySchema, ValueType } from "../language/schema";
import { type Unit, units } from "../language/units";
import type { ResolvedValue } from "../semantics/program";

/** Markdown: what the property means, what it wants, and what holds without it. */
export function describeProperty(property: PropertySchema): string {
  const wants = `Wants ${describeWanted(property.value)}.`;
  const absent = property.default ? ` Default: ${code(property.default)}.` : property.required ? " Required." : "";
  const lists = choicesOf(property.value).map((choice) => `- \`${choice.name}\`: ${choice.documentation}`);
  const paragraphs = [
    property.documentation,
    wants + absent,
    lists.join("\n"),
    lists.length > 0 ? "" : `Example: \`${property.name} = ${property.example}\``,
  ];
  return paragraphs.filter((paragraph) => paragraph.length > 0).join("\n\n");
}

/** What a property wants, in words: "a bandwidth per chip", "one of gqa, mha and mla". */
export function describeWanted(value: ValueType): string {
  switch (value.type) {
    case "quantity": {
      const dimensions = [value.dimension, ...(value.alternatives ?? [])].map(describeDimension);
      const words = (value.words ?? []).map((word) => `\`${word.name}\``);
      const each = value.list ? `; a list gives one for each ${value.list}` : "";
      const scope = value.scope ? `, per ${value.scope} unless it says otherwise` : "";
      return `${[...dimensions, ...words].join(" or ")}${scope}${each}`;
    }
    case "choice":
      return "one of these names";
    case "text":
      return value.choices ? "one of these texts" : "a text in quotes";
    case "reference":
      return `the name of a ${value.to.join(" or ")}`;
    case "fabric":
      return "the name of a fabric of the machine";
    case "metric":
      return "a measurement of the plan";
  }
}

/** The names that may stand as the value. */
export function choicesOf(value: ValueType): readonly Choice[] {
  if (value.type === "choice") return value.choices;
  if (value.type === "text") return value.choices ?? [];
  return value.type === "quantity" ? (value.words ?? []) : [];
}

/** A resolved value the way a person writes it: `128 GB per chip`, `DeepSeekR1`. */
export function describeValue(value: ResolvedValue): string {
  switch (value.type) {
    case "number":
      if (value.unit === "%") return formatPercent(value.value);
      return formatFigure(value.value, value.dimension, value.currency) + (value.scope ? ` per ${value.scope}` : "");
    case "numbers":
      return `[${value.values.map((one) => formatFigure(one, value.dimension)).join(", ")}]`;
    case "word":
      return value.word;
    case "text":
      return `"${value.text}"`;
    case "reference":
      return value.target.name;
    case "metric":
      return value.metric.name + (value.scope ? ` per ${value.scope}` : "");
  }
}

/** Markdown: what a unit means and what it is worth. */
export function describeUnit(unit: Unit): string {
  const base = units.find((candidate) => candidate.factor === 1 && sameDimension(candidate.dimension, unit.dimension));
  const worth = base
    ? `${unit.factor.toLocaleString("en-US", { maximumFractionDigits: 12 })} ${base.name}`
    : formatFigure(unit.factor, unit.dimension);
  const trivial = unit.factor === 1 || unit.countSuffix || unit.name === "%" || unit.currency !== undefined;
  return `${unit.documentation}${trivial ? "" : ` 1 ${unit.name} is ${worth}.`}`;
}

function code(text: string): string {
  return text.startsWith("(") ? text.replace(/^\(|\)$/g, "") : `\`${text}\``;
}
