/** What a training result rests on that nobody has computed: each assumption with its value, its origin, and what a change of it does to the throughput. */

import type { AssumptionReport } from "../../../shared/report";
import { type Calibration, evaluateTrain, layerSorts, type Overlap, type TrainPlan, type TrainResult, type TrainRuntime } from "../engine";
import { formatOperations, formatPercent, formatTime } from "../language/figures";
import type { ResolvedDeclaration } from "../semantics/program";
import { targetOf } from "./lower/read";

const more = 1.01;
/** Less is nothing to speak of. */
const leastEffect = 5e-5;

interface Change {
  readonly name: string;
  readonly value: string;
  readonly source: string;
  readonly change: string;
  readonly plan: TrainPlan;
}

/** The most influential first. Every line is an evaluation of the changed plan, so ask only when somebody looks. */
export function trainingAssumptions(declaration: ResolvedDeclaration, { plan, step }: TrainResult): readonly AssumptionReport[] {
  const changes = [...ways(declaration, plan), ...overlaps(declaration, plan), ...software(declaration, plan), ...ofChip(plan)];
  return changes
    .map(({ plan: changed, ...line }) => ({
      ...line,
      metric: "throughput",
      effect: step.seconds / evaluateTrain(changed).step.seconds - 1,
    }))
    .filter(({ effect }) => Math.abs(effect) >= leastEffect)
    .sort((left, right) => Math.abs(right.effect) - Math.abs(left.effect));
}

/** The other ways to the experts, and of adding up results and gradients. */
function ways(declaration: ResolvedDeclaration, plan: TrainPlan): Change[] {
  const { expertPath, allReduce, layout, model } = plan;
  const paths = (["all_to_all", "normal", "all_gather"] as const).filter((path) => path !== expertPath);
  const other = allReduce === "library" ? "auto" : "library";
  return [
    ...(model.moe && layout.ep > 1
      ? paths.map((path) => ({
          name: "path to the experts",
          value: expertPath,
          source: originOf(declaration, "expert_path"),
          change: path,
          plan: { ...plan, expertPath: path },
        }))
      : []),
    {
      name: "all-reduce",
      value: allReduce,
      source: originOf(declaration, "all_reduce"),
      change: other,
      plan: { ...plan, allReduce: other },
    },
  ];
}

const words: Readonly<Record<keyof Overlap, string>> = {
  gradients: "gradients",
  parameters: "parameters",
  tensor: "tensor",
  tensorGradients: "tensor_gradients",
  context: "context",
  experts: "experts",
  pipeline: "pipeline",
};

/** Each kind of communication all hidden, or not at all where it is. */
function overlaps(declaration: ResolvedDeclaration, plan: TrainPlan): Change[] {
  const { overlap } = plan.runtime;
  return (Object.keys(words) as (keyof Overlap)[])
    .filter((kind) => happens(plan, kind))
    .map((kind) => {
      const other = overlap[kind] >= 1 ? 0 : 1;
      return {
        name: `${words[kind].replaceAll("_", " ")} beside computation`,
        value: formatPercent(overlap[kind]),
        source: originOf(declaration, words[kind], "overlap"),
        change: formatPercent(other),
        plan: withRuntime(plan, { overlap: { ...overlap, [kind]: other } }),
      };
    });
}

/** Whether the plan has such communication. */
function happens({ layout, zero, model }: TrainPlan, kind: keyof Overlap): boolean {
  switch (kind) {
    case "tensor":
    case "tensorGradients":
      return layout.tp > 1;
    case "context":
      return layout.cp > 1;
    case "experts":
      return model.moe !== undefined && layout.ep > 1;
    case "pipeline":
      return layout.pp > 1;
    case "parameters":
      return zero > 0;
    case "gradients":
      return layout.dp * layout.cp > 1;
  }
}

function software(declaration: ResolvedDeclaration, plan: TrainPlan): Change[] {
  const { stepOverhead, vectorTraffic, attentionPace, expertLaunch, recurrenceRate } = plan.runtime;
  const line = (name: string, key: string, value: string, changed: TrainPlan): Change => ({
    name,
    value,
    source: originOf(declaration, key),
    change: "1% more",
    plan: changed,
  });
  const { imbalance } = plan;
  return [
    line("fixed time of a step", "step_overhead", formatTime(stepOverhead), withRuntime(plan, { stepOverhead: stepOverhead * more })),
    line("traffic of vector work", "vector_traffic", String(vectorTraffic), withRuntime(plan, { vectorTraffic: vectorTraffic * more })),
    line(
      "pace of attention kernels",
      "attention_pace",
      formatPercent(attentionPace),
      withRuntime(plan, { attentionPace: attentionPace * more }),
    ),
    ...(Number.isFinite(recurrenceRate) && layerSorts(plan.model).some(({ sort }) => sort.attention?.kind === "linear")
      ? [
          line(
            "rate of recurrences",
            "recurrence_rate",
            `${formatOperations(recurrenceRate)}S`,
            withRuntime(plan, { recurrenceRate: recurrenceRate * more }),
          ),
        ]
      : []),
    line(
      "host's time for a layer with experts",
      "expert_launch",
      formatTime(expertLaunch),
      withRuntime(plan, { expertLaunch: expertLaunch * more }),
    ),
    ...(plan.model.moe ? [line("imbalance of the experts", "imbalance", String(imbalance), { ...plan, imbalance: imbalance * more })] : []),
  ];
}

function ofChip(plan: TrainPlan): Change[] {
  const { chip } = plan.machine;
  const { calibration } = chip;
  const line = (name: string, value: number, changed: Partial<Calibration>): Change => ({
    name,
    value: formatPercent(value),
    source: `${chip.name}, ${calibration.basis}`,
    change: "1% more",
    plan: { ...plan, machine: { ...plan.machine, chip: { ...chip, calibration: { ...calibration, ...changed } } } },
  });
  const { sustained, attention, vector } = calibration;
  const faster = Object.fromEntries(Object.entries(sustained).map(([type, share]) => [type, share * more]));
  return [
    line("sustained pace of multiplications", sustained.bf16, { sustained: { ...sustained, ...faster } }),
    line("backward attention: peak", attention.backward, { attention: { ...attention, backward: attention.backward * more } }),
    line("vector kernels: HBM", vector.memory, { vector: { ...vector, memory: vector.memory * more } }),
  ];
}

/** Where a property of the plan, or of one of its blocks, has its value from. */
function originOf(declaration: ResolvedDeclaration, key: string, block?: string): string {
  const inside = (owner: ResolvedDeclaration | undefined) => (block === undefined ? owner : owner?.blocks.get(block));
  if (inside(declaration)?.values.has(key)) return "written in the plan";
  const engine = targetOf(declaration, "engine");
  if (inside(engine)?.values.has(key)) return `engine ${engine?.name}`;
  return key === "step_overhead" ? "the chip's calibration" : "default of the language";
}

function withRuntime(plan: TrainPlan, changed: Partial<TrainRuntime>): TrainPlan {
  return { ...plan, runtime: { ...plan.runtime, ...changed } };
}
