/** Inlay hints, few: what a plan and its phases come to, and what follows from what is written without being written itself. */

import type { Analysis, PlanAnalysis } from "../analysis/types";
import { formatCount, formatInformation, formatPercent, formatTime } from "../language/figures";
import { english, type Say } from "../language/translation";
import type { Declaration, Span, Subblock } from "../syntax";
import { ratePerChip } from "./headline";
import { overlaps } from "./spans";
import type { PhaseReport, PlanReport } from "../../../shared/report";
import { type Phrase, phrase } from "../language/phrase";

/** Each kind has a switch in the settings. */
export type HintKind = "figures" | "inferred";

export interface Hint {
  readonly kind: HintKind;
  readonly offset: number;
  readonly text: string;
  readonly tooltip: Phrase;
}

/** Hints of the declarations that share a place with `within`: an editor asks for what is on the screen. */
export function hints(analysis: Analysis, within: Span = { start: 0, end: Infinity }, say: Say = english.say): readonly Hint[] {
  return analysis.program.document.items.flatMap((item) => {
    if (item.kind !== "declaration" || !overlaps(item, within)) return [];
    const plan = analysis.plans.find(({ declaration }) => declaration.place.start === item.name.start);
    return plan?.report ? planHints(item, plan, plan.report, say) : [];
  });
}

function planHints(written: Declaration, { declaration }: PlanAnalysis, report: PlanReport, say: Say): Hint[] {
  const phases = written.block.members.flatMap((member) => {
    const phase = member.kind === "subblock" ? report.phases.find(({ name }) => name === member.key.text) : undefined;
    if (member.kind !== "subblock" || !phase) return [];
    return [
      ...inferred(member, phase, new Set(declaration.blocks.get(phase.name)?.values.keys())),
      ...phaseEnd(member, report, phase, say),
    ];
  });
  const [only] = report.phases;
  if (report.kind === "train" && only) {
    const degrees = inferred(written, only, new Set(declaration.values.keys()));
    return [...degrees, ...atEnd(written, trainingFigures(report, only, say), phrase`What the plan comes to, all its chips counted.`)];
  }
  const { tpot, ttft, throughput } = report.metrics;
  const chips = report.phases.reduce((sum, phase) => sum + phase.chips * phase.instances, 0);
  const figures = [
    throughput === undefined || chips === 0 ? "" : say(phrase`${formatCount(throughput / chips)} tokens/s per chip`),
    ttft === undefined ? "" : `TTFT ${formatTime(ttft)}`,
    tpot === undefined ? "" : `TPOT ${formatTime(tpot)}`,
  ];
  return [...phases, ...atEnd(written, figures, phrase`What the plan comes to, all its chips counted.`)];
}

/** Degrees that follow from the chips and the other degrees, and the batch that `max` stands for. */
function inferred({ block }: Declaration | Subblock, phase: PhaseReport, given: ReadonlySet<string>): Hint[] {
  const degrees = Object.entries(phase.degrees).filter(([name, degree]) => degree > 1 && !given.has(name));
  const batch = block.members.find((member) => member.kind === "property" && member.key.text === "batch");
  const max = batch?.kind === "property" && batch.value.kind === "path" ? batch.value : undefined;
  return [
    ...(degrees.length > 0
      ? [
          {
            kind: "inferred" as const,
            offset: block.start + 1,
            text: degrees.map(([name, degree]) => `${name} ${degree}`).join(" · "),
            tooltip: phrase`Follows from the chips and the degrees that are written.`,
          },
        ]
      : []),
    ...(max
      ? [
          {
            kind: "inferred" as const,
            offset: max.end,
            text: `= ${formatCount(phase.batch)} ${phase.batch_unit}`,
            tooltip: phrase`The largest batch that fits and meets the service level, of one instance.`,
          },
        ]
      : []),
  ];
}

function trainingFigures({ metrics: { step, mfu } }: PlanReport, { memory }: PhaseReport, say: Say): string[] {
  return [
    step === undefined ? "" : say(phrase`step ${formatTime(step)}`),
    mfu === undefined ? "" : `MFU ${formatPercent(mfu)}`,
    say(phrase`${formatInformation(memory.total)} of ${formatInformation(memory.capacity)}`),
  ];
}

function phaseEnd(written: Subblock, report: PlanReport, phase: PhaseReport, say: Say): Hint[] {
  const rate = ratePerChip(report, phase);
  const { total, capacity } = phase.memory;
  const figures = [
    rate === undefined ? "" : say(phrase`${rate} per chip`),
    say(phrase`step ${formatTime(phase.time.total)}`),
    say(phrase`${formatInformation(total)} of ${formatInformation(capacity)}`),
  ];
  return atEnd(written, figures, phrase`Throughput of the pool, time of a step, memory of the fullest rank.`);
}

function atEnd({ block }: Declaration | Subblock, figures: readonly string[], tooltip: Phrase): Hint[] {
  const text = figures.filter((figure) => figure !== "").join(" · ");
  return block.closed && text ? [{ kind: "figures", offset: block.end, text, tooltip }] : [];
}
