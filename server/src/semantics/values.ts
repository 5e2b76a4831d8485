/** The value of a property, by what the schema says it may be. */

import { finding } from "../language/diagnostics";
import type { PropertySchema } from "../language/schema";
import type { Expression, Path } from "../syntax";
import { placeOf, type Cell, type Draft, type DraftBlock, type ValueContext } from "./draft";
import { evaluate } from "./evaluate";
import { convert, layoutOf, withLinks } from "./layout";
import { resolvePath } from "./paths";
import { isMachine } from "./plans";
import { type Normalise, numberFor, numbersOf, type QuantityType } from "./quantity";
import { evaluateChoice, evaluateFabric, evaluateMetric, evaluateReference, evaluateText, singleName } from "./words";
import { phrase, phraseOf } from "../language/phrase";

/** The value, or undefined after an error, which has been reported. */
export function evaluateValue(schema: PropertySchema, expression: Expression, context: ValueContext): Cell | undefined {
  if (expression.kind === "missing") return undefined;
  switch (schema.value.type) {
    case "quantity":
      return evaluateQuantity(schema, schema.value, expression, context);
    case "choice":
      return evaluateChoice(schema, schema.value.choices, expression, context);
    case "text":
      return evaluateText(schema, schema.value.choices, expression, context);
    case "reference":
      return evaluateReference(schema, schema.value.to, expression, context);
    case "fabric":
      return evaluateFabric(schema, expression, context);
    case "metric":
      return evaluateMetric(schema, expression, context);
  }
}

function evaluateQuantity(schema: PropertySchema, type: QuantityType, expression: Expression, context: ValueContext): Cell | undefined {
  const { source, draft, block, report } = context;
  const place = placeOf(source, expression);
  const word = type.words && singleName(expression);
  if (word && type.words?.some(({ name }) => name === word.text)) return { type: "word", word: word.text, place };
  const path = (each: Path) => resolvePath(each, { source, report, subject: schema.name, dependencies: draft.dependencies });
  const numberOf = (each: Expression) => {
    const operand = evaluate(each, type.dimension, { source, report, subject: schema.name, path });
    return operand && numberFor(operand, { schema, type, expression: each, source, report }, normaliserOf(draft, block));
  };
  if (expression.kind !== "list" || !type.list) return numberOf(expression);
  if (expression.elements.length === 0) {
    report(
      finding("wrong-value", place, {
        property: schema.name,
        wanted: phrase`one number for each ${phraseOf(type.list)}`,
        actual: phrase`an empty list`,
      }),
    );
    return undefined;
  }
  const numbers = expression.elements.map(numberOf).filter((number) => number !== undefined);
  return numbers.length < expression.elements.length ? undefined : numbersOf(numbers, type, place);
}

/** Figures of machines are kept per chip, rank, … as the schema says, whatever they are written over. */
export function normaliserOf(draft: Draft, block: DraftBlock): Normalise | undefined {
  if (!isMachine(draft)) return undefined;
  return (value, from, to) => {
    if (from === to) return value;
    const layout = layoutOf(draft);
    return convert(value, from, to, block.schema.named ? withLinks(layout, block) : layout);
  };
}
