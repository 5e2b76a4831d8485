/** A whole serving plan: its pools side by side, balanced against each other. */

import { chipPower, chipPrice, deviceOf, linkOf, type Scales, unscaled } from "../hardware";
import { kvBytesOfSequence, type Memory, memoryOf, totalOf } from "../memory";
import { secondsOf } from "../time/operator";
import type { Fabric, Phase, ServePlan } from "../types";
import { largestBatch } from "./batch";
import { concurrencyOf, queueFor, roundsPace, roundsWait, whereReached } from "./closed-loop";
import { type PhaseTime, timePhase, transfer } from "./phase";
import { waitSeconds } from "./queue";

/** One pool with its batch settled. */
export interface PhaseResult {
  readonly phase: Phase;
  /** Of one instance: tokens for prefill, requests for the others. 0 when `max` found none that fits. */
  readonly batch: number;
  readonly memory: Memory;
  /** Bytes of one rank. */
  readonly capacity: number;
  readonly fits: boolean;
  readonly time: PhaseTime;
  /** Share of its capacity that the plan's rate uses. */
  readonly utilization: number;
}

/** What a fabric must carry all the time at the plan's rate, beside the collectives of the steps. */
export interface Demand {
  readonly fabric: Fabric;
  readonly what: string;
  /** Bytes/s of one chip of the pool that sends or receives most. */
  readonly perChip: number;
  readonly capacity: number;
}

export interface ServeResult {
  readonly plan: ServePlan;
  readonly phases: readonly PhaseResult[];
  /** Requests/s that all pools together sustain. */
  readonly requests: number;
  /** The pool that limits them. */
  readonly limiting: PhaseResult | undefined;
  /** Parts of the time to first token; undefined without a pool that reads prompts. */
  readonly ttft: { readonly wait: number; readonly prefill: number; readonly kvTransfer: number; readonly firstStep: number } | undefined;
  readonly tpot: number | undefined;
  /** Output tokens/s of the plan. */
  readonly throughput: number | undefined;
  readonly chips: number;
  /** Watts, undefined where no power is known. */
  readonly power: number | undefined;
  /** Joules for an output token, at the rate that is served. */
  readonly energy: number | undefined;
  /** Money for a million output tokens, at the rate that is served. */
  readonly cost: number | undefined;
  readonly demands: readonly Demand[];
  /** Fits the memory, the machine and its fabrics. */
  readonly feasible: boolean;
}

/**
 * Evaluates a serving plan. Pure: same input, same output. A plan that does not fit is computed all the same and marked infeasible,
 * so that the reader sees by how much.
 */
export function evaluateServe(plan: ServePlan, scales: Scales = unscaled): ServeResult {
  const timed = inLoop(
    plan,
    plan.phases.map((phase) => settle(plan, phase, scales)),
    scales,
  );
  const requests = timed.reduce((least, { time }) => Math.min(least, time.requests), Number.POSITIVE_INFINITY);
  const rate = plan.workload.rate === undefined ? requests : Math.min(plan.workload.rate, requests);
  const phases = timed.map((phase) => used(phase, rate));
  const writer = phases.find(({ phase }) => phase.name !== "prefill");
  const chips = plan.phases.reduce((sum, phase) => sum + phase.instances * phase.chips, 0);
  const throughput = writer ? requests * plan.workload.output : undefined;
  const written = writer ? rate * plan.workload.output : undefined;
  const power = powerOf(plan, phases);
  const demands = demandsOf(plan, phases, rate);
  const price = chipPrice(plan.machine);
  return {
    plan,
    phases,
    requests,
    limiting: phases.length > 1 ? phases.find(({ time }) => time.requests === requests) : undefined,
    ttft: firstToken(plan, phases, scales),
    tpot: writer && roundsPace(plan, writer.time),
    throughput,
    chips,
    power,
    energy: power === undefined || !written ? undefined : power / written,
    cost: price === undefined || !written ? undefined : (price * chips * 1e6) / written,
    demands,
    feasible: phases.every(({ fits }) => fits) && demands.every(({ perChip, capacity }) => perChip <= capacity),
  };
}

/** Written out: spreading an object costs as much as dozens of kernels. */
function used({ phase, batch, memory, capacity, fits, time }: Settled, rate: number): PhaseResult {
  return { phase, batch, memory, capacity, fits, time, utilization: time.requests > 0 ? rate / time.requests : 0 };
}

/** Fixes the batch of a phase and computes its memory and time. */
function settle(plan: ServePlan, phase: Phase, scales: Scales): Omit<PhaseResult, "utilization"> {
  const capacity = plan.machine.chip.hbm.capacity / plan.machine.chip.ranks;
  const allowed = phase.batch === "max" ? largestBatch(plan, phase) : phase.batch;
  const batch = phase.name === "prefill" ? allowed : Math.min(allowed, concurrencyOf(plan, phase));
  const memory = memoryOf(plan.model, phase, plan.precision, plan.workload, batch);
  const time = atRate(plan, phase, Math.max(batch, 1), scales);
  return { phase, batch, memory, capacity, fits: totalOf(memory) <= capacity && batch > 0, time };
}

/**
 * A pool that writes at the workload's rate holds as many requests as that needs, not as many as it could: its steps are shorter. What
 * it could sustain stays as it is.
 */
function atRate(plan: ServePlan, phase: Phase, batch: number, scales: Scales): PhaseTime {
  const full = timePhase(plan, phase, batch, scales);
  const { rate, concurrency } = plan.workload;
  if (rate === undefined || concurrency !== undefined || phase.name === "prefill" || phase.batch !== "max" || rate >= full.requests)
    return full;
  const needed = whereReached(rate, batch, (held) => timePhase(plan, phase, held, scales).requests);
  return { ...timePhase(plan, phase, needed, scales), requests: full.requests, throughput: full.throughput };
}

type Settled = Omit<PhaseResult, "utilization">;

/** Clients around a prefill and a decode pool: those that are not read or moved are in decode, as far as prefill keeps up. */
function inLoop(plan: ServePlan, phases: readonly Settled[], scales: Scales): readonly Settled[] {
  const { concurrency } = plan.workload;
  const reader = phases.find(({ phase }) => phase.name === "prefill");
  const writer = phases.find(({ phase }) => phase.name === "decode");
  if (concurrency === undefined || !reader || !writer) return phases;
  const { phase } = writer;
  const before = reader.time.promptLatency + kvTransferShown(plan, reader, phase, scales);
  const inFlight = (held: number) => {
    const rate = Math.min(timePhase(plan, phase, held, scales).requests, reader.time.requests);
    return held * phase.instances + rate * before;
  };
  const keepsUp = whereReached(reader.time.requests, writer.batch, (held) => timePhase(plan, phase, held, scales).requests);
  const held = Math.max(1, whereReached(concurrency, Math.max(1, keepsUp), inFlight));
  const time = timePhase(plan, phase, held, scales);
  return phases.map((each) => (each === writer ? { ...writer, batch: held, time: { ...time, requests: writer.time.requests } } : each));
}

function firstToken(plan: ServePlan, phases: readonly PhaseResult[], scales: Scales): ServeResult["ttft"] {
  const reader = phases.find(({ phase }) => phase.name !== "decode");
  if (!reader) return undefined;
  const writer = phases.find(({ phase }) => phase.name === "decode");
  const kvTransfer = writer ? kvTransferShown(plan, reader, writer.phase, scales) : 0;
  const parts = {
    prefill: reader.time.promptLatency,
    kvTransfer,
    // A colocated pool samples the first token at the end of the prompt's last step.
    firstStep: writer?.time.seconds ?? 0,
  };
  const read = parts.prefill + kvTransfer + parts.firstStep;
  return { wait: reader.phase.runtime.admission + waitBefore(plan, reader, writer, read), ...parts };
}

/** Seconds before a prompt is read: for arrivals at the workload's rate, or of clients in a closed loop. `read` is the time from there to the first token. */
function waitBefore(plan: ServePlan, reader: PhaseResult, writer: PhaseResult | undefined, read: number): number {
  const { concurrency, output, rounds } = plan.workload;
  const { phase, batch, time } = reader;
  if (concurrency === undefined) return time.wait + waitSeconds(plan, reader);
  if (phase.name === "colocated") {
    const waiting = roundsWait(plan, time);
    const cycle = waiting + time.promptLatency + (output - 1) * time.tpot;
    return waiting + queueFor(concurrencyOf(plan, phase), batch, cycle, rounds);
  }
  // All clients in flight are somewhere: what decode, the transfer and the prompt's own batch do not account for waits for prefill.
  const rate = Math.min(time.requests, writer ? (writer.batch * writer.phase.instances) / (output * writer.time.tpot) : time.requests);
  const written = writer ? output * writer.time.tpot : 0;
  const steady = Math.max(0, concurrency / rate - written - read);
  const burst = Math.max(0, concurrency / time.requests - time.promptLatency) / 2;
  const first = rounds === undefined ? 0 : 1 / rounds;
  return (1 - first) * steady + first * Math.max(steady, burst);
}

/** What of the transfer a request waits for: sent by layer, all but the last one hides behind the prompt, as long as that takes. */
function kvTransferShown(plan: ServePlan, reader: Pick<PhaseResult, "phase" | "time">, to: Phase, scales: Scales): number {
  const all = kvTransferSeconds(plan, reader.phase, to, scales);
  if (plan.kvSending === "prompt") return all;
  const last = 1 / plan.model.layers;
  return Math.max(all * last, all - (1 - last) * reader.time.promptLatency);
}

/** A prompt's KV cache over the fabric: the ranks that hold distinct parts of it send side by side. */
function kvTransferSeconds(plan: ServePlan, from: Phase, to: Phase, scales: Scales): number {
  const fabric = plan.machine.fabrics.find(({ name }) => name === plan.kvTransfer);
  if (!fabric) return 0;
  const perRank = Math.max(
    kvBytesOfSequence(plan.model, from, plan.precision, plan.workload.input),
    kvBytesOfSequence(plan.model, to, plan.precision, plan.workload.input),
  );
  return secondsOf(transfer(deviceOf(plan.machine, scales), "kv_transfer", fabric, perRank), 1);
}

/** Steady loads at `rate` requests/s: the KV cache from prefill to decode. */
function demandsOf(plan: ServePlan, phases: readonly PhaseResult[], rate: number): Demand[] {
  const prefill = phases.find(({ phase }) => phase.name === "prefill");
  const decode = phases.find(({ phase }) => phase.name === "decode");
  const fabric = plan.machine.fabrics.find(({ name }) => name === plan.kvTransfer);
  if (!prefill || !decode || !fabric) return [];
  const link = linkOf(fabric, fabric.tiers, plan.machine, unscaled);
  const side = (phase: Phase) => {
    // Every rank of a tensor parallel group sends its part, also where MLA's cache is the same on all: one of them sends that.
    const copies = plan.model.attention.kind === "gqa" ? phase.tp : 1;
    const bytes = kvBytesOfSequence(plan.model, phase, plan.precision, plan.workload.input) * copies * phase.pp * phase.cp;
    return (rate * bytes) / (phase.instances * phase.chips);
  };
  const perChip = Math.max(side(prefill.phase), side(decode.phase));
  return [
    { fabric, what: "KV cache from prefill to decode", perChip, capacity: link.bandwidth * link.efficiency * plan.machine.chip.ranks },
  ];
}

/** Nameplate power of the plan's share of the machine, between idle and full by each pool's use. */
function powerOf(plan: ServePlan, phases: readonly PhaseResult[]): number | undefined {
  const { machine } = plan;
  const perChip = chipPower(machine);
  if (perChip === undefined) return undefined;
  const { idlePower } = machine.chip.calibration;
  return phases.reduce(
    (sum, { phase, utilization }) => sum + phase.instances * phase.chips * perChip * (idlePower + (1 - idlePower) * utilization),
    0,
  );
}
