/** CMX3xx: degrees that do not divide, plans that exceed the machine or the model. Needs no engine run. */

import { chipsOf, expertLayout, type MixtureOfExperts, type Phase } from "../../engine";
import { type Finding, finding, type Place } from "../../language/diagnostics";
import { formatCount } from "../../language/figures";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import type { LoweredPhase, LoweredPlan } from "../lower/plan";
import { placeOf } from "../lower/read";
import { placeIn, replaceFix } from "./context";

/** All layout findings of a plan. One with an error has no meaningful figures. */
export function checkLayout(lowered: LoweredPlan): Finding[] {
  return [...machineSize(lowered), ...contextLength(lowered), ...lowered.phases.flatMap((phase) => checkPhase(lowered, phase))];
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
      { fixes: mendable ? replaceFix(declaration, place, String(instances), `Use ${instances} instances`) : [] },
    ),
  ];
}

function contextLength({ plan, declaration }: LoweredPlan): Finding[] {
  const value = declaration.values.get("model");
  const limit = value?.type === "reference" ? value.target.values.get("max_context") : undefined;
  const length = plan.workload.input + plan.workload.output;
  if (limit?.type !== "number" || length <= limit.value) return [];
  const values = { length: formatCount(length), model: plan.model.name, limit: formatCount(limit.value) };
  return [finding("context-too-long", placeIn(declaration, declaration.values.get("workload")?.place), values)];
}

function checkPhase({ plan, declaration }: LoweredPlan, { phase, block, consistent }: LoweredPhase): Finding[] {
  const { model, machine } = plan;
  const findings: Finding[] = [];
  if (phase.speculation && model.mtpModules === 0) {
    const place = placeIn(declaration, block.blocks.get("mtp")?.place);
    findings.push(finding("no-draft-modules", place, { model: model.name }));
  }
  const at = (key: string): Place => placeIn(declaration, placeOf(block, key), block.place);
  const ranks = phase.chips * machine.chip.ranks;
  const stage = phase.tp * phase.cp * phase.dp;

  if (!consistent) {
    const { tp, pp, cp, dp } = phase;
    const right = ranks / (tp * pp * cp);
    const key = block.values.has("dp") ? "dp" : block.values.has("tp") ? "tp" : "chips";
    const fixes =
      Number.isInteger(right) && right >= 1 && block.values.has("dp")
        ? replaceFix(declaration, placeOf(block, "dp"), String(right), `Set dp to ${right}`)
        : [];
    findings.push(finding("ranks-disagree", at(key), { tp, pp, cp, dp, degrees: tp * pp * cp * dp, chips: phase.chips, ranks }, { fixes }));
  }
  const { heads } = model.attention;
  if (heads % phase.tp !== 0) {
    const near = nearestDivisor(heads, phase.tp);
    findings.push(
      finding(
        "heads-not-divisible",
        at("tp"),
        { heads, tp: phase.tp, suggestion: ` tp = ${near} divides them.` },
        { fixes: replaceFix(declaration, placeOf(block, "tp"), String(near), `Set tp to ${near}`) },
      ),
    );
  } else if (model.attention.kind === "gqa" && phase.tp > model.attention.kvHeads) {
    const { kvHeads } = model.attention;
    findings.push(finding("kv-heads-replicated", at("tp"), { tp: phase.tp, heads: kvHeads, copies: formatCount(phase.tp / kvHeads) }));
  }
  if (model.layers % phase.pp !== 0) {
    const near = nearestDivisor(model.layers, phase.pp);
    findings.push(
      finding(
        "layers-uneven",
        at("pp"),
        {
          layers: model.layers,
          pp: phase.pp,
          most: Math.ceil(model.layers / phase.pp),
          suggestion: near > 1 ? ` pp = ${near} divides them.` : "",
        },
        { fixes: replaceFix(declaration, placeOf(block, "pp"), String(near), `Set pp to ${near}`) },
      ),
    );
  }
  findings.push(
    ...(model.moe ? expertDegrees(declaration, block, phase, model.moe, stage) : denseModel(declaration, block, phase, model.name)),
  );
  return [...findings, ...smallBatch(declaration, block, phase)];
}

function denseModel(owner: ResolvedDeclaration, block: ResolvedBlock, phase: Phase, model: string): Finding[] {
  const used = [
    ["ep", phase.ep > 1],
    ["redundant_experts", phase.redundantExperts > 0],
    ["shared_expert_ranks", phase.sharedExpertRanks > 0],
  ] as const;
  return used.flatMap(([property, wrong]) => {
    if (!wrong) return [];
    const place = placeOf(block, property);
    const neutral = property === "ep" ? "1" : "0";
    return [
      finding(
        "no-experts",
        placeIn(owner, place, block.place),
        { property, model },
        { fixes: replaceFix(owner, place, neutral, `Set ${property} to ${neutral}`) },
      ),
    ];
  });
}

function expertDegrees(owner: ResolvedDeclaration, block: ResolvedBlock, phase: Phase, moe: MixtureOfExperts, stage: number): Finding[] {
  const at = (key: string): Place => placeIn(owner, placeOf(block, key), block.place);
  if (stage % phase.ep !== 0) {
    const near = nearestDivisor(stage, phase.ep);
    const fixes = replaceFix(owner, placeOf(block, "ep"), String(near), `Set ep to ${near}`);
    return [finding("expert-degree-not-divisible", at("ep"), { ep: phase.ep, ranks: stage, suggestion: ` ep = ${near} does.` }, { fixes })];
  }
  if (phase.sharedExpertRanks > 0 && (moe.shared === 0 || phase.sharedExpertRanks >= phase.ep)) {
    const reason =
      moe.shared === 0
        ? "The model has no shared expert."
        : `All ${phase.ep} expert parallel ranks would hold the shared expert, and none a routed one.`;
    return [
      finding(
        "shared-expert-ranks",
        at("shared_expert_ranks"),
        { reason },
        { fixes: replaceFix(owner, placeOf(block, "shared_expert_ranks"), "0", "Set shared_expert_ranks to 0") },
      ),
    ];
  }
  const experts = moe.experts + phase.redundantExperts;
  const { holders } = expertLayout(moe, phase);
  // The nearest degree that gives each rank of routed experts the same number of them.
  const near = () =>
    nearestDivisor(stage, phase.ep, (degree) => degree > phase.sharedExpertRanks && experts % (degree - phase.sharedExpertRanks) === 0);
  if (holders > experts) {
    const missing = holders - experts;
    const redundant = phase.redundantExperts + missing;
    const fix = block.values.has("redundant_experts")
      ? replaceFix(owner, placeOf(block, "redundant_experts"), String(redundant), `Set redundant_experts to ${redundant}`)
      : replaceFix(owner, placeOf(block, "ep"), String(near()), `Set ep to ${near()}`);
    const suggestion = ` redundant_experts = ${redundant} gives each one.`;
    return [finding("more-ranks-than-experts", at("ep"), { ranks: holders, experts, idle: missing, suggestion }, { fixes: fix })];
  }
  if (experts % holders !== 0) {
    const redundant = Math.ceil(moe.experts / holders) * holders - moe.experts;
    const key = block.values.has("redundant_experts") ? "redundant_experts" : "ep";
    const fixes =
      key === "redundant_experts"
        ? replaceFix(owner, placeOf(block, key), String(redundant), `Set redundant_experts to ${redundant}`)
        : replaceFix(owner, placeOf(block, key), String(near()), `Set ep to ${near()}`);
    return [
      finding(
        "experts-not-divisible",
        at(key),
        { experts, redundant: phase.redundantExperts, ranks: holders, suggestion: ` redundant_experts = ${redundant} makes it even.` },
        { fixes },
      ),
    ];
  }
  return [];
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

/** The divisor of `whole` nearest to `wanted` (the smaller of two) that also `holds`; 1 always divides. */
export function nearestDivisor(whole: number, wanted: number, holds: (divisor: number) => boolean = () => true): number {
  let best = 1;
  for (let divisor = 1; divisor <= Math.min(whole, 1e6); divisor++) {
    if (whole % divisor === 0 && holds(divisor) && Math.abs(divisor - wanted) < Math.abs(best - wanted)) best = divisor;
  }
  return best;
}
