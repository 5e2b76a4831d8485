/** The report for a terminal: what `cmx simulate` prints. Readable without colour, in 80 to 100 columns. */

import type { PhaseReport, PlanReport, Report } from "../../../../shared/report";
import { figures, headline } from "./headline";
import { diagnosticList, expectationTable, noteList, sweepTable } from "./outcomes";
import { fabricTable, memoryTable, phaseTable, stepTable } from "./phases";
import { searchLines, searchTitle } from "./search";
import type { Layout } from "./table";
import { assumptionTable, rangeTable } from "./trust";

type Section = readonly [title: string, lines: readonly string[]];

/** The whole report as text, with a newline at its end. */
export function textReport(report: Report, layout: Layout): string {
  const plans = new Map(report.plans.map((plan) => [plan.name, plan]));
  const blocks = [
    ...report.plans.map((plan) => planBlock(plan, layout)),
    sections(
      [
        ...report.sweeps.map(
          (sweep): Section => [`Sweep ${sweep.name} of ${sweep.plan}`, sweepTable(sweep, plans.get(sweep.plan), layout)],
        ),
        ...report.searches.map((search): Section => [searchTitle(search), searchLines(search, plans.get(search.plan), layout)]),
        [report.plans.length > 0 ? "Expectations of the file" : "Expectations", expectationTable(report.expectations, layout)],
        ["Diagnostics", diagnosticList(report, layout)],
      ],
      layout,
    ),
  ];
  return blocks
    .filter((block) => block !== "")
    .map((block) => `${block}\n`)
    .join("\n");
}

function planBlock(plan: PlanReport, layout: Layout): string {
  const body = sections(
    [
      ["Figures", figures(plan, layout)],
      ["Phases", plan.phases.length > 0 ? phaseTable(plan, layout) : []],
      ...plan.phases.flatMap((phase) => phaseSections(phase, layout)),
      ["Expectations", expectationTable(plan.expectations, layout)],
      ["Where a measurement may lie, eight in ten", rangeTable(plan, layout)],
      ["What the result rests on", assumptionTable(plan, layout)],
      ["Notes", noteList(plan.notes, layout)],
    ],
    layout,
  );
  return `${headline(plan, layout).join("\n")}\n\n${body}`;
}

function phaseSections(phase: PhaseReport, layout: Layout): readonly Section[] {
  return [
    [`Memory of a ${phase.name} rank`, memoryTable(phase, layout)],
    [`Time of a ${phase.name} step`, stepTable(phase, layout)],
    [`Fabrics in ${phase.name}`, phase.fabrics.length > 0 ? fabricTable(phase, layout) : []],
  ];
}

/** Sections that have something to say, a blank line between them. */
function sections(all: readonly Section[], { style }: Layout): string {
  return all
    .filter(([, lines]) => lines.length > 0)
    .map(([title, lines]) => [style.bold(title), ...lines].join("\n"))
    .join("\n\n");
}
