/** Serving software as the engine's data. A plan without one has the schema's defaults: only what the chips take. */

import type { Chip, Runtime } from "../../engine";
import { kindSchema } from "../../language/schema";
import type { ResolvedDeclaration } from "../../semantics/program";
import { numberOf, optional, valueOr, wordOf } from "./read";

type Declared = ResolvedDeclaration | undefined;

const schema = kindSchema("engine");

/** `stepOverhead` is what the phase says of it. */
export function lowerRuntime(engine: Declared, chip: Chip, stepOverhead: number | undefined): Runtime {
  return {
    engine: engine?.name,
    bases: basesOf(engine),
    stepOverhead: stepOverhead ?? optional(engine, "step_overhead") ?? chip.calibration.overhead.step,
    requestOverhead: valueOr(engine, schema, "request_overhead"),
    requestHost: valueOr(engine, schema, "request_host"),
    admission: valueOr(engine, schema, "admission"),
    requests: optional(engine, "requests") ?? Number.POSITIVE_INFINITY,
    answerRoom: share(engine, "answer_room"),
    policy: wordOf(engine, schema, "policy", ["mixed", "prefill_first"] as const),
    windows: windowsOf(engine),
    fusedQuantisation: wordOf(engine, schema, "quantisation", ["separate", "fused"] as const) === "fused",
    fixedTimes: share(engine, "fixed_times"),
    microbatchOverlap: share(engine, "microbatch_overlap"),
    recurrenceRate: recurrenceRateOf(engine, chip),
    graphs: wordOf(engine, schema, "graphs", ["answers", "none"] as const) === "answers",
    launch: valueOr(engine, schema, "launch"),
    expertLaunch: valueOr(engine, schema, "expert_launch"),
    gathering: valueOr(engine, schema, "gathering"),
    batching: valueOr(engine, schema, "batching"),
    polling: valueOr(engine, schema, "polling"),
    cacheShare: share(engine, "cache"),
    staticShare: share(engine, "static"),
  };
}

/** What the software makes of a model's windows. */
export function windowsOf(engine: Declared): Runtime["windows"] {
  return wordOf(engine, schema, "windows", ["kept", "read", "ignored"] as const);
}

function basesOf(engine: Declared): readonly string[] {
  return engine?.base ? [engine.base.name, ...basesOf(engine.base)] : [];
}

/** FLOP/s of a rank; no limit where nothing is said. */
function recurrenceRateOf(engine: Declared, chip: Chip): number {
  const number = numberOf(engine, "recurrence_rate");
  return number ? number.value / (number.scope === "chip" ? chip.ranks : 1) : Number.POSITIVE_INFINITY;
}

/** Most tokens of a colocated step. */
export function chunkOf(engine: Declared): number {
  return valueOr(engine, schema, "chunk");
}

/** Bytes of a rank that are not for the model: what the runtime keeps, and the share of the HBM that it leaves alone. */
export function reserveOf(engine: Declared, chip: Chip): number {
  const number = numberOf(engine, "reserve");
  const perRank = number ? number.value / (number.scope === "chip" ? chip.ranks : 1) : valueOr(engine, schema, "reserve");
  return perRank + (1 - share(engine, "memory")) * (chip.hbm.capacity / chip.ranks);
}

/** All of it where nothing is said. */
function share(engine: Declared, key: string): number {
  return optional(engine, key) ?? 1;
}
