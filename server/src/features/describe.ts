/** Properties, units and figures in words, for hover and completion alike. All of it comes from the tables. */

import { describeDimension, sameDimension } from "../language/dimensions";
import { formatFigure, formatPercent } from "../language/figures";
import type { Choice, PropertySchema, ValueType } from "../language/schema";
import { type Unit, units } from "../language/units";
import type { ResolvedValue } from "../semantics/program";
import { either, type Filling, type Phrase, phrase, phraseOf, stacked } from "../language/phrase";

/** Markdown: what the property means, what it wants, and what holds without it. */
export function describeProperty(property: PropertySchema): Filling {
  const wants = phrase`Wants ${describeWanted(property.value)}.`;
  const wanted = property.default
    ? phrase`${wants} Default: ${defaultOf(property.default)}.`
    : property.required
      ? phrase`${wants} Required.`
      : wants;
  const lists = choicesOf(property.value).map((choice) => phrase`- \`${choice.name}\`: ${phraseOf(choice.documentation)}`);
  const list = lists.reduce<Filling>((above, line) => (above === "" ? line : phrase`${above}\n${line}`), "");
  const example = lists.length > 0 ? "" : phrase`Example: ${`\`${property.name} = ${property.example}\``}`;
  return stacked([phraseOf(property.documentation), wanted, list, example]);
}

/** What a property wants, in words: "a bandwidth per chip", "one of gqa, mha and mla". */
export function describeWanted(value: ValueType): Filling {
  switch (value.type) {
    case "quantity": {
      const dimensions = [value.dimension, ...(value.alternatives ?? [])].map(describeDimension);
      const named = (value.words ?? []).map((word) => `\`${word.name}\``);
      const wanted = either([...dimensions, ...named]);
      const scoped = value.scope ? phrase`${wanted}, per ${value.scope} unless it says otherwise` : wanted;
      return value.list ? phrase`${scoped}; a list gives one for each ${phraseOf(value.list)}` : scoped;
    }
    case "choice":
      return phrase`one of these names`;
    case "text":
      return value.choices ? phrase`one of these texts` : phrase`a text in quotes`;
    case "reference":
      return phrase`the name of a ${either(value.to)}`;
    case "fabric":
      return phrase`the name of a fabric of the machine`;
    case "metric":
      return phrase`a measurement of the plan`;
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
export function describeUnit(unit: Unit): Phrase {
  const base = units.find((candidate) => candidate.factor === 1 && sameDimension(candidate.dimension, unit.dimension));
  const worth = base
    ? `${unit.factor.toLocaleString("en-US", { maximumFractionDigits: 12 })} ${base.name}`
    : formatFigure(unit.factor, unit.dimension);
  const trivial = unit.factor === 1 || unit.countSuffix || unit.name === "%" || unit.currency !== undefined;
  const meaning = phraseOf(unit.documentation);
  return trivial ? meaning : phrase`${meaning} 1 ${unit.name} is ${worth}.`;
}

/** What holds without a value: source text, or words in parentheses. */
export function defaultOf(text: string): Filling {
  return text.startsWith("(") ? phraseOf(text.replace(/^\(|\)$/g, "")) : `\`${text}\``;
}

/** What holds without a value; words stay in their parentheses. */
export function parenthesised(text: string): Filling {
  return text.startsWith("(") ? phrase`(${phraseOf(text.replace(/^\(|\)$/g, ""))})` : text;
}
