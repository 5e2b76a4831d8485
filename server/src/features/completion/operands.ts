/** The offers of an expression at the cursor: of its operands those that make it what is expected. */

import type { Analysis } from "../../analysis/types";
import { combine, type Dimension, none, sameDimension } from "../../language/dimensions";
import { canSpread } from "../../semantics/plans";
import { isWithin } from "../../semantics/quantity";
import { referenceOf } from "../numbers";
import { dimensionOfText } from "./dimension";
import { type Expected, expressionOffers, separates } from "./expressions";
import { metricOf, pathOffers } from "./paths";
import type { Word } from "./tokens";
import type { Figure, Offer } from "./types";
import type { Where } from "./where";

export interface Cursor {
  readonly analysis: Analysis;
  readonly where: Where;
  readonly offset: number;
  /** What is typed of the word so far. */
  readonly prefix: string;
  /** The word begins right where the last finished one ends. */
  readonly adjacent: boolean;
  /** A block ends before it on the same line: the next member belongs on a line of its own. */
  readonly closed: boolean;
  /** Behind it stands `=` or a block already. */
  readonly started: boolean;
}

/** An expression; a word with a dot completes to the paths behind its first name. An operand that stands alone has to fit. */
export function valueOffers(cursor: Cursor, words: readonly Word[], expected: Expected): readonly Offer[] {
  const offers = expressionOffers(words, { ...expected, scopes: scopesAt(cursor, words, expected) }, cursor);
  const dot = cursor.prefix.indexOf(".");
  const head = dot < 0 ? undefined : cursor.analysis.program.visible.get(cursor.prefix.slice(0, dot));
  const all = head && offers === expected.operands ? [...offers.filter((one) => one.label.includes(".")), ...pathOffers(head)] : offers;
  const wanted = wantedAt(cursor, outsideOfCalls(words), expected);
  return all.filter((offer) => fits(offer, wanted) && (words.length === 0 || !offer.whole));
}

/** Over what the measurement that ends the words can be spread; anything else over what is expected. */
function scopesAt({ analysis: { program }, where }: Cursor, words: readonly Word[], { scopes }: Expected): Expected["scopes"] {
  const path = words.at(-1)?.text === "per" ? words.at(-2) : words.at(-1);
  const plan = referenceOf(where.resolved, "plan") ?? where.resolved;
  const metric = path?.kind === "path" ? metricOf(path.text, plan, program.visible) : undefined;
  return metric ? scopes.filter((scope) => canSpread(metric, scope)) : scopes;
}

/** What an operand has to be. Nothing is divided by zero, or multiplied with it. */
interface Wanted extends Pick<Expected, "dimensions" | "bounds"> {
  readonly scales?: boolean;
}

const operators: Readonly<Record<string, 1 | -1 | 0>> = { "*": 1, "/": -1, "+": 0, "-": 0 };

/** What an operand has to be after `words`, so that the whole becomes what is expected. */
function wantedAt({ analysis, where }: Cursor, words: readonly Word[], expected: Expected): Wanted {
  const start = words.findLastIndex(isComparison) + 1;
  const [first, last] = [words[start], words.at(-1)];
  const inCall = last && argumentAt(words, last, analysis);
  if (inCall) return inCall;
  if (!first || !last || separates.has(last.text)) return expected;
  const exponent = operators[last.text];
  const before = analysis.text.slice(first.start, last.start);
  // In brackets that are open still, anything may be on its way to what is expected.
  const open = /\([^)]*$/.test(before);
  const scales = exponent === 1 || exponent === -1;
  const partial = exponent === undefined || open ? undefined : dimensionOfText(before, analysis.program, where.resolved);
  if (!partial || exponent === undefined) return { dimensions: undefined, scales };
  const factor = (dimension: Dimension) => (exponent === 1 ? combine(dimension, partial, -1) : combine(partial, dimension, -1));
  return { dimensions: expected.dimensions?.map((dimension) => (exponent === 0 ? dimension : factor(dimension))), scales };
}

/** The argument of `log2(` is a plain number; those of `max(3 s, ` are what the first one is. */
function argumentAt(words: readonly Word[], last: Word, { text, program }: Analysis): Wanted | undefined {
  const call = openCall(words);
  const callee = words[call - 1];
  if (!callee) return undefined;
  if (last.text === "(") return callee.text === "log2" ? { dimensions: [none] } : undefined;
  const first = last.text === "," ? dimensionOfText(`${text.slice(callee.start, last.start)})`, program, undefined) : undefined;
  return first && { dimensions: [first] };
}

/** Where the bracket stands that is opened last and not closed, behind a function's name; 0 where there is none. */
function openCall(words: readonly Word[]): number {
  let depth = 0;
  const open = words.findLastIndex(({ text }) => {
    if (text === ")") depth++;
    return text === "(" && depth-- === 0;
  });
  return words[open - 1]?.kind === "path" ? open : 0;
}

/** What an argument is, its call is too (of most functions): the words before `max(`, or before the expression itself. */
function outsideOfCalls(words: readonly Word[]): readonly Word[] {
  const call = words.at(-1)?.text === "(" && words.at(-2)?.kind === "path" && words.at(-2)?.text !== "log2";
  return call ? outsideOfCalls(words.slice(0, -2)) : words;
}

function fits({ figures }: Offer, { dimensions, bounds, scales = false }: Wanted): boolean {
  if (!figures) return true;
  const isAble = ({ value }: Figure) => !scales || value !== 0;
  if (!dimensions?.length) return figures.some(isAble);
  const isWanted = ({ dimension }: Figure) => dimensions.some((wanted) => sameDimension(dimension, wanted));
  const isInside = ({ value }: Figure) => value === undefined || !bounds || isWithin(value, bounds);
  return figures.some((figure) => isAble(figure) && isWanted(figure) && isInside(figure));
}

export function isComparison(word: Word | undefined): boolean {
  return word !== undefined && /^[<>=]/.test(word.text);
}
