/** An operator of a step, followed down to its kernels: what each reads and computes, at what efficiency, and how its time comes about. */

import {
  deviceOf,
  type Kernel,
  kernelsOf,
  type PhaseResult,
  secondsOf,
  type ServePlan,
  type ServeResult,
  type Step,
  unitsFor,
} from "../../engine";
import { formatBandwidth, formatCount, formatInformation, formatOperations, formatPercent, formatTime } from "../../language/figures";
import { type Explained, figure, partOf } from "./figure";
import { type Filling, listed, phrase, summed } from "../../language/phrase";

export function explainOperator({ plan }: ServeResult, path: string, { time }: PhaseResult, name: string): Explained {
  const row = time.step.parts.find((each) => each.name === name);
  return explainPart(plan, path, time.step, name, row?.fabric === undefined ? 4 : 5);
}

/** The machine, and in what its attention computes. */
type Ground = Pick<ServePlan, "machine"> & { readonly precision: Pick<ServePlan["precision"], "attention"> };

/** A part of any step. */
export function explainPart(plan: Ground, path: string, step: Step, name: string, chapter: number): Explained {
  const kernels = joined(kernelsOf(step).filter((kernel) => kernel.part === name));
  const row = step.parts.find((each) => each.name === name);
  const { chip } = plan.machine;
  return {
    ...figure(path, row?.exposed ?? 0, formatTime(row?.exposed ?? 0), sumOf(kernels), chapter),
    ...(row ? { bound: row.bound, flop: row.flop, bytes: row.bytes } : {}),
    parts: kernels.map((kernel, index) => partOf(`kernel ${index + 1}`, kernel.exposed, formatTime(kernel.exposed))),
    kernels: kernels.map((kernel) => explained(plan, kernel)),
    basis: `${chip.name}: efficiencies ${chip.calibration.basis}, their sources in the catalog (cmx catalog ${chip.name})`,
  };
}

/** Layers of several sorts may run the same kernel: it is listed once. */
function joined(kernels: readonly Kernel[]): readonly Kernel[] {
  const all: Kernel[] = [];
  for (const kernel of kernels) {
    const same = all.findIndex((other) => sameWork(kernel, other));
    const other = all[same];
    if (!other) all.push(kernel);
    else
      all[same] = {
        ...other,
        runs: other.runs + kernel.runs,
        exposed: other.exposed + kernel.exposed,
        hidden: other.hidden + kernel.hidden,
      };
  }
  return all;
}

const workFigures = ["flop", "bytes", "compute", "memory", "transfer", "overhead"] as const;

function sameWork({ operator: one, cores }: Kernel, { operator: other, cores: others }: Kernel): boolean {
  return cores === others && workFigures.every((key) => one[key] === other[key]);
}

/** `6 × 371 µs + 116 × 371 µs`, and how much of it hides behind other work. */
function sumOf(kernels: readonly Kernel[]): Filling {
  if (kernels.length === 0) return phrase`waiting: no kernel runs`;
  const sum = kernels.map(({ runs, operator, cores }) => `${formatCount(runs)} × ${formatTime(secondsOf(operator, cores))}`).join(" + ");
  const hidden = kernels.reduce((all, kernel) => all + kernel.hidden, 0);
  return hidden > 0 ? phrase`${sum}, of which ${formatTime(hidden)} hide behind other work` : sum;
}

function explained(plan: Ground, kernel: Kernel): Explained["kernels"][number] {
  const { operator, runs, exposed, hidden, bound } = kernel;
  const { shape, flop, bytes, compute, memory, transfer, overhead, traffic } = operator;
  return {
    ...(shape ? { shape: { rows: shape.rows, depth: shape.depth, columns: shape.columns, count: shape.count ?? 1 } } : {}),
    runs,
    flop,
    bytes: bytes + traffic.reduce((sum, each) => sum + each.bytes, 0),
    seconds: { compute, memory, transfer, overhead },
    formulas: formulasOf(plan, kernel),
    exposed_share: operator.exposed,
    exposed,
    hidden,
    bound,
  };
}

function formulasOf(plan: Ground, kernel: Kernel): Filling[] {
  const { compute, memory, transfer, overhead, traffic, fabric } = kernel.operator;
  const { machine } = plan;
  const bandwidth = machine.chip.hbm.bandwidth / machine.chip.ranks;
  const lines: Filling[] = [];
  if (compute > 0) lines.push(phrase`compute ${formatTime(compute)} = ${computeFormula(plan, kernel)}`);
  if (memory > 0) {
    const { bytes } = kernel.operator;
    const reached = formatPercent(bytes / memory / bandwidth);
    lines.push(phrase`memory ${formatTime(memory)} = ${`${formatInformation(bytes)} / (${formatBandwidth(bandwidth)} × ${reached})`}`);
  }
  if (transfer > 0) {
    const sent = traffic.map(({ fabric: over, tier, bytes }) => phrase`${formatInformation(bytes)} over tier ${tier} of ${over}`);
    const taken = formatTime(transfer);
    const whole = fabric === undefined ? phrase`transfer ${taken}` : phrase`transfer ${taken} on ${fabric}`;
    lines.push(sent.length > 0 ? phrase`${whole}: ${listed(sent)}` : whole);
  }
  if (overhead > 0) lines.push(phrase`fixed ${formatTime(overhead)}`);
  return [...lines, onceFormula(kernel)];
}

/** `5.65 GFLOP / (354 TFLOPS × 87% × 4096 / (4096 + 380) × 92% of tiles and waves filled)`. */
function computeFormula(plan: Ground, { operator, part }: Kernel): Filling {
  const { shape, flop, compute } = operator;
  // A fused kernel multiplies in several types: there is no one peak.
  if (!shape && !part.endsWith("attention")) return `${formatOperations(flop)} / ${formatOperations(flop / compute)}S`;
  const device = deviceOf(plan.machine);
  const { type: units, peak } = unitsFor(device, shape?.activations ?? plan.precision.attention);
  const reached = flop / compute;
  const work = phrase`${formatOperations(flop)} / (${`${formatOperations(peak)}S`} of ${units}`;
  if (!shape) return phrase`${work} × ${formatPercent(reached / peak)})`;
  const { gemm, grouped } = plan.machine.chip.calibration;
  const experts = part === "experts";
  const efficiency = experts ? (grouped.efficiency ?? gemm.efficiency[units]) : gemm.efficiency[units];
  const half = experts ? grouped.halfDepth : gemm.halfDepth;
  const filled = reached / (peak * efficiency * (shape.depth / (shape.depth + half)));
  const depth = half > 0 ? ` × ${formatCount(shape.depth)} / (${formatCount(shape.depth)} + ${formatCount(half)})` : "";
  const tiles = Math.abs(filled - 1) < 5e-4 ? "" : phrase` × ${formatPercent(filled)} of tiles and waves filled`;
  return phrase`${work} × ${formatPercent(efficiency)}${depth}${tiles})`;
}

/** `once max(compute 244 µs / 67% of the pace, memory 96.7 µs) + 70% × 96.7 µs + fixed 5 µs = 371 µs`. */
function onceFormula({ operator, cores }: Kernel): Filling {
  const { compute, memory, transfer, overhead, exposed } = operator;
  const computing = phrase`compute ${formatTime(compute)}`;
  const terms: readonly Filling[] = [
    ...(compute > 0 ? [cores === 1 ? computing : phrase`${computing} / ${formatPercent(cores)} of the pace`] : []),
    ...(memory > 0 ? [phrase`memory ${formatTime(memory)}`] : []),
    ...(transfer > 0 ? [phrase`transfer ${formatTime(transfer)}`] : []),
  ];
  const shorter = Math.min(compute / cores, memory);
  const sum: readonly Filling[] = [
    ...(terms.length > 1 ? [phrase`max(${listed(terms)})`] : terms),
    ...(exposed > 0 && shorter > 0 ? [`${formatPercent(exposed)} × ${formatTime(shorter)}`] : []),
    ...(overhead > 0 ? [phrase`fixed ${formatTime(overhead)}`] : []),
  ];
  return phrase`once ${summed(sum)} = ${formatTime(secondsOf(operator, cores))}`;
}
