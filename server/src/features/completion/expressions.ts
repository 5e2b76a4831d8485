/** Inside an expression: what may begin an operand, and what may follow one. */

import { type Dimension, none, sameDimension } from "../../language/dimensions";
import { type Bounds, kinds } from "../../language/schema";
import { findUnit, scopes, type Scope, units, unitsOf } from "../../language/units";
import { functions, scopeWords } from "../../language/words";
import { isWithin } from "../../semantics/quantity";
import type { Program, ResolvedDeclaration } from "../../semantics/program";
import { describeUnit, describeValue } from "../describe";
import { machineTotals } from "../machine";
import { numbersOf } from "../numbers";
import { summary } from "../summary";
import { measurements } from "./paths";
import type { Word } from "./tokens";
import type { Figure, Offer } from "./types";
import { phrase, phraseOf } from "../../language/phrase";

/** What the place of an expression expects. */
export interface Expected {
  /** Dimensions that fit; unknown where anything may stand. */
  readonly dimensions: readonly Dimension[] | undefined;
  /** Between which limits. */
  readonly bounds?: Bounds;
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
  if (last.kind === "number") return [...unitOffers(expected, lone(words), at), ...(at.adjacent ? [] : expected.followers)];
  if (at.adjacent) return [];
  const scoped = words.at(-2)?.text === "per";
  const per: Offer = {
    label: "per",
    kind: "keyword",
    detail: "",
    documentation: phrase`What the figure is spread over.`,
    text: "per ",
    again: true,
  };
  return scoped || expected.scopes.length === 0 ? expected.followers : [per, ...expected.followers];
}

/** Functions, lets and the figures of declarations that are known before any plan is computed: operands of any number. */
export function operandOffers(program: Program, owner?: ResolvedDeclaration): readonly Offer[] {
  return operands(program, (declaration) => declaration !== owner && !isPlan(declaration));
}

/** What an expectation may compare: the measurements of plans as well. */
export function comparedOffers(program: Program): readonly Offer[] {
  return operands(program, () => true);
}

function operands(program: Program, wanted: (declaration: ResolvedDeclaration) => boolean): readonly Offer[] {
  const lets = [...program.visibleLets.values()].map(
    (one): Offer => ({
      label: one.name,
      kind: "let",
      detail: one.value ? describeValue(one.value) : "let",
      documentation: one.documentation ?? "",
      text: one.name,
      rank: one.place.uri === program.uri ? 1 : 2,
      ...(one.value ? { figures: [one.value] } : {}),
    }),
  );
  const calls = functions.map(
    ({ name, documentation }): Offer => ({
      label: name,
      kind: "function",
      detail: phrase`function`,
      documentation: phraseOf(documentation),
      text: `${name}()`,
      caret: name.length + 1,
      ...(name === "log2" ? { figures: [{ dimension: none }] } : {}),
      rank: 3,
    }),
  );
  const figures = program.visible
    .ofKinds(kindsWithFigures)
    .filter(wanted)
    .map((declaration) => (declaration.uri === program.uri ? figuresOffer(declaration, { rank: 2 }) : foreignOffer(declaration)));
  return [...lets, ...calls, ...figures];
}

function figuresOffer(declaration: ResolvedDeclaration, { rank }: { readonly rank: 2 | 4 }): Offer {
  return {
    label: declaration.name,
    kind: "declaration",
    detail: summary(declaration),
    documentation: declaration.documentation ?? "",
    text: `${declaration.name}.`,
    again: true,
    rank,
    figures: figuresOf(declaration),
  };
}

/** The catalog's never change, and it has most of them. */
const foreignKnown = new WeakMap<ResolvedDeclaration, Offer>();

function foreignOffer(declaration: ResolvedDeclaration): Offer {
  const offer = foreignKnown.get(declaration) ?? figuresOffer(declaration, { rank: 4 });
  foreignKnown.set(declaration, offer);
  return offer;
}

/** What its figures can be: only that decides whether its name may begin an operand. */
function figuresOf(declaration: ResolvedDeclaration): readonly Figure[] {
  if (isPlan(declaration)) return measurements(declaration).map(({ dimension }) => ({ dimension }));
  return [...numbersOf(declaration).map(({ value }) => value), ...(machineTotals(declaration)?.totals ?? [])];
}

function isPlan({ kind }: ResolvedDeclaration): boolean {
  return kind === "serve" || kind === "train";
}

/** A sweep and a search answer with curves, not with a number. */
const kindsWithFigures = kinds.map(({ name }) => name).filter((kind) => kind !== "sweep" && kind !== "search");

export const allScopes: readonly Scope[] = scopes;

/** Behind these, an operand stands for itself. */
export const separates: ReadonlySet<string> = new Set(["[", ",", "..", "step"]);

/** The number that the words end with, if it is not part of anything larger. */
function lone(words: readonly Word[]): number | undefined {
  const alone = words.length === 1 || separates.has(words.at(-2)?.text ?? "");
  return alone ? Number(words.at(-1)?.text.replaceAll("_", "")) : undefined;
}

/** Units of the dimensions; of those that give `count` a value beyond the limits, none. */
function unitOffers({ dimensions, bounds }: Expected, count: number | undefined, at: { readonly adjacent: boolean }): readonly Offer[] {
  const names = dimensions ? dimensions.flatMap(unitsOf) : units.filter((unit) => !unit.countSuffix).map((unit) => unit.name);
  return [...new Set(names)].flatMap((name): Offer[] => {
    const wanted = dimensions?.find((dimension) => {
      const unit = findUnit(name, dimension);
      return unit && sameDimension(unit.dimension, dimension);
    });
    const unit = findUnit(name, wanted);
    const text = at.adjacent && name !== "%" ? ` ${name}` : name;
    const fits = count === undefined || !bounds || !unit || isWithin(count * unit.factor, bounds);
    return unit && fits ? [{ label: name, kind: "unit", detail: phrase`unit`, documentation: describeUnit(unit), text }] : [];
  });
}

function scopeOffer(name: Scope): Offer {
  return { label: name, kind: "scope", detail: phrase`scope`, documentation: phraseOf(scopeWords[name]), text: name };
}
