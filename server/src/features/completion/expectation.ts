/** `expect left compare right within tolerance`: what may come next. */

import { none } from "../../language/dimensions";
import { dimensionOfText } from "./dimension";
import { allScopes, comparedOffers } from "./expressions";
import { type Cursor, isComparison, valueOffers } from "./operands";
import { metricOffers, pathOffers } from "./paths";
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
  const operands = within ? tolerances : [...own, ...comparedOffers(program)];
  const followers = compared < 0 ? comparisons : within ? [] : [tolerance];
  return valueOffers(cursor, words, { dimensions, scopes: within ? [] : allScopes, operands, followers });
}
