/** What would fit where no batch does: a higher tensor parallel degree, smaller weights, or more of the machine's chips. */

import {
  bytesOf,
  chipsOf,
  expertLayout,
  largestFitting,
  memoryOf,
  type Multiplied,
  type NumberType,
  type Phase,
  type ServePlan,
  totalOf,
} from "../../engine";
import { type Fix, fix } from "../../language/diagnostics";
import type { ResolvedBlock } from "../../semantics/program";
import type { LoweredPhase, LoweredPlan } from "../lower/plan";
import { batchWriting, isOwn, settingEdit } from "./context";
import { type Filling, type Phrase, phrase } from "../../language/phrase";

export interface Remedy {
  readonly text: Phrase;
  readonly fixes: readonly Fix[];
}

interface Candidate {
  readonly plan: ServePlan;
  readonly phase: Phase;
  /** "tp = 4 (and dp = 2)". */
  readonly text: Filling;
  readonly changes: readonly Change[];
}

interface Change {
  readonly block: ResolvedBlock | undefined;
  readonly key: string;
  readonly value: string;
}

/** The first candidate that fits with the batch as it is written, else the first that fits with a smaller one. */
export function remedyOf(lowered: LoweredPlan, { phase, block }: LoweredPhase): Remedy {
  const { plan } = lowered;
  const written = batchWriting(plan, block, phase).grain;
  const tried = candidates(lowered, phase, block).map((candidate) => {
    const writing = batchWriting(candidate.plan, block, candidate.phase);
    const whole = phase.batch !== "max" && fits(candidate, (phase.batch / written) * writing.grain);
    const largest = whole ? 0 : largestFitting(candidate.plan, candidate.phase, writing.grain);
    const smaller = phase.batch === "max" || whole || largest === 0 ? undefined : writing.write(largest);
    return { ...candidate, whole, possible: whole || largest > 0, smaller };
  });
  const best = tried.find(({ whole }) => whole) ?? tried.find(({ possible }) => possible);
  if (!best) {
    const { name } = plan.machine;
    return { text: phrase`no such layout on ${name} fits: split the layers with pp, or take a larger machine`, fixes: [] };
  }
  const batch = best.smaller === undefined ? [] : [{ block, key: "batch", value: best.smaller }];
  return {
    text: best.smaller === undefined ? phrase`${best.text} fits` : phrase`${best.text} with batch = ${best.smaller} fits`,
    fixes: fixesOf(lowered, [...best.changes, ...batch]),
  };
}

function fits({ plan, phase }: Candidate, batch: number): boolean {
  const { chip } = plan.machine;
  return totalOf(memoryOf(plan.model, phase, plan.precision, plan.workload, batch)) <= chip.hbm.capacity / chip.ranks;
}

/** Writes the changes where the plan has their properties, or beside what it has; a precision behind the model. */
function fixesOf({ declaration }: LoweredPlan, changes: readonly Change[]): Fix[] {
  const edits = changes.flatMap(({ block, key, value }) => {
    const model = declaration.values.get("model")?.place;
    const behind = isOwn(declaration, model)
      ? [{ place: { ...model, start: model.end }, text: `\n  precision { ${key} = ${value} }` }]
      : [];
    // dp is inferred where it is left out.
    if (key === "dp" && !block?.values.has(key)) return [];
    const own = block ? settingEdit(declaration, block, key, value) : behind;
    return own.map((edit) => ({ ...edit, key, shown: `${key} = ${value}` }));
  });
  const missing = changes.some(({ key }) => key !== "dp" && !edits.some((edit) => edit.key === key));
  if (missing) return [];
  const written = edits.map(({ shown }) => shown).join(", ");
  return [
    fix(
      phrase`Set ${written}`,
      edits.map(({ place, text }) => ({ place, text })),
    ),
  ];
}

function candidates(lowered: LoweredPlan, phase: Phase, block: ResolvedBlock): Candidate[] {
  return [...widerTensors(lowered, phase, block), ...smallerWeights(lowered, phase), ...moreChips(lowered, phase, block)];
}

function widerTensors({ plan }: LoweredPlan, phase: Phase, block: ResolvedBlock): Candidate[] {
  const stage = phase.tp * phase.dp;
  return doubling(2 * phase.tp, stage)
    .filter((tp) => stage % tp === 0 && plan.model.attention.heads % tp === 0)
    .map((tp) => {
      const dp = stage / tp;
      const changes = [change(block, "tp", tp), change(block, "dp", dp)];
      return { plan, phase: { ...phase, tp, dp }, text: phrase`tp = ${tp} (and dp = ${dp})`, changes };
    });
}

function smallerWeights({ plan, declaration }: LoweredPlan, phase: Phase): Candidate[] {
  const block = declaration.blocks.get("precision");
  const { compute } = plan.machine.chip;
  const order: readonly (NumberType & ("fp8" | "int8" | "fp4" | "int4"))[] = ["fp8", "int8", "fp4", "int4"];
  return order
    .filter((type) => bytesOf[type] < bytesOf[plan.precision.weights] && (type === "int4" || compute[type] !== undefined))
    .map((type) => {
      const shrinks = bytesOf[plan.precision.experts] > bytesOf[type];
      const { experts, projections, output } = plan.precision;
      const followed = (key: string, types: Multiplied) => (block?.values.has(key) ? types : { ...types, weights: type });
      const precision = {
        ...plan.precision,
        weights: type,
        experts: shrinks ? type : experts,
        projections: followed("projections", projections),
        output: block?.values.has("projections") ? output : followed("output_projection", output),
      };
      // Experts follow the weights unless the plan says otherwise.
      const expertChange = shrinks && block?.values.has("experts") ? [{ block, key: "experts", value: type }] : [];
      const text = expertChange.length > 0 ? `weights = ${type}, experts = ${type}` : `weights = ${type}`;
      return { plan: { ...plan, precision }, phase, text, changes: [{ block, key: "weights", value: type }, ...expertChange] };
    });
}

function moreChips({ plan }: LoweredPlan, phase: Phase, block: ResolvedBlock): Candidate[] {
  const { moe, attention } = plan.model;
  const others = plan.phases.reduce((sum, other) => (other.name === phase.name ? sum : sum + other.instances * other.chips), 0);
  const available = Math.floor((chipsOf(plan.machine) - others) / phase.instances);
  return doubling(2, available / phase.chips).flatMap((factor): Candidate[] => {
    const chips = phase.chips * factor;
    if (!moe) {
      const tp = phase.tp * factor;
      if (attention.heads % tp !== 0) return [];
      const changes = [change(block, "chips", chips), change(block, "tp", tp)];
      return [{ plan, phase: { ...phase, chips, tp }, text: phrase`chips = ${chips} with tp = ${tp}`, changes }];
    }
    const grown = { ...phase, chips, dp: phase.dp * factor, ep: phase.ep * factor };
    const { holders } = expertLayout(moe, grown);
    if ((moe.experts + phase.redundantExperts) % holders !== 0) return [];
    const changes = [change(block, "chips", chips), change(block, "ep", grown.ep), change(block, "dp", grown.dp)];
    return [{ plan, phase: grown, text: phrase`chips = ${chips} with ep = ${grown.ep}`, changes }];
  });
}

function change(block: ResolvedBlock, key: string, value: number): Change {
  return { block, key, value: String(value) };
}

/** `from`, twice that, and so on, up to `most`. */
function doubling(from: number, most: number): number[] {
  const values: number[] = [];
  for (let value = from; value <= most; value *= 2) values.push(value);
  return values;
}
