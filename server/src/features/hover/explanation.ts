/** How a figure came about, in a hover: its formula, its parts, and the kernels of the largest operator. */

import type { Explanation, PhaseReport } from "../../../../shared/report";
import type { PlanAnalysis } from "../../analysis/types";
import { formatPercent, formatTime } from "../../language/figures";
import { paragraphs, plain, table } from "./markdown";
import type { Say } from "../../language/translation";
import { phrase, phraseOf } from "../../language/phrase";

/** A hover has room for so many operators and kernels; `cmx simulate --explain` prints all. */
const most = { operators: 6, kernels: 3 };

/** Markdown: the formula of a metric with its numbers, and what it is made of. */
export function figureHover(plan: PlanAnalysis, path: string, say: Say): string | undefined {
  const explanation = plan.explain(path, say);
  if (!explanation) return undefined;
  const { formula, parts } = explanation;
  const largest = parts.toSorted((left, right) => right.value - left.value).slice(0, most.operators);
  return paragraphs([
    formula === "" ? "" : plain(`= ${formula}`),
    table(largest.map(({ name, text }) => [plain(say(phraseOf(name.replaceAll("_", " ")))), text])),
  ]);
}

/** Markdown: what the step of a phase spends its time on, and how the time of the largest operator comes about. */
export function operatorsHover(plan: PlanAnalysis, { name, time }: PhaseReport, say: Say): string | undefined {
  const largest = time.parts.toSorted((left, right) => right.seconds - left.seconds).slice(0, most.operators);
  const first = largest[0];
  if (!first) return undefined;
  const explanation = plan.explain(`${name}.${first.op}`, say);
  const rows = largest.map(({ op, seconds, bound }) => {
    const share = formatPercent(seconds / time.total);
    return [say(phraseOf(op.replaceAll("_", " "))), formatTime(seconds), say(phrase`${share}, bound by ${phraseOf(bound)}`)] as const;
  });
  return paragraphs([table(rows), explanation && kernels(explanation)]);
}

function kernels({ path, text, formula, kernels: all, sources = [] }: Explanation): string {
  const shown = all.toSorted((left, right) => right.exposed - left.exposed).slice(0, most.kernels);
  const lines = shown.map(({ formulas }) => formulas.map(plain).join("  \n"));
  return paragraphs([
    `**${plain(path)}** ${text} ${plain(`= ${formula}`)}`,
    ...lines,
    sources.map((line) => `*${plain(line)}*`).join("  \n"),
  ]);
}
