/** A serving plan as the engine's data: degrees inferred, scopes resolved, defaults filled in. */

import {
  type AllReduceAlgorithm,
  bytesOf,
  type Chip,
  type ExpertPath,
  imageTokens,
  type Model,
  type NumberType,
  type Phase,
  type PhaseName,
  type PrefixCache,
  type Multiplied,
  type Precision,
  type ServePlan,
  type Speculation,
  withoutWindows,
  type Workload,
} from "../../engine";
import { allReduceAlgorithms, type BlockSchema, findBlock, kindSchema } from "../../language/schema";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { interned } from "./interned";
import { lowerMachine } from "./machine";
import { lowerModel } from "./model";
import { chunkOf, lowerRuntime, reserveOf, windowsOf } from "./engine";
import { numberOf, optional, targetOf, valueOr, wordOf } from "./read";

const phaseNames: readonly PhaseName[] = ["prefill", "decode", "colocated"];
const algorithms = allReduceAlgorithms.map(([name]) => name) satisfies readonly AllReduceAlgorithm[];
export const numberTypes: readonly NumberType[] = ["bf16", "fp16", "fp8", "int8", "int4", "fp4", "fp32"];

export interface LoweredPhase {
  readonly phase: Phase;
  readonly block: ResolvedBlock;
  /** Whether tp × pp × cp × dp are the ranks of the chips. */
  readonly consistent: boolean;
}

/** The plan for the engine, and where each phase was written. */
export interface LoweredPlan {
  readonly declaration: ResolvedDeclaration;
  readonly plan: ServePlan;
  readonly phases: readonly LoweredPhase[];
  /** Of the machine's price, where it has one. */
  readonly currency: string | undefined;
}

const samePrecision = interned<Precision>();
const sameRuntime = interned<Phase["runtime"]>();
const sameSpeculation = interned<Speculation | undefined>();

/** Undefined where something is missing that the language has reported already. */
export function lowerServe(declaration: ResolvedDeclaration): LoweredPlan | undefined {
  const modelDeclaration = targetOf(declaration, "model");
  const machineDeclaration = targetOf(declaration, "on");
  const workloadDeclaration = targetOf(declaration, "workload");
  const machine = machineDeclaration && lowerMachine(machineDeclaration);
  const workload = workloadDeclaration && lowerWorkload(workloadDeclaration, modelDeclaration && lowerModel(modelDeclaration).vision);
  if (!modelDeclaration || !machine || !workload) return undefined;
  const engine = targetOf(declaration, "engine");
  const phases = phaseNames.flatMap((name) => {
    const block = declaration.blocks.get(name);
    return block ? [lowerPhase(name, block, machine.chip, engine)] : [];
  });
  if (phases.length === 0) return undefined;
  const scaleUp = machine.fabrics.find(({ role }) => role === "scale_up")?.name;
  const scaleOut = machine.fabrics.find(({ role }) => role === "scale_out")?.name;
  const plan: ServePlan = {
    name: declaration.name,
    model: windowsOf(engine) === "ignored" ? withoutWindows(lowerModel(modelDeclaration)) : lowerModel(modelDeclaration),
    machine,
    workload,
    precision: samePrecision(lowerPrecision(declaration.blocks.get("precision"), machine.chip)),
    phases: phases.map(({ phase }) => phase),
    kvTransfer: fabricOf(declaration, "kv_transfer") ?? scaleOut ?? scaleUp,
    kvSending: wordOf(declaration, declaration.schema, "kv_sending", ["prompt", "layer"] as const),
    cache: lowerCache(declaration.blocks.get("cache"), machine.chip.ranks),
    cacheFabric: fabricOf(declaration.blocks.get("cache"), "fabric") ?? scaleUp ?? scaleOut,
  };
  return { declaration, plan, phases, currency: currencyOf(machineDeclaration) };
}

/** The currency in which the machine (else its chip) has its price. */
export function currencyOf(machine: ResolvedDeclaration): string | undefined {
  const supernode = machine.kind === "cluster" ? targetOf(machine, "supernode") : machine;
  const chip = supernode && targetOf(supernode, "chip");
  return numberOf(supernode, "price")?.currency ?? numberOf(chip, "price")?.currency;
}

function lowerCache(block: ResolvedBlock | undefined, ranksPerChip: number): PrefixCache {
  const schema = findBlock(kindSchema("serve"), "cache") ?? kindSchema("serve");
  return {
    bandwidth: scoped(numberOf(block, "bandwidth"), ranksPerChip, "chip"),
    block: valueOr(block, schema, "block"),
    overhead: valueOr(block, schema, "overhead"),
  };
}

function fabricOf(block: ResolvedBlock | undefined, key: string): string | undefined {
  const value = block?.values.get(key);
  return value?.type === "word" ? value.word : undefined;
}

function lowerWorkload(declaration: ResolvedDeclaration, vision: Model["vision"]): Workload | undefined {
  const input = optional(declaration, "input");
  const output = optional(declaration, "output");
  if (input === undefined || output === undefined) return undefined;
  const slo = declaration.blocks.get("slo");
  const images = vision && lowerImages(declaration, vision);
  return {
    name: declaration.name,
    input: input + (images ? images.count * images.tokens : 0),
    images,
    output,
    variety: {
      input: valueOr(declaration, declaration.schema, "input_spread"),
      output: valueOr(declaration, declaration.schema, "output_spread"),
      correlation: valueOr(declaration, declaration.schema, "correlation"),
      arrivals: valueOr(declaration, declaration.schema, "arrival_spread"),
    },
    rate: optional(declaration, "rate"),
    concurrency: optional(declaration, "concurrency"),
    rounds: optional(declaration, "rounds"),
    cached: valueOr(declaration, declaration.schema, "cached"),
    slo: { ttft: optional(slo, "ttft"), tpot: optional(slo, "tpot") },
  };
}

/** The images of a prompt, in tokens of the model that sees them. */
function lowerImages(declaration: ResolvedDeclaration, vision: NonNullable<Model["vision"]>): Workload["images"] {
  const block = declaration.blocks.get("images");
  if (!block) return undefined;
  const tokens = imageTokens(vision, optional(block, "width") ?? 1, optional(block, "height") ?? 1);
  return { count: valueOr(block, block.schema, "count"), tokens };
}

/** The inputs of quantised weights are of their type, where the chip multiplies in it. */
function inputsOf(weights: NumberType, chip: Chip): NumberType {
  const narrow = weights !== "int4" && bytesOf[weights] < 2;
  return narrow && chip.compute[weights as "fp8" | "int8" | "fp4"] !== undefined ? weights : "bf16";
}

/** Number types with their defaults, which depend on what the chip can compute. */
export function lowerPrecision(block: ResolvedBlock | undefined, chip: Chip): Precision {
  const schema = findBlock(kindSchema("serve"), "precision") ?? kindSchema("serve");
  const read = (key: string, fallback: NumberType): NumberType =>
    block?.values.has(key) ? wordOf(block, schema, key, numberTypes) : fallback;
  const weights = read("weights", "bf16");
  const activations = read("activations", inputsOf(weights, chip));
  const expertActivations = read("expert_activations", activations);
  const multiplied = (key: string, fallback: Multiplied): Multiplied => {
    const type = block?.values.has(key) ? read(key, fallback.weights) : undefined;
    return type ? { weights: type, activations: inputsOf(type, chip) } : fallback;
  };
  const projections = multiplied("projections", { weights, activations });
  return {
    weights,
    activations,
    kvCache: read("kv_cache", "bf16"),
    attention: read("attention", "bf16"),
    experts: read("experts", weights),
    expertActivations,
    projections,
    output: multiplied("output_projection", projections),
    dispatch: read("dispatch", expertActivations),
    combine: read("combine", "bf16"),
  };
}

function lowerPhase(name: PhaseName, block: ResolvedBlock, chip: Chip, engine: ResolvedDeclaration | undefined): LoweredPhase {
  const schema = block.schema;
  const ranksPerChip = chip.ranks;
  const value = (key: string) => valueOr(block, schema, key);
  const tp = value("tp");
  const pp = value("pp");
  const cp = value("cp");
  const replica = tp * pp * cp;
  const apart = optional(block.blocks.get("experts"), "chips") ?? 0;
  const chips = optional(block, "chips") ?? Math.ceil((replica * (optional(block, "dp") ?? 1)) / ranksPerChip) + apart;
  const attending = (chips - apart) * ranksPerChip;
  // Ranks that the other degrees leave over hold further replicas: both dies of one chip, too.
  const dp = optional(block, "dp") ?? Math.max(1, Math.floor(attending / replica));
  const degrees = replica * dp;
  const phase: Phase = {
    name,
    instances: value("instances"),
    chips,
    tp,
    pp,
    cp,
    dp,
    ep: apart > 0 ? apart * ranksPerChip : value("ep"),
    batch: batchOf(block, chips, ranksPerChip),
    microbatches: value("microbatches"),
    redundantExperts: value("redundant_experts"),
    sharedExpertRanks: value("shared_expert_ranks"),
    expertRanks: apart * ranksPerChip,
    imbalance: value("imbalance"),
    expertSpread: value("expert_spread"),
    skew: name === "prefill" ? value("skew") : 1,
    attentionGroup: name === "prefill" ? value("attention_group") : 1,
    expertPath: wordOf(block, schema, "expert_path", ["low_latency", "normal", "all_gather"] satisfies readonly ExpertPath[]),
    allReduce: wordOf(block, schema, "all_reduce", algorithms),
    reserve: scoped(numberOf(block, "reserve"), ranksPerChip) ?? reserveOf(engine, chip),
    chunk: name === "colocated" ? (optional(block, "chunk") ?? chunkOf(engine)) : 0,
    runtime: sameRuntime(lowerRuntime(engine, chip, optional(block, "step_overhead"))),
    speculation: sameSpeculation(speculationOf(block)),
  };
  return { phase, block, consistent: degrees === attending };
}

/** A draft model goes before the model's own modules where both are written, which is a finding. */
function speculationOf({ blocks, schema }: ResolvedBlock): Speculation | undefined {
  const draft = blocks.get("draft");
  const model = draft && targetOf(draft, "model");
  const block = model ? draft : blocks.get("mtp");
  if (!block) return undefined;
  return {
    tokens: valueOr(block, schemaOf(schema, model ? "draft" : "mtp"), "tokens"),
    acceptance: optional(block, "acceptance") ?? 0,
    draft: model && lowerModel(model),
  };
}

function schemaOf(schema: BlockSchema, name: string): BlockSchema {
  return findBlock(schema, name) ?? schema;
}

/** Per rank, from a figure per rank or per chip; `otherwise` is the scope of one without. */
export function scoped(number: ReturnType<typeof numberOf>, ranksPerChip: number, otherwise = "rank"): number | undefined {
  if (!number) return undefined;
  return (number.scope ?? otherwise) === "chip" ? number.value / ranksPerChip : number.value;
}

function batchOf(block: ResolvedBlock, chips: number, ranksPerChip: number): number | "max" {
  const batch = numberOf(block, "batch");
  if (!batch) return "max";
  return batch.value * perInstance(batch.scope, chips, ranksPerChip);
}

/** How many of a scope an instance has: what a figure `per chip` is multiplied with. */
export function perInstance(scope: string | undefined, chips: number, ranksPerChip: number): number {
  if (scope === "chip") return chips;
  return scope === "rank" ? chips * ranksPerChip : 1;
}
