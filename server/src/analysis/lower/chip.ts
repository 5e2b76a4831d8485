/** A chip declaration as the engine's data. */

import type { Calibration, Chip, ComputeType, DirectKernel, ExchangeCalibration } from "../../engine";
import { type BlockSchema, findBlock, kindSchema } from "../../language/schema";
import type { ResolvedBlock, ResolvedDeclaration } from "../../semantics/program";
import { optional, valueOr, wordOf } from "./read";

const computeTypes: readonly ComputeType[] = ["bf16", "fp16", "fp8", "int8", "fp4", "tf32", "vector"];

/** FlashAttention-2 reaches 63% of an A100's peak backward and 73% forward, FlashAttention-3 about 580 and 740 TFLOP/s of an H100 (arXiv:2307.08691, 2407.08608). */
const backwardShare = 0.8;

export function lowerChip(declaration: ResolvedDeclaration): Chip {
  const schema = declaration.schema;
  const compute = declaration.blocks.get("compute");
  const hbm = declaration.blocks.get("hbm");
  const peaks: Partial<Record<ComputeType, number>> = {};
  for (const type of computeTypes) {
    const peak = optional(compute, type);
    if (peak !== undefined) peaks[type] = peak;
  }
  return {
    name: declaration.name,
    ranks: valueOr(declaration, schema, "ranks"),
    cores: optional(declaration, "cores"),
    compute: peaks,
    hbm: { capacity: addressableOf(declaration) ?? optional(hbm, "capacity") ?? 0, bandwidth: optional(hbm, "bandwidth") ?? 0 },
    dieLink: optional(declaration, "die_link"),
    power: optional(declaration, "power"),
    price: optional(declaration, "price"),
    calibration: lowerCalibration(declaration.blocks.get("calibration")),
  };
}

/** What software finds of the capacity: that of a base no longer counts where the chip, or one between, says another capacity. */
function addressableOf(declaration: ResolvedDeclaration): number | undefined {
  for (let at: ResolvedDeclaration | undefined = declaration; at; at = at.base) {
    if (isOwn(at, "addressable")) return optional(at.blocks.get("hbm"), "addressable");
    if (isOwn(at, "capacity")) return undefined;
  }
  return undefined;
}

/** Whether the chip says it itself: what it takes over stands at its base's place. */
function isOwn(chip: ResolvedDeclaration, key: string): boolean {
  const place = (at: ResolvedDeclaration | undefined) => at?.blocks.get("hbm")?.values.get(key)?.place;
  const [own, inherited] = [place(chip), place(chip.base)];
  return own !== undefined && (own.uri !== inherited?.uri || own.start !== inherited.start);
}

/** The schema of a block within the calibration, and the block itself where the chip has it. */
function section(
  calibration: ResolvedBlock | undefined,
  ...path: readonly string[]
): { block: ResolvedBlock | undefined; schema: BlockSchema } {
  let schema = findBlock(kindSchema("chip"), "calibration");
  let block = calibration;
  for (const name of path) {
    schema = schema && findBlock(schema, name);
    block = block?.blocks.get(name);
  }
  if (!schema) throw new Error(`the schema has no calibration ${path.join(".")}`);
  return { block, schema };
}

function lowerCalibration(calibration: ResolvedBlock | undefined): Calibration {
  const read = (path: readonly string[]) => {
    const { block, schema } = section(calibration, ...path);
    return {
      value: (key: string) => valueOr(block, schema, key),
      given: (key: string) => optional(block, key),
      word: <Word extends string>(key: string, words: readonly Word[]) => wordOf(block, schema, key, words),
    };
  };
  const whole = read([]);
  const gemm = read(["gemm"]);
  const grouped = read(["grouped"]);
  const attention = read(["attention"]);
  const overhead = read(["overhead"]);
  const collective = read(["collective"]);
  const overlap = read(["overlap"]);
  const vector = read(["vector"]);
  const bf16 = gemm.given("bf16") ?? 0.7;
  const kernel = overhead.value("kernel");
  const styles = ["communication", "streams", "none"] as const;
  const exchange = (...path: readonly string[]): ExchangeCalibration => {
    const measured = read(path);
    return {
      latency: measured.given("latency") ?? collective.value("latency"),
      message: measured.value("message"),
      bandwidth: measured.given("bandwidth") ?? Number.POSITIVE_INFINITY,
      growth: measured.value("growth"),
      copies: measured.word("copies", ["expert", "rank"] as const),
    };
  };
  return {
    basis: whole.word("basis", ["estimated", "measured"] as const),
    gemm: {
      efficiency: {
        bf16,
        fp16: gemm.given("fp16") ?? bf16,
        fp8: gemm.given("fp8") ?? bf16,
        int8: gemm.given("int8") ?? bf16,
        fp4: gemm.given("fp4") ?? bf16,
        tf32: bf16,
        vector: bf16,
      },
      memory: gemm.value("memory"),
      halfDepth: gemm.value("half_depth"),
      tileM: gemm.value("tile_m"),
      tileMin: gemm.value("tile_min"),
      tileN: gemm.value("tile_n"),
      exposed: gemm.value("exposed"),
    },
    grouped: {
      efficiency: grouped.given("efficiency"),
      memory: grouped.given("memory") ?? gemm.value("memory"),
      halfDepth: grouped.given("half_depth") ?? gemm.value("half_depth"),
      exposed: grouped.given("exposed") ?? gemm.value("exposed"),
    },
    attention: {
      prefill: attention.value("prefill"),
      softmax: attention.value("softmax"),
      block: attention.value("block"),
      backward: attention.given("backward") ?? backwardShare * attention.value("prefill"),
      decode: attention.value("decode"),
      groupedDecode: attention.given("grouped_decode") ?? attention.value("decode"),
      memory: attention.value("memory"),
      quantisedMemory: attention.given("quantised_memory") ?? attention.value("memory"),
      overhead: attention.given("overhead") ?? kernel,
      latentOverhead: attention.given("latent_overhead") ?? attention.given("overhead") ?? kernel,
      latentToken: attention.value("latent_token"),
      prolog: attention.word("prolog", ["separate", "fused"] as const),
    },
    vector: {
      memory: vector.value("memory"),
      quantisation: vector.given("quantisation") ?? vector.value("memory"),
      overhead: vector.value("overhead"),
    },
    overhead: { kernel, step: overhead.value("step") },
    collective: {
      latency: collective.value("latency"),
      hop: collective.value("hop"),
      network: collective.value("network"),
      stage: collective.value("stage"),
      copy: collective.given("copy") ?? Number.POSITIVE_INFINITY,
      addition: collective.given("addition") ?? Number.POSITIVE_INFINITY,
      efficiency: collective.given("efficiency"),
      eager: collective.given("eager"),
      rendezvous: collective.value("rendezvous"),
      steps: collective.word("steps", ["ring", "direct"] as const),
      reduction: collective.value("reduction"),
      direct: kernelOf(calibration, "direct"),
      multicast: kernelOf(calibration, "multicast"),
    },
    lowLatency: { dispatch: exchange("low_latency", "dispatch"), combine: exchange("low_latency", "combine") },
    normal: {
      dispatch: exchange("normal", "dispatch"),
      combine: exchange("normal", "combine"),
      sending: read(["normal"]).word("sending", ["direct", "sorted"] as const),
    },
    overlap: {
      prefill: overlap.word("prefill", styles),
      decode: overlap.word("decode", styles),
      communicationCores: overlap.value("communication_cores"),
      attentionCores: overlap.value("attention_cores"),
    },
    idlePower: read(["power"]).value("idle"),
    powerLimit: powerLimit(read(["power"])),
    sustained: sustainedPace(read(["sustained"])),
  };
}

/** Where both shares are given. */
function powerLimit({ given }: { given: (key: string) => number | undefined }): Calibration["powerLimit"] {
  const standing = given("standing");
  const memory = given("memory");
  return standing === undefined || memory === undefined ? undefined : { standing, memory };
}

/** By type of the units; narrower types as the next wider one that is given. */
function sustainedPace({
  value,
  given,
}: {
  value: (key: string) => number;
  given: (key: string) => number | undefined;
}): Calibration["sustained"] {
  const bf16 = value("bf16");
  const fp8 = given("fp8") ?? bf16;
  return { bf16, fp16: bf16, tf32: bf16, vector: bf16, fp8, int8: fp8, fp4: given("fp4") ?? fp8 };
}

/** A kernel that the chip has only where its block stands. */
function kernelOf(calibration: ResolvedBlock | undefined, name: string): DirectKernel | undefined {
  const { block, schema } = section(calibration, "collective", name);
  return block && { latency: valueOr(block, schema, "latency"), efficiency: valueOr(block, schema, "efficiency") };
}
