/** The dimension of an expression that may be half-typed: what the other side of a comparison has to be. */

import { combine, type Dimension, none } from "../../language/dimensions";
import { findUnit } from "../../language/units";
import type { Program, ResolvedDeclaration } from "../../semantics/program";
import { type Expression, parse } from "../../syntax";
import { dimensionOf } from "./paths";

/** Of the text of an expression in `plan` (or at the top of the file); undefined where it cannot be told. */
export function dimensionOfText(text: string, program: Program, plan: ResolvedDeclaration | undefined): Dimension | undefined {
  const [item] = parse(`let it = ${text}`).document.items;
  return item?.kind === "let" ? dimensionIn(item.value, program, plan) : undefined;
}

function dimensionIn(expression: Expression, program: Program, plan: ResolvedDeclaration | undefined): Dimension | undefined {
  const inner = (one: Expression) => dimensionIn(one, program, plan);
  switch (expression.kind) {
    case "quantity":
      return expression.unit ? findUnit(expression.unit.text, undefined)?.dimension : none;
    case "path": {
      const path = expression.names.map(({ text }) => text).join(".");
      return program.visibleLets.get(path)?.value?.dimension ?? dimensionOf(path, plan, program.visible);
    }
    case "parenthesized":
      return inner(expression.expression);
    case "negation":
      return inner(expression.operand);
    case "call": {
      const [first] = expression.arguments;
      return first && inner(first);
    }
    case "binary": {
      const left = inner(expression.left);
      const right = inner(expression.right);
      if (!left || !right) return undefined;
      if (expression.operator === "*") return combine(left, right, 1);
      return expression.operator === "/" ? combine(left, right, -1) : left;
    }
    case "list":
    case "string":
    case "missing":
      return undefined;
  }
}
