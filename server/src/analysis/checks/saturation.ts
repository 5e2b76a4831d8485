/** CMX503: a fabric that is busy longer than everything else of a step takes, so that no overlap can hide it. */

import { type Layout, memoryOf, type Phase, type PhaseResult, type ServePlan, timePhase, totalOf } from "../../engine";
import { type Finding, finding, type Fix } from "../../language/diagnostics";
import { formatPercent, formatTime } from "../../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { phasesOf, placeIn, type PlanCheck, replaceFix } from "./context";
import { fabricNamed } from "./related";
import { both, type Filling, phrase, phraseOf } from "../../language/phrase";

/** A remedy that gains less is not worth a word. */
const worthwhile = 0.05;

export function checkSaturation({ lowered, result }: PlanCheck): Finding[] {
  const { plan, declaration } = lowered;
  return phasesOf({ lowered, result }).flatMap(({ lowered: { block }, result: phase }) => {
    const load = heaviest(plan, phase);
    if (!load || load.busy <= load.rest) return [];
    const remedy = remedyOf(plan, phase, declaration, block);
    const values = {
      phase: phase.phase.name,
      fabric: load.fabric,
      busy: formatTime(load.busy),
      rest: formatTime(load.rest),
      percent: formatPercent(load.busy / load.rest),
      operators: both(load.operators.map((name) => phraseOf(name.replaceAll("_", " ")))),
      remedy: remedy ? phrase` ${remedy.text} gives ${formatPercent(remedy.gain)} more throughput.` : "",
    };
    const key = load.operators.includes("all_reduce") ? "tp" : "ep";
    return [
      finding("fabric-saturated", placeIn(declaration, block.values.get(key)?.place, block.place), values, {
        fixes: remedy?.fixes ?? [],
        related: fabricNamed(declaration, load.fabric),
      }),
    ];
  });
}

interface Load {
  readonly fabric: string;
  /** Seconds of a step that it moves bytes, hidden or not. */
  readonly busy: number;
  /** Seconds of all other work of the step, hidden or not. */
  readonly rest: number;
  readonly operators: readonly string[];
}

/** The fabric of the machine that is busy longest in a step. */
function heaviest(plan: ServePlan, { time }: PhaseResult): Load | undefined {
  const loads = plan.machine.fabrics.map(({ name }): Load => {
    const parts = time.step.parts.filter((part) => part.fabric === name && part.bound === "fabric");
    const busy = parts.reduce((sum, { exposed, hidden }) => sum + exposed + hidden, 0);
    const all = time.step.parts.reduce((sum, { exposed, hidden }) => sum + exposed + hidden, 0);
    const operators = parts.toSorted((left, right) => right.exposed + right.hidden - left.exposed - left.hidden).slice(0, 2);
    return { fabric: name, busy, rest: all - busy, operators: operators.map((part) => part.name) };
  });
  return loads.reduce<Load | undefined>((most, load) => (!most || load.busy > most.busy ? load : most), undefined);
}

interface Remedy {
  readonly text: Filling;
  /** Relative. */
  readonly gain: number;
  readonly fixes: readonly Fix[];
}

/** What would relieve it, tried out: a tensor parallel group within one node, or two microbatches that overlap. */
function remedyOf(
  plan: ServePlan,
  { phase, batch, time }: PhaseResult,
  owner: ResolvedDeclaration,
  block: ResolvedBlock,
): Remedy | undefined {
  const tried = (changed: Partial<Layout & Pick<Phase, "microbatches">>, text: Filling, fixes: readonly Fix[]): Remedy[] => {
    const relieved = { ...phase, ...changed };
    const { chip } = plan.machine;
    const fits = totalOf(memoryOf(plan.model, relieved, plan.precision, plan.workload, batch)) <= chip.hbm.capacity / chip.ranks;
    const gain = timePhase(plan, relieved, Math.max(batch, 1)).throughput / time.throughput - 1;
    return fits && gain >= worthwhile ? [{ text, gain, fixes }] : [];
  };
  const node = plan.machine.chipsPerNode * plan.machine.chip.ranks;
  const narrow = phase.tp > node && phase.tp % node === 0 ? { tp: node, dp: (phase.dp * phase.tp) / node } : undefined;
  const narrowing = narrow && [
    ...replaceFix(owner, block.values.get("tp")?.place, String(narrow.tp), phrase`Keep tp within a node: ${narrow.tp}`),
    ...replaceFix(owner, block.values.get("dp")?.place, String(narrow.dp), phrase``),
  ];
  const joined: readonly Fix[] = narrowing?.[0] ? [{ ...narrowing[0], edits: narrowing.flatMap(({ edits }) => edits) }] : [];
  const overlap = replaceFix(owner, block.values.get("microbatches")?.place, "2", phrase`Overlap two microbatches`);
  const [best] = [
    ...(narrow ? tried(narrow, phrase`tp = ${narrow.tp}, within a node,`, joined) : []),
    ...(phase.microbatches === 1 ? tried({ microbatches: 2 }, "microbatches = 2", overlap) : []),
  ].sort((left, right) => right.gain - left.gain);
  return best;
}
