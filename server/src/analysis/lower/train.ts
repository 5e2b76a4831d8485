/** A training plan as the engine's data: degrees inferred, defaults filled in. */

import {
  type AllReduceAlgorithm,
  type Chip,
  chipsOf,
  type ContextExchange,
  type Failures,
  type NumberType,
  type Optimizer,
  type Overlap,
  type Recompute,
  type Schedule,
  type TrainExpertPath,
  type TrainLayout,
  type TrainPlan,
  type TrainPrecision,
  type TrainRuntime,
} from "../../engine";
import { allReduceAlgorithms, findBlock, kindSchema } from "../../language/schema";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { lowerRuntime, reserveOf } from "./engine";
import { interned } from "./interned";
import { lowerMachine } from "./machine";
import { lowerModel } from "./model";
import { currencyOf, numberTypes, scoped } from "./plan";
import { numberOf, optional, targetOf, valueOr, wordOf } from "./read";

/** The plan for the engine, and what was written of its size. */
export interface LoweredTraining {
  readonly declaration: ResolvedDeclaration;
  readonly plan: TrainPlan;
  /** Whether tp × pp × cp × dp are the ranks of the chips. */
  readonly consistent: boolean;
  readonly currency: string | undefined;
}

const schema = kindSchema("train");
const algorithms = allReduceAlgorithms.map(([name]) => name) satisfies readonly AllReduceAlgorithm[];

const sameLayout = interned<TrainLayout>();
const samePrecision = interned<TrainPlan["precision"]>();
const sameRuntime = interned<TrainPlan["runtime"]>();

/** Undefined where something is missing that the language has reported already. */
export function lowerTrain(declaration: ResolvedDeclaration): LoweredTraining | undefined {
  const modelDeclaration = targetOf(declaration, "model");
  const machineDeclaration = targetOf(declaration, "on");
  const machine = machineDeclaration && lowerMachine(machineDeclaration);
  const sequence = optional(declaration, "sequence");
  const batch = batchOf(declaration, sequence);
  if (!modelDeclaration || !machine || sequence === undefined || batch === undefined) return undefined;
  const model = lowerModel(modelDeclaration);
  const value = (key: string) => valueOr(declaration, schema, key);
  const word = <Word extends string>(key: string, words: readonly Word[]): Word => wordOf(declaration, schema, key, words);
  const { layout, chips, consistent } = lowerLayout(declaration, machine.chip.ranks, chipsOf(machine));
  const zero = value("zero");
  const plan: TrainPlan = {
    name: declaration.name,
    model,
    machine,
    layout: sameLayout(layout),
    chips,
    sequence,
    batch,
    precision: samePrecision(lowerTrainPrecision(declaration.blocks.get("precision"))),
    runtime: sameRuntime(lowerTrainRuntime(declaration, machine.chip)),
    microbatch: value("microbatch"),
    schedule: word("schedule", ["1f1b", "interleaved", "zero_bubble", "dualpipe"] satisfies readonly Schedule[]),
    zero: zero >= 3 ? 3 : zero >= 2 ? 2 : zero >= 1 ? 1 : 0,
    zeroRanks: optional(declaration, "zero_ranks"),
    reshard: word("reshard", ["true", "false"]) === "true",
    recompute: word("recompute", ["none", "selective", "full"] satisfies readonly Recompute[]),
    recomputeLayers: optional(declaration, "recompute_layers"),
    sequenceParallel: word("sequence_parallel", ["true", "false"]) === "true",
    context: word("context", ["ring", "all_gather", "all_to_all"] satisfies readonly ContextExchange[]),
    imbalance: value("imbalance"),
    expertPath: word("expert_path", ["all_to_all", "normal", "all_gather"] satisfies readonly TrainExpertPath[]),
    allReduce: word("all_reduce", algorithms),
    optimizer: word("optimizer", ["adam", "muon", "sgd"] satisfies readonly Optimizer[]),
    mtpModules: optional(declaration, "mtp_modules") ?? model.mtpModules,
    tokens: optional(declaration, "tokens"),
    failures: lowerFailures(declaration.blocks.get("failures")),
  };
  return { declaration, plan, consistent, currency: currencyOf(machineDeclaration) };
}

/** Sequences of a step; tokens are as many sequences as they fill. */
function batchOf(declaration: ResolvedDeclaration, sequence: number | undefined): number | undefined {
  const batch = numberOf(declaration, "batch");
  if (!batch || sequence === undefined) return undefined;
  return "tokens" in batch.dimension ? batch.value / sequence : batch.value;
}

function lowerLayout(declaration: ResolvedDeclaration, ranksPerChip: number, available: number) {
  const value = (key: string) => valueOr(declaration, schema, key);
  const [tp, pp, cp] = [value("tp"), value("pp"), value("cp")];
  const replica = tp * pp * cp;
  const written = optional(declaration, "dp");
  const chips = optional(declaration, "chips") ?? (written === undefined ? available : Math.ceil((replica * written) / ranksPerChip));
  const dp = written ?? Math.max(1, Math.floor((chips * ranksPerChip) / replica));
  const layout: TrainLayout = {
    tp,
    pp,
    cp,
    dp,
    ep: value("ep"),
    expertTp: value("expert_tp"),
    firstLayers: optional(declaration, "first_layers"),
    lastLayers: optional(declaration, "last_layers"),
    chunks: value("chunks"),
  };
  return { layout, chips, consistent: replica * dp === chips * ranksPerChip };
}

function lowerTrainPrecision(block: ResolvedBlock | undefined): TrainPrecision {
  const types = findBlock(schema, "precision") ?? schema;
  const read = (key: string): NumberType => wordOf(block, types, key, numberTypes);
  const following = (key: string, followed: NumberType): NumberType => (block?.values.has(key) ? read(key) : followed);
  const weights = read("weights");
  const gradients = read("gradients");
  return {
    weights,
    activations: read("activations"),
    attention: read("attention"),
    dispatch: read("dispatch"),
    combine: read("combine"),
    gradients,
    reduction: following("reduction", gradients),
    parameters: following("parameters", weights),
    master: read("master"),
    moments: read("moments"),
  };
}

function lowerTrainRuntime(declaration: ResolvedDeclaration, chip: Chip): TrainRuntime {
  const engine = targetOf(declaration, "engine");
  const {
    engine: name,
    bases,
    stepOverhead,
    fixedTimes,
    launch,
    expertLaunch,
    fusedQuantisation,
    recurrenceRate,
  } = lowerRuntime(engine, chip, optional(declaration, "step_overhead"));
  const software = kindSchema("engine");
  return {
    engine: name,
    bases,
    stepOverhead,
    fixedTimes,
    launch,
    expertLaunch,
    fusedQuantisation,
    recurrenceRate,
    overlap: lowerOverlap(declaration.blocks.get("overlap"), engine?.blocks.get("overlap")),
    reserve: scoped(numberOf(declaration, "reserve"), chip.ranks) ?? reserveOf(engine, chip),
    vectorTraffic: valueOr(engine, software, "vector_traffic"),
    attentionPace: valueOr(engine, software, "attention_pace"),
    storedScores: wordOf(engine, software, "attention_scores", ["recomputed", "stored"]) === "stored",
    dropout: wordOf(declaration, schema, "dropout", ["false", "true"]) === "true",
    fusedLoss: wordOf(engine, software, "loss", ["fused", "separate"]) === "fused",
  };
}

/** What the plan says goes before what the engine says. */
function lowerOverlap(plan: ResolvedBlock | undefined, engine: ResolvedBlock | undefined): Overlap {
  const words = findBlock(schema, "overlap") ?? schema;
  const share = (key: string) => optional(plan, key) ?? valueOr(engine, words, key);
  return {
    gradients: share("gradients"),
    parameters: share("parameters"),
    tensor: share("tensor"),
    tensorGradients: share("tensor_gradients"),
    context: share("context"),
    experts: share("experts"),
    pipeline: share("pipeline"),
  };
}

function lowerFailures(block: ResolvedBlock | undefined): Failures | undefined {
  if (!block) return undefined;
  return {
    mtbf: optional(block, "mtbf"),
    checkpoint: optional(block, "checkpoint") ?? 0,
    restart: optional(block, "restart") ?? 0,
    interval: optional(block, "interval"),
  };
}
