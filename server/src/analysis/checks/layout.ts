/** CMX3xx of serving plans: plans that exceed the machine or the model. Needs no engine run. */

import { allReduceOf, chipsOf, type Phase } from "../../engine";
import { type Finding, finding, type Place } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import type { LoweredPhase, LoweredPlan } from "../lower/plan";
import { numberOf, placeOf } from "../lower/read";
import { placeIn, replaceFix } from "./context";
import { checkDegrees, nearestDivisor } from "./degrees";
import { longestContext, machineItself } from "./related";
import { phrase } from "../../language/phrase";

/** All layout findings of a plan. One with an error has no meaningful figures. */
export function checkLayout(lowered: LoweredPlan): Finding[] {
  return [
    ...machineSize(lowered),
    ...contextLength(lowered),
    ...openAndClosed(lowered),
    ...lowered.phases.flatMap((phase) => checkPhase(lowered, phase)),
  ];
}

function machineSize({ plan, phases, declaration }: LoweredPlan): Finding[] {
  const available = chipsOf(plan.machine);
  const used = plan.phases.reduce((sum, phase) => sum + phase.instances * phase.chips, 0);
  if (used <= available) return [];
  const largest = phases.reduce((most, phase) =>
    phase.phase.instances * phase.phase.chips > most.phase.instances * most.phase.chips ? phase : most,
  );
  const others = used - largest.phase.instances * largest.phase.chips;
  const instances = Math.floor((available - others) / largest.phase.chips);
  const place = largest.block.values.has("instances") ? placeOf(largest.block, "instances") : placeOf(largest.block, "chips");
  const mendable = instances >= 1 && largest.block.values.has("instances");
  const parts = plan.phases.map(({ name, instances: count, chips }) => `${name} ${formatCount(count)} × ${formatCount(chips)}`).join(", ");
  return [
    finding(
      "too-many-chips",
      placeIn(declaration, place),
      { plan: plan.name, used: formatCount(used), parts, machine: plan.machine.name, available: formatCount(available) },
      {
        fixes: mendable ? replaceFix(declaration, place, String(instances), phrase`Use ${instances} instances`) : [],
        related: machineItself(declaration),
      },
    ),
  ];
}

function openAndClosed({ plan, declaration }: LoweredPlan): Finding[] {
  const { name, rate, concurrency } = plan.workload;
  if (rate === undefined || concurrency === undefined) return [];
  const place = placeIn(declaration, declaration.values.get("workload")?.place);
  return [finding("rate-and-concurrency", place, { workload: name, clients: formatCount(concurrency) })];
}

function contextLength({ plan, declaration }: LoweredPlan): Finding[] {
  const value = declaration.values.get("model");
  const limit = value?.type === "reference" ? value.target.values.get("max_context") : undefined;
  const length = plan.workload.input + plan.workload.output;
  if (limit?.type !== "number" || length <= limit.value) return [];
  const values = { length: formatCount(length), model: plan.model.name, limit: formatCount(limit.value) };
  const place = placeIn(declaration, declaration.values.get("workload")?.place);
  return [finding("context-too-long", place, values, { related: longestContext(declaration) })];
}

function checkPhase({ plan, declaration }: LoweredPlan, { phase, block, consistent }: LoweredPhase): Finding[] {
  const { model, machine } = plan;
  const findings: Finding[] = [];
  if (block.blocks.has("draft") && block.blocks.has("mtp")) {
    findings.push(finding("two-drafters", placeIn(declaration, block.blocks.get("mtp")?.place), { phase: phase.name }));
  }
  const ep = numberOf(block, "ep");
  if (phase.expertRanks && ep && ep.value !== phase.expertRanks) {
    const values = { ep: ep.value, chips: phase.expertRanks / machine.chip.ranks, ranks: phase.expertRanks };
    findings.push(finding("experts-apart", placeIn(declaration, placeOf(block, "ep"), block.place), values));
  }
  const draft = phase.speculation?.draft;
  if (draft && draft.vocabulary !== model.vocabulary) {
    const values = { draft: draft.name, own: formatCount(draft.vocabulary), model: model.name, other: formatCount(model.vocabulary) };
    findings.push(finding("draft-vocabulary", placeIn(declaration, block.blocks.get("draft")?.place), values));
  }
  if (phase.speculation && !draft && model.mtpModules === 0) {
    const place = placeIn(declaration, block.blocks.get("mtp")?.place);
    findings.push(finding("no-draft-modules", place, { model: model.name }));
  }
  const at = (key: string): Place => placeIn(declaration, placeOf(block, key), block.place);
  const ranks = phase.chips * machine.chip.ranks - (phase.expertRanks ?? 0);

  if (!consistent) {
    const { tp, pp, cp, dp } = phase;
    const right = ranks / (tp * pp * cp);
    const key = block.values.has("dp") ? "dp" : block.values.has("tp") ? "tp" : "chips";
    const fixes =
      Number.isInteger(right) && right >= 1 && block.values.has("dp")
        ? replaceFix(declaration, placeOf(block, "dp"), String(right), phrase`Set dp to ${right}`)
        : [];
    findings.push(
      finding(
        "ranks-disagree",
        at(key),
        { tp, pp, cp, dp, degrees: tp * pp * cp * dp, chips: ranks / machine.chip.ranks, ranks },
        { fixes },
      ),
    );
  }
  return [
    ...findings,
    ...checkDegrees(declaration, block, phase, { model, machine }),
    ...attentionGroup(declaration, block, phase, model.attention.heads),
    ...smallBatch(declaration, block, phase),
    ...fullChunk(declaration, block, phase),
    ...allReduce({ plan, declaration }, block, phase),
  ];
}

/** An algorithm that was asked for and that chip, fabric or group do not have. */
function allReduce({ plan, declaration }: Pick<LoweredPlan, "plan" | "declaration">, block: ResolvedBlock, phase: Phase): Finding[] {
  const asked = phase.allReduce;
  if (asked === "auto" || asked === "library") return [];
  const instead = allReduceOf(plan, phase, phase.batch === "max" ? 1 : phase.batch);
  if (instead === undefined || instead === asked) return [];
  const place = placeIn(declaration, placeOf(block, "all_reduce"), block.place);
  const values = { machine: plan.machine.name, algorithm: asked, tp: phase.tp, instead };
  return [
    finding("all-reduce-unavailable", place, values, {
      fixes: replaceFix(declaration, placeOf(block, "all_reduce"), "auto", phrase`Use auto`),
    }),
  ];
}

/** Ranks that attend together, and what they must divide. */
function attentionGroup(
  owner: ResolvedDeclaration,
  block: ResolvedBlock,
  { attentionGroup: group, dp, tp }: Phase,
  heads: number,
): Finding[] {
  const what = dp % group !== 0 ? "dp" : (heads / tp) % group !== 0 ? phrase`the heads of a rank,` : undefined;
  if (group <= 1 || what === undefined) return [];
  const whole = what === "dp" ? dp : heads / tp;
  const place = placeOf(block, "attention_group");
  const near = String(nearestDivisor(dp, group, (divisor) => (heads / tp) % divisor === 0));
  const fixes = replaceFix(owner, place, near, phrase`Set attention_group to ${near}`);
  return [finding("attention-group", placeIn(owner, place, block.place), { group, what, whole }, { fixes })];
}

/** Answers that fill the steps of a pool which reads prompts beside them. */
function fullChunk(owner: ResolvedDeclaration, block: ResolvedBlock, phase: Phase): Finding[] {
  if (phase.name !== "colocated" || phase.batch === "max" || phase.runtime.policy !== "mixed") return [];
  const answers = (phase.batch / phase.dp / phase.pp) * (1 + (phase.speculation?.tokens ?? 0));
  if (answers <= 0.9 * phase.chunk) return [];
  const room = formatCount(Math.max(0, Math.floor(phase.chunk - answers)));
  const values = { answers: formatCount(Math.ceil(answers)), room, chunk: formatCount(phase.chunk) };
  const enough = `${2 ** Math.ceil(Math.log2(answers * 2))} tokens`;
  const fixes = replaceFix(owner, block.values.get("chunk")?.place, enough, phrase`Allow ${enough} a step`);
  return [finding("chunk-full", placeIn(owner, placeOf(block, "chunk"), placeOf(block, "batch"), block.place), values, { fixes })];
}

function smallBatch(owner: ResolvedDeclaration, block: ResolvedBlock, phase: Phase): Finding[] {
  if (phase.batch === "max") return [];
  const groups = phase.dp * (phase.name === "prefill" ? 1 : phase.pp);
  const each = phase.batch / groups / phase.microbatches;
  if (each >= 1) return [];
  const unit = phase.name === "prefill" ? "tokens" : "requests";
  const values = { batch: `${formatCount(phase.batch)} ${unit}`, groups, microbatches: phase.microbatches, each: formatCount(each) };
  return [finding("batch-below-ranks", placeIn(owner, placeOf(block, "batch"), block.place), values)];
}
