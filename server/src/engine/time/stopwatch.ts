/**
 * Seconds of kernels without their operators: a stopwatch adds up what they tell. What it shows of a layer is what the schedule of overlap.ts
 * comes to.
 */

import type { Calibration, Instance } from "../types";
import type { Kernel, Multiplication, Receiver, Way, Work } from "./kernel";
import type { Block, Load } from "./load";
import { isCommunication, type Operator, roofline, type Stream } from "./operator";
import { styleOf } from "./overlap";

/** How many times longer than on all cores at full pace kernels of the streams compute, and the share of their fixed times that remains. */
interface Pace {
  readonly attention: number;
  readonly expert: number;
  readonly fixedTimes: number;
}

const full: Pace = { attention: 1, expert: 1, fixedTimes: 1 };

/** On shares of the cores, at shares of their pace. */
function paceOn(attention: number, expert: number, fixedTimes: number): Pace {
  return { attention: 1 / attention, expert: 1 / expert, fixedTimes };
}

/** Seconds of one microbatch, by what they are spent on. */
export class Stopwatch implements Receiver {
  kernels = 0;
  /** Seconds on the HBM, alone. */
  memory = 0;
  /** Seconds of computation, and of communication, by stream. */
  attending = 0;
  working = 0;
  attentionSent = 0;
  expertSent = 0;
  /** After the first communication, and after the first one of the experts. */
  private first: Passed | undefined = undefined;
  private dispatched: Passed | undefined = undefined;

  constructor(private readonly pace: Pace) {}

  /** Another one that goes on from here. */
  copy(): Stopwatch {
    const other = new Stopwatch(this.pace);
    other.kernels = this.kernels;
    other.memory = this.memory;
    other.attending = this.attending;
    other.working = this.working;
    other.attentionSent = this.attentionSent;
    other.expertSent = this.expertSent;
    other.first = this.first;
    other.dispatched = this.dispatched;
    return other;
  }

  computed({ stream, overhead, exposed }: Work, _flop: number, _bytes: number, compute: number, memory: number): void {
    this.compute(stream, compute, memory, exposed, overhead);
  }

  multiplied(
    { stream, overhead, exposed }: Multiplication,
    _rows: number,
    _count: number,
    _bytes: number,
    compute: number,
    memory: number,
  ): void {
    this.compute(stream, compute, memory, exposed, overhead);
  }

  sent({ stream }: Pick<Way, "stream">, transfer: number, overhead: number): void {
    this.kernels++;
    if (stream === "attention") this.attentionSent += transfer + overhead;
    else this.expertSent += transfer + overhead;
    this.first ??= this.passed;
    if (stream === "expert") this.dispatched ??= this.passed;
  }

  given(operator: Operator): void {
    const { stream, compute, memory, transfer, exposed, overhead } = operator;
    if (isCommunication(operator)) this.sent(operator, transfer, overhead);
    else this.compute(stream, compute, memory, exposed, overhead);
  }

  private compute(stream: Stream, compute: number, memory: number, exposed: number, overhead: number): void {
    const { attention, expert, fixedTimes } = this.pace;
    this.kernels++;
    this.memory += memory;
    if (stream === "attention") this.attending += roofline(compute * attention, memory, exposed) + overhead * fixedTimes;
    else this.working += roofline(compute * expert, memory, exposed) + overhead * fixedTimes;
  }

  get computing(): number {
    return this.attending + this.working;
  }

  get sending(): number {
    return this.attentionSent + this.expertSent;
  }

  private get passed(): Passed {
    return { kernels: this.kernels, computing: this.computing, sending: this.sending };
  }

  /** Seconds of the busier stream. */
  get longerStream(): number {
    return Math.max(this.attending + this.attentionSent, this.working + this.expertSent);
  }

  /** Two microbatches take turns: in each of four slots a half of one's computation runs beside a half of the other's communication. */
  get inTurns(): number {
    const { computing, sending } = this.turn;
    const laterComputing = this.computing - computing;
    const laterSending = this.sending - sending;
    const beside = (computes: number) => Math.max(computes, sending) + Math.max(computes, laterSending);
    return (beside(computing) + beside(laterComputing)) / 2;
  }

  /** Where a layer turns from attention to experts: at the dispatch, or at whatever communicates first. */
  private get turn(): Passed {
    const { dispatched, kernels } = this;
    return (dispatched && dispatched.kernels < kernels ? dispatched : this.first) ?? this.passed;
  }
}

/** What a stopwatch shows at a moment. */
interface Passed {
  readonly kernels: number;
  readonly computing: number;
  readonly sending: number;
}

/** Seconds of kernels that run one after the other with a load, on chips at a share of their `pace`. */
export function secondsInSeries(block: Block, load: Load, pace: number): number {
  const watch = new Stopwatch(pace === 1 ? full : paceOn(pace, pace, 1));
  block(load, watch);
  return watch.computing + watch.sending;
}

/** Seconds that a kernel takes for so much when it has the chip to itself. */
export function secondsAlone(kernel: Kernel, amount: number): number {
  const watch = new Stopwatch(full);
  kernel(amount, watch);
  return watch.computing + watch.sending;
}

export interface LayerTime {
  /** Of the layer of all microbatches. */
  readonly seconds: number;
  /** Of one microbatch. */
  readonly kernels: number;
}

/** A stopwatch for a microbatch of a layer, on chips at a share of their `pace`. */
export function watchOf(phase: Instance, overlap: Calibration["overlap"], pace: number): Stopwatch {
  const { fixedTimes } = phase.runtime;
  switch (styleOf(phase, overlap)) {
    case "none":
      return new Stopwatch(paceOn(pace, pace, fixedTimes));
    case "streams":
      return new Stopwatch(paceOn(pace * overlap.attentionCores, pace * (1 - overlap.attentionCores), fixedTimes));
    case "communication": {
      const cores = pace * (phase.name === "prefill" ? 1 - overlap.communicationCores : 1);
      return new Stopwatch(paceOn(cores, cores, fixedTimes));
    }
  }
}

/** Seconds of the layer of which the stopwatch has seen a microbatch: the exposed ones of its schedule. */
export function layerTime(watch: Stopwatch, phase: Instance, overlap: Calibration["overlap"]): LayerTime {
  const style = styleOf(phase, overlap);
  const { computing, sending, memory, kernels } = watch;
  const all = computing + sending;
  if (style === "none") return { seconds: all * phase.microbatches, kernels };
  const shows = style === "streams" ? watch.longerStream : phase.name === "prefill" ? watch.inTurns : Math.max(computing, sending);
  const exposed = shows + (1 - phase.runtime.microbatchOverlap) * (all - shows);
  return { seconds: Math.max(exposed, memory) * phase.microbatches, kernels };
}
