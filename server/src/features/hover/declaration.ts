/** Hover on a declaration or on its name: what it is, what it adds up to, what a plan computes to. */

import type { Analysis } from "../../analysis/types";
import { formatFigure } from "../../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { describeValue } from "../describe";
import { machineTotals } from "../machine";
import { numbersOf, referenceOf } from "../numbers";
import { summary } from "../summary";
import { paragraphs, source, table } from "./markdown";
import { planFigures } from "./plan";
import { sourceOf } from "./sources";

/** Markdown about the whole declaration. */
export function declarationHover(analysis: Analysis, declaration: ResolvedDeclaration): string {
  const base = declaration.base ? ` : ${declaration.base.name}` : "";
  const facts = summary(declaration);
  return paragraphs([
    source(`${declaration.kind} ${declaration.name}${base}`),
    declaration.documentation,
    facts === declaration.kind ? undefined : facts,
    figures(analysis, declaration),
  ]);
}

function figures(analysis: Analysis, declaration: ResolvedDeclaration): string {
  switch (declaration.kind) {
    case "serve":
    case "train": {
      const plan = analysis.plans.find((candidate) => candidate.declaration.place.start === declaration.place.start);
      const own = declaration.uri === analysis.uri ? plan?.report : undefined;
      return own ? planFigures(own) : "";
    }
    case "supernode":
    case "cluster": {
      const totals = machineTotals(declaration)?.totals ?? [];
      const rows = totals.map(({ path, value, dimension }) => [path, formatFigure(value, dimension)] as const);
      return paragraphs([table(rows), fabrics(analysis, declaration)]);
    }
    case "chip":
      return table(numberRows(analysis, declaration).filter(([path]) => !path.startsWith("calibration.")));
    case "model":
    case "workload":
      return table(numberRows(analysis, declaration));
    case "sweep":
    case "search": {
      const plan = referenceOf(declaration, "plan");
      return table(declaration.varies.map((vary) => [vary.path.join("."), `${vary.values.length} values`, plan?.name]));
    }
  }
}

/** Every number of a block with its source. */
export function numberRows(analysis: Analysis, block: ResolvedBlock): (readonly [string, string, string | undefined])[] {
  return numbersOf(block).map(({ path, value }) => [path, describeValue(value), sourceOf(analysis, value.place)]);
}

function fabrics(analysis: Analysis, machine: ResolvedDeclaration): string {
  const rows = machine.named.flatMap((fabric) => {
    const bandwidth = fabric.values.get("bandwidth");
    return bandwidth && fabric.name ? [[fabric.name, describeValue(bandwidth), sourceOf(analysis, bandwidth.place)] as const] : [];
  });
  return table(rows);
}
