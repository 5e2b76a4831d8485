/** Hover on a declaration or on its name: what it is, what it adds up to, what a plan computes to. */

import { parametersOf } from "../../analysis/parameters";
import type { Analysis } from "../../analysis/types";
import { formatCount, formatFigure } from "../../language/figures";
import type { ResolvedDeclaration } from "../../semantics/program";
import { describeValue } from "../describe";
import { machineTotals } from "../machine";
import { type NumberAt, numbersOf } from "../numbers";
import { dotted, facts } from "../summary";
import { footnotes, paragraphs, source, table } from "./markdown";
import { planFigures } from "./plan";
import { commentAt, legendOf } from "./sources";
import type { Say } from "../../language/translation";
import { fileName } from "../../language/fileName";
import { type Filling, listed, phrase, phraseOf } from "../../language/phrase";

/** Markdown about the whole declaration. */
export function declarationHover(analysis: Analysis, declaration: ResolvedDeclaration, say: Say): string {
  const base = declaration.base ? ` : ${declaration.base.name}` : "";
  return paragraphs([
    source(`${declaration.kind} ${declaration.name}${base}`),
    say(origin(analysis, declaration.uri)),
    declaration.documentation,
    say(dotted(facts(declaration))),
    figures(analysis, declaration, say),
  ]);
}

/** Where a name of another file comes from. */
export function origin(analysis: Analysis, uri: string): Filling {
  if (uri === analysis.uri) return "";
  return uri.startsWith("cmx-catalog:") ? phrase`From the catalog.` : phrase`From ${fileName(uri)}.`;
}

function figures(analysis: Analysis, declaration: ResolvedDeclaration, say: Say): string {
  switch (declaration.kind) {
    case "serve":
    case "train": {
      const report = analysis.plans.find((plan) => plan.declaration === declaration)?.report;
      return report ? planFigures(report, say) : "";
    }
    case "supernode":
    case "cluster": {
      const totals = machineTotals(declaration)?.totals ?? [];
      const rows = totals.map(({ path, value, dimension }) => [path, formatFigure(value, dimension)] as const);
      const fabrics = numbersOf(declaration).filter(({ path }) => path.endsWith(".bandwidth"));
      return paragraphs([table(rows), numberTable(analysis, fabrics)]);
    }
    case "chip":
      return numberTable(
        analysis,
        numbersOf(declaration).filter(({ path }) => !path.startsWith("calibration.")),
      );
    case "model":
      return paragraphs([numberTable(analysis, numbersOf(declaration)), computedParameters(declaration, say)]);
    case "engine":
    case "workload":
      return numberTable(analysis, numbersOf(declaration));
    case "sweep":
    case "search":
      return table(declaration.varies.map((vary) => [vary.path.join("."), say(phrase`${vary.values.length} values`)]));
  }
}

/** What the dimensions come to, beside the published figure in the table above. */
function computedParameters(model: ResolvedDeclaration, say: Say): string {
  const count = parametersOf(model);
  if (!count) return "";
  const parts = (["embeddings", "attention", "dense", "routed", "shared", "gate"] as const).filter((part) => count[part] > 0);
  return table([
    [
      say(phrase`computed parameters`),
      formatCount(count.total),
      say(listed(parts.map((part) => phrase`${phraseOf(part)} ${formatCount(count[part])}`))),
    ],
    [say(phrase`of which a token uses`), formatCount(count.active)],
  ]);
}

/** Numbers with the comments behind them, and under the table what those refer to. */
export function numberTable(analysis: Analysis, numbers: readonly NumberAt[]): string {
  const rows = numbers.map(({ path, value }) => [path, describeValue(value), commentAt(analysis, value.place)] as const);
  const legend = legendOf(
    analysis,
    numbers.map(({ value }) => value.place),
  );
  return paragraphs([table(rows), footnotes(legend)]);
}
