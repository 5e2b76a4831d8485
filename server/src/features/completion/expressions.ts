/** Inside an expression: what may begin an operand, and what may follow one. */

import { type Dimension, sameDimension } from "../../language/dimensions";
import { findUnit, scopes, type Scope, units, unitsOf } from "../../language/units";
import { functions, scopeWords } from "../../language/words";
import type { Program, ResolvedDeclaration } from "../../semantics/program";
import { describeUnit } from "../describe";
import { summary } from "../summary";
import type { Word } from "./tokens";
import type { Offer } from "./types";

/** What the place of an expression expects. */
export interface Expected {
  /** Dimensions that fit; unknown where anything may stand. */
  readonly dimensions: readonly Dimension[] | undefined;
  /** What `per` may be followed by; none: no `per`. */
  readonly scopes: readonly Scope[];
  /** What may stand as an operand beside functions, lets and names. */
  readonly operands: readonly Offer[];
  /** Words that may follow a finished operand. */
  readonly followers: readonly Offer[];
}

const begins = new Set(["=", "+", "-", "*", "/", "(", "[", ",", "..", "<", "<=", ">", ">=", "==", "expect", "step", "within"]);

/** Offers after the finished `words` of an expression. `adjacent`: there is no blank behind the last of them. */
export function expressionOffers(words: readonly Word[], expected: Expected, at: { readonly adjacent: boolean }): readonly Offer[] {
  const last = words.at(-1);
  if (!last || begins.has(last.text)) return expected.operands;
  if (last.text === "per") return expected.scopes.map(scopeOffer);
  if (last.kind === "number") return [...unitOffers(expected.dimensions, at), ...(at.adjacent ? [] : expected.followers)];
  if (at.adjacent) return [];
  const scoped = words.at(-2)?.text === "per";
  const per: Offer = {
    label: "per",
    kind: "keyword",
    detail: "",
    documentation: "What the figure is spread over.",
    text: "per ",
    again: true,
  };
  return scoped || expected.scopes.length === 0 ? expected.followers : [per, ...expected.followers];
}

/** Functions, lets and the names of declarations: operands that any number may have. */
export function operandOffers(program: Program): readonly Offer[] {
  const lets = program.lets.map(
    (one): Offer => ({ label: one.name, kind: "let", detail: "let", documentation: one.documentation ?? "", text: one.name }),
  );
  const calls = functions.map(
    ({ name, documentation }): Offer => ({
      label: name,
      kind: "function",
      detail: "function",
      documentation,
      text: `${name}()`,
      caret: name.length + 1,
      rank: 3,
    }),
  );
  const figures = [...program.visible.values()].filter(hasFigures).map(
    (declaration): Offer => ({
      label: declaration.name,
      kind: "declaration",
      detail: summary(declaration),
      documentation: declaration.documentation ?? "",
      text: `${declaration.name}.`,
      again: true,
      rank: declaration.uri === program.uri ? 2 : 4,
    }),
  );
  return [...lets, ...calls, ...figures];
}

/** A sweep and a search answer with curves, not with a number. */
function hasFigures({ kind }: ResolvedDeclaration): boolean {
  return kind !== "sweep" && kind !== "search";
}

export const allScopes: readonly Scope[] = scopes;

function unitOffers(dimensions: readonly Dimension[] | undefined, at: { readonly adjacent: boolean }): readonly Offer[] {
  const names = dimensions ? dimensions.flatMap(unitsOf) : units.filter((unit) => !unit.countSuffix).map((unit) => unit.name);
  return [...new Set(names)].flatMap((name): Offer[] => {
    const wanted = dimensions?.find((dimension) => {
      const unit = findUnit(name, dimension);
      return unit && sameDimension(unit.dimension, dimension);
    });
    const unit = findUnit(name, wanted);
    const text = at.adjacent && name !== "%" ? ` ${name}` : name;
    return unit ? [{ label: name, kind: "unit", detail: "unit", documentation: describeUnit(unit), text }] : [];
  });
}

function scopeOffer(name: Scope): Offer {
  return { label: name, kind: "scope", detail: "scope", documentation: scopeWords[name], text: name };
}
