/** `expect left compare right within tolerance`: what may come next. */

import { type Dimension, none, sameDimension } from "../../language/dimensions";
import { formatFigure } from "../../language/figures";
import { dimensionOfText } from "./dimension";
import { allScopes, comparedOffers } from "./expressions";
import { type Cursor, isComparison, valueOffers } from "./operands";
import { measurements, metricOffers, pathOffers } from "./paths";
import type { Word } from "./tokens";
import type { Offer } from "./types";
import { phrase, phraseOf } from "../../language/phrase";

const tolerance: Offer = { label: "within", kind: "keyword", detail: "", documentation: phrase`Relative tolerance.`, text: "within " };

const tolerances = ["5%", "10%", "20%"].map(
  (text): Offer => ({ label: text, kind: "value", detail: "", documentation: phrase`Relative tolerance.`, text, rank: 0 }),
);

const comparisons = [
  ["<=", "At most."],
  [">=", "At least."],
  ["==", "About; wants a tolerance: `within 10%`."],
  ["<", "Less than."],
  [">", "More than."],
].map(
  ([label = "", documentation = ""]): Offer => ({
    label,
    kind: "keyword",
    detail: "",
    documentation: phraseOf(documentation),
    text: `${label} `,
    rank: 0,
  }),
);

/** What the measurement is now, rounded so that it holds: a promise begins with what is. */
function nowOffers({ analysis, where }: Cursor, left: string, comparison: string): readonly Offer[] {
  const plan = analysis.plans.find(({ declaration }) => declaration === where.resolved);
  const dimension = plan && measurements(plan.declaration).find(({ name }) => name === left)?.dimension;
  const value = dimension && plan.report?.metrics[left];
  if (!dimension || !value) return [];
  const text = written(rounded(value, comparison), dimension);
  const same = dimensionOfText(text, analysis.program, undefined);
  if (!same || !sameDimension(same, dimension)) return [];
  return [{ label: text, kind: "value", detail: phrase`now ${formatFigure(value, dimension)}`, documentation: "", text, rank: 0 }];
}

/** To two digits, on the side of the comparison on which it holds. */
function rounded(value: number, comparison: string): number {
  const step = 10 ** (Math.floor(Math.log10(value)) - 1);
  const steps = value / step;
  const whole = comparison.startsWith("<") ? Math.ceil(steps) : comparison.startsWith(">") ? Math.floor(steps) : Math.round(steps);
  return whole * step;
}

/** A figure as the language spells it. */
function written(value: number, dimension: Dimension): string {
  const shown = formatFigure(value, dimension).replaceAll(",", "").replace("µ", "u");
  return shown.replace(/\.(\d*?)0+(?= |$)/, (_, digits: string) => (digits === "" ? "" : `.${digits}`));
}

/** Offers after the finished `words` behind `expect`. */
export function expectOffers(cursor: Cursor, words: readonly Word[]): readonly Offer[] {
  const compared = words.findIndex(isComparison);
  const plan = cursor.where.resolved;
  const own = plan ? (plan.kind === "serve" || plan.kind === "train" ? metricOffers(plan) : pathOffers(plan, "")) : [];
  const within = words.some((word) => word.text === "within");
  const { program } = cursor.analysis;
  const left = compared > 0 ? cursor.analysis.text.slice(words[0]?.start, words[compared - 1]?.end) : "";
  const measured = left ? dimensionOfText(left, program, plan) : undefined;
  const dimensions = within ? [none] : measured && [measured];
  const now = compared === words.length - 1 ? nowOffers(cursor, left, words.at(-1)?.text ?? "") : [];
  const operands = within ? tolerances : [...now, ...own, ...comparedOffers(program)];
  const followers = compared < 0 ? comparisons : within ? [] : [tolerance];
  return valueOffers(cursor, words, { dimensions, scopes: within ? [] : allScopes, operands, followers });
}
