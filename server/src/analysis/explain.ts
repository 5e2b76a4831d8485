/** Where a figure of a plan comes from: its formula with the numbers in it, the parts that add up to it, and the kernels below them. */

import type { Explanation, ExplainedKernel } from "../../../shared/report";
import { type Kernel, kernelsOf, type PhaseResult, type ServeResult, tokensPerStep, totalOf } from "../engine";
import { formatCount, formatInformation, formatPercent, formatRate, formatTime } from "../language/figures";
import { measure } from "./metrics";

/** Every path that can be explained. */
export function explainable(result: ServeResult): readonly string[] {
  return [
    ...Object.keys(measure(result)),
    ...result.phases.flatMap(({ phase, time }) => [
      `${phase.name}.step`,
      ...time.step.parts.map((part) => `${phase.name}.${part.name}`),
      ...memoryParts.map(([part]) => `${phase.name}.memory.${part}`),
    ]),
  ].filter((path, index, all) => all.indexOf(path) === index);
}

const memoryParts = [
  ["weights", "weights"],
  ["kv_cache", "kvCache"],
  ["activations", "activations"],
  ["buffers", "buffers"],
  ["reserve", "reserve"],
] as const;

/** Parts of a chip's calibration that time the operator, by what its kernels are. */
export function calibrationOf({ kernels, path }: Explanation): readonly string[] {
  const names = kernels.flatMap(({ shape, seconds }) => {
    if (seconds.transfer > 0) return /dispatch|combine/.test(path) ? ["low_latency", "normal"] : ["collective"];
    if (shape) return shape.count > 1 ? ["gemm", "grouped"] : ["gemm"];
    return path.endsWith("attention") ? ["attention"] : ["vector"];
  });
  return [...new Set(names)];
}

/** Undefined: no such path; `explainable` lists them. */
export function explain(result: ServeResult, path: string): Explanation | undefined {
  const [name, ...rest] = path.split(".");
  const phase = result.phases.find((each) => each.phase.name === name);
  const key = rest.join(".");
  if (!phase) return explainPlan(result, path);
  if (key === "memory") return explainMemory(path, phase);
  const part = memoryParts.find(([each]) => key === `memory.${each}`);
  if (part) return figure(path, phase.memory[part[1]], formatInformation(phase.memory[part[1]]), "of one rank", 3);
  if (key === "step") return explainStep(path, phase);
  if (key === "throughput") return explainThroughput(result, path, phase);
  if (phase.time.step.parts.some((each) => each.name === key)) return explainOperator(result, path, phase, key);
  const value = measure(result)[path];
  if (value === undefined) return undefined;
  if (key === "latency")
    return {
      ...figure(path, value, formatTime(value), "steps that the prompt's batch takes, one after the other", 8),
      parts: stepParts(phase),
    };
  return figure(path, value, formatCount(value), "what the batch came to", 8);
}

function explainPlan(result: ServeResult, path: string): Explanation | undefined {
  const measured = measure(result);
  const value = measured[path];
  if (value === undefined) return undefined;
  const writer = result.phases.find(({ phase }) => phase.name !== "prefill");
  switch (path) {
    case "ttft": {
      const { wait = 0, prefill = 0, kvTransfer = 0, firstStep = 0 } = result.ttft ?? {};
      const parts = Object.entries({ wait, prefill, "KV transfer": kvTransfer, "first step": firstStep });
      const formula = parts.map(([each, seconds]) => `${each} ${formatTime(seconds)}`).join(" + ");
      return {
        ...figure(path, value, formatTime(value), formula, 8),
        parts: parts.map(([each, seconds]) => partOf(each, seconds, formatTime(seconds))),
      };
    }
    case "tpot": {
      const step = writer?.time.seconds ?? 0;
      const yielded = writer ? tokensPerStep(writer.phase) : 1;
      const exact = Math.abs(step / yielded / value - 1) < 1e-9;
      const formula = exact
        ? `step ${formatTime(step)} / ${yielded.toFixed(3)} tokens of a step`
        : `mean over the steps of an answer, of ${formatTime(step)} on the mean`;
      return {
        ...figure(path, value, formatTime(value), formula, 8),
        parts: writer ? [partOf(`${writer.phase.name}.step`, step, formatTime(step))] : [],
      };
    }
    case "throughput": {
      const { output } = result.plan.workload;
      const formula = `${formatRate(result.requests, "requests")} × ${formatCount(output)} output tokens`;
      return { ...figure(path, value, formatRate(value, "tokens"), formula, 8), parts: pools(result) };
    }
    case "requests": {
      const formula = `the least of ${result.phases.map(({ phase, time }) => `${phase.name} ${formatRate(time.requests, "requests")}`).join(", ")}`;
      return { ...figure(path, value, formatRate(value, "requests"), formula, 8), parts: pools(result) };
    }
    default:
      return figure(path, value, String(value), formulas[path] ?? "", 8);
  }
}

const formulas: Readonly<Record<string, string>> = {
  power: "Σ chips of a pool × watts of a chip × (idle share + (1 − idle share) × use of the pool)",
  energy: "power / output tokens per second that are served",
  cost: "price of a chip × chips / output tokens per second that are served × 1,000,000",
};

function pools({ phases }: ServeResult): Explanation["parts"] {
  return phases.map(({ phase, time }) => partOf(phase.name, time.requests, formatRate(time.requests, "requests")));
}

function explainMemory(path: string, { memory, capacity }: PhaseResult): Explanation {
  const total = totalOf(memory);
  const formula = `weights + KV cache + activations + buffers + reserve, of ${formatInformation(capacity)} of a rank`;
  const parts = memoryParts.map(([each, key]) => partOf(each, memory[key], formatInformation(memory[key])));
  return { ...figure(path, total, formatInformation(total), formula, 3), parts };
}

function stepParts({ time }: PhaseResult): Explanation["parts"] {
  return time.step.parts.map((each) => partOf(each.name, each.exposed, formatTime(each.exposed)));
}

function explainStep(path: string, phase: PhaseResult): Explanation {
  const { seconds } = phase.time.step;
  return { ...figure(path, seconds, formatTime(seconds), "the exposed seconds of its operators", 7), parts: stepParts(phase) };
}

function explainThroughput(result: ServeResult, path: string, { phase, time }: PhaseResult): Explanation {
  const { input, output } = result.plan.workload;
  const [each, what] = phase.name === "prefill" ? [input, "input"] : [output, "output"];
  const formula = `${formatRate(time.requests, "requests")} of the pool × ${formatCount(each)} ${what} tokens`;
  return figure(path, time.throughput, formatRate(time.throughput, "tokens"), formula, 8);
}

/** An operator of the step: its kernels, and what each reaches of the peak and of the HBM. */
function explainOperator({ plan }: ServeResult, path: string, { time }: PhaseResult, name: string): Explanation {
  const kernels = kernelsOf(time.step).filter((kernel) => kernel.part === name);
  const row = time.step.parts.find((each) => each.name === name);
  const { chip } = plan.machine;
  const bandwidth = chip.hbm.bandwidth / chip.ranks;
  const formula =
    kernels.length === 0
      ? "waiting: no kernel runs"
      : "Σ runs × (longest of compute, memory, transfer + exposed share of the shorter + overhead), less what hides";
  return {
    ...figure(path, row?.exposed ?? 0, formatTime(row?.exposed ?? 0), formula, row?.fabric === undefined ? 4 : 5),
    ...(row ? { bound: row.bound, flop: row.flop, bytes: row.bytes } : {}),
    parts: kernels.map((kernel, index) => partOf(`kernel ${index + 1}`, kernel.exposed, formatTime(kernel.exposed))),
    kernels: kernels.map((kernel) => explained(kernel, bandwidth)),
    basis: `${chip.name}: efficiencies ${chip.calibration.basis}, their sources in the catalog (cmx catalog ${chip.name})`,
  };
}

function explained({ operator, runs, exposed, hidden, bound }: Kernel, bandwidth: number): ExplainedKernel {
  const { shape, flop, bytes, compute, memory, transfer, overhead, traffic } = operator;
  const reached = memory > 0 ? formatPercent(bytes / memory / bandwidth) : undefined;
  return {
    ...(shape ? { shape: { rows: shape.rows, depth: shape.depth, columns: shape.columns, count: shape.count ?? 1 } } : {}),
    runs,
    flop,
    bytes: bytes + traffic.reduce((sum, each) => sum + each.bytes, 0),
    seconds: { compute, memory, transfer, overhead },
    exposed_share: operator.exposed,
    exposed,
    hidden,
    bound,
    ...(reached === undefined ? {} : { hbm_reached: reached }),
    ...(compute > 0 ? { flop_rate: flop / compute } : {}),
  };
}

function partOf(name: string, value: number, text: string): Explanation["parts"][number] {
  return { name, value, text };
}

function figure(path: string, value: number, text: string, formula: string, chapter: number): Explanation {
  return { path, value, text, formula, documentation: `docs/engine.md, section ${chapter}`, parts: [], kernels: [] };
}
