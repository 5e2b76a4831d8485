/** Mends of plans, with numbers that the engine gives. */

import type { Fix } from "../../language/diagnostics";
import { figureOf } from "../../analysis/expectations";
import { findUnit } from "../../language/units";
import { countOf, referenceOf } from "../numbers";
import { around, type Mends, remove, type Wound, write } from "./wound";
import { phrase } from "../../language/phrase";

export const planMends: Mends = {
  "batch-below-ranks": (wound) => {
    const phase = around(wound, "subblock");
    const report = phaseReport(wound, phase?.key.text);
    const batch = valueOf(wound, phase?.key.text, "batch");
    if (!report || !batch) return [];
    const step = report.degrees.dp * (countOf(wound.context.block, "microbatches") ?? 1);
    const text = `${Math.ceil(report.batch / step) * step} ${report.batch_unit}`;
    return [write(wound, phrase`Set batch to ${text}`, batch, text)];
  },
  "context-too-long": (wound) => {
    const workload = referenceOf(wound.context.owner, "workload");
    const model = referenceOf(wound.context.owner, "model");
    const [limit, output] = [countOf(model, "max_context"), countOf(workload, "output")];
    const input = workload?.values.get("input")?.place;
    if (limit === undefined || output === undefined || !input || input.uri !== wound.analysis.uri || output >= limit) return [];
    return [write(wound, phrase`Set input to ${limit - output} tokens`, input, `${limit - output} tokens`)];
  },
  "kv-heads-replicated": (wound) => {
    const { block, owner } = wound.context;
    const attention = referenceOf(owner, "model")?.blocks.get("attention");
    const heads = countOf(attention, "kv_heads");
    const tp = block?.values.get("tp")?.place;
    return heads && tp?.uri === wound.analysis.uri ? [write(wound, phrase`Set tp to ${heads}`, tp, String(heads))] : [];
  },
  "no-draft-modules": (wound) => removals(wound, ["mtp"]),
  "two-drafters": (wound) => removals(wound, ["mtp", "draft"]),
  "draft-vocabulary": (wound) => removals(wound, ["draft"]),
  "experts-apart": (wound) => removals(wound, ["ep", "experts"]),
  "torus-dimensions": (wound) => {
    const { owner } = wound.context;
    const fabric = owner?.named.find(({ name }) => name === around(wound, "subblock")?.name?.text);
    const axes = fabric?.values.get("dimensions");
    const nodes = owner?.values.get("nodes")?.place;
    if (axes?.type !== "numbers" || nodes?.uri !== wound.analysis.uri) return [];
    const wanted = axes.values.reduce((product, axis) => product * axis, 1) / (countOf(owner?.blocks.get("node"), "chips") ?? 1);
    return Number.isInteger(wanted) ? [write(wound, phrase`Set nodes to ${wanted}`, nodes, String(wanted))] : [];
  },
  "expect-failed": (wound) => {
    const expect = around(wound, "expect");
    const found = wound.analysis.expectations.find(({ expect: { place } }) => place.start === wound.finding.place.start);
    if (!expect || found?.actual === undefined) return [];
    const text = expected(found.expect.unit, found.actual, expect.comparison, () => figureOf(found.expect, found.actual ?? 0));
    const scope = found.expect.scope ? ` per ${found.expect.scope}` : "";
    return [write(wound, phrase`Expect the computed ${text}${scope}`, expect.right, text + scope)];
  },
  "rate-not-sustained": (wound) => {
    const { owner } = wound.context;
    const report = wound.analysis.plans.find(({ declaration }) => declaration === owner)?.report;
    const sustained = report?.metrics["requests"];
    const rate = referenceOf(owner, "workload")?.values.get("rate")?.place;
    if (!sustained || rate?.uri !== wound.analysis.uri) return [];
    const text = `${floorTo(sustained, 3)} requests/s`;
    return [write(wound, phrase`Set the rate to the ${text} that the plan sustains`, rate, text)];
  },
  "pool-idle": (wound) => {
    const { owner } = wound.context;
    const report = wound.analysis.plans.find(({ declaration }) => declaration === owner)?.report;
    const phase = around(wound, "subblock")?.key.text;
    const pool = report?.phases.find(({ name }) => name === phase);
    const written = valueOf(wound, phase, "instances");
    const used = Number(/used to ([\d.]+)%/.exec(wound.finding.message)?.[1]) / 100;
    if (!pool || !written || !Number.isFinite(used)) return [];
    const enough = Math.max(1, Math.ceil(pool.instances * used));
    return enough < pool.instances ? [write(wound, phrase`Set instances to ${enough}`, written, String(enough))] : [];
  },
};

/** Takes members out of the phase that the finding is about. */
function removals(wound: Wound, names: readonly string[]): readonly Fix[] {
  const phase = wound.nodes.find((node) => node.kind === "subblock");
  const members = phase?.kind === "subblock" ? phase.block.members : [];
  return members.flatMap((member) => {
    const named = (member.kind === "subblock" || member.kind === "property") && names.includes(member.key.text);
    return named ? [remove(wound, phrase`Remove ${member.key.text}`, member)] : [];
  });
}

function phaseReport({ analysis, context }: Wound, phase: string | undefined) {
  const report = analysis.plans.find(({ declaration }) => declaration === context.owner)?.report;
  return report?.phases.find(({ name }) => name === phase);
}

function valueOf({ analysis, context }: Wound, phase: string | undefined, key: string) {
  const place = context.owner?.blocks.get(phase ?? "")?.values.get(key)?.place;
  return place?.uri === analysis.uri ? place : undefined;
}

/** The figure in the unit that was written, on the side that the comparison allows. */
function expected(unit: string | undefined, actual: number, comparison: string, plain: () => string): string {
  const known = unit ? findUnit(unit, undefined) : undefined;
  if (!known)
    return unit === undefined && Number.isFinite(actual) && /^[\d.,]+$/.test(plain()) ? String(sideOf(actual, comparison)) : plain();
  return `${sideOf(actual / known.factor, comparison)} ${unit}`;
}

function sideOf(value: number, comparison: string): number {
  if (comparison.startsWith("<")) return -floorTo(-value, 3);
  return floorTo(value, 3);
}

/** Down to so many significant digits. */
function floorTo(value: number, digits: number): number {
  if (value === 0) return 0;
  const scale = 10 ** (digits - 1 - Math.floor(Math.log10(Math.abs(value))));
  return Number((Math.floor(value * scale) / scale).toPrecision(digits));
}
