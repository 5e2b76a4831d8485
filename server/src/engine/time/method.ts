/** One way to do a collective on a group: everything about it is known but for the bytes, so that a plan's many sizes cost little. */

import type { Device } from "../hardware";
import type { AllReduceAlgorithm } from "../types";
import { type Flow, slowestOf, trafficOf } from "./flow";
import type { Route } from "./group";
import type { Kernel, Way } from "./kernel";
import { communication, type Operator, scaledTraffic, type Stream, type Traffic } from "./operator";

export interface Method {
  /** Of an all-reduce: which one it is. */
  readonly algorithm: AllReduceAlgorithm | undefined;
  /** Seconds, whatever the size. */
  readonly fixed: number;
  /** Seconds of the link that takes longest, for each byte of the buffer. */
  readonly perByte: number;
  /** Seconds to fill the pipeline of its chunks. */
  readonly fill: number;
  readonly fabric: string | undefined;
  /** For one byte of the buffer. */
  readonly traffic: readonly Traffic[];
}

/** A method whose `flows` are those of a buffer of one byte; `own` seconds a byte go on beside the links. */
export function methodOf(device: Device, flows: readonly Flow[], times: { fixed: number; own?: number; fill?: number }): Method {
  const { seconds, fabric } = slowestOf(flows);
  const { fixed, own = 0, fill = 0 } = times;
  const { overhead } = device.scales;
  return {
    fixed: fixed / overhead,
    perByte: seconds + own,
    fill: fill / overhead,
    fabric,
    traffic: trafficOf(flows),
    algorithm: undefined,
  };
}

/** Seconds for a byte of the buffer that a rank works beside the links: its own part goes to the result, what arrives is added. */
export function ownSeconds(device: Device, { group }: Route, reduces: boolean): number {
  const { copy, addition } = device.machine.chip.calibration.collective;
  return 1 / group.size / copy + (reduces ? (1 - 1 / group.size) / addition : 0);
}

/**
 * A buffer goes through the ranks in chunks. Small chunks fill the pipeline sooner, large ones pay fewer stages; with the best size it
 * takes (√transfer + √fill)², of which the fill itself is part of the method's fixed time (Thakur et al. 2005 have the trade-off).
 */
function transferOf({ perByte, fill }: Method, bytes: number): number {
  const transfer = perByte * bytes;
  return transfer + 2 * Math.sqrt(transfer * fill);
}

/** The quickest of `methods` for `bytes`; undefined where there are none. */
export function quickest(methods: readonly Method[], bytes: number): Method | undefined {
  let best: Method | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const method of methods) {
    const seconds = method.fixed + transferOf(method, bytes);
    if (seconds >= least) continue;
    best = method;
    least = seconds;
  }
  return best;
}

/** Sends so many bytes by the quickest of `methods`. */
export function sendingOf(name: string, stream: Stream, methods: readonly Method[]): Kernel {
  const ways = methods.map(({ fabric, traffic }): Way => ({ name, stream, fabric, traffic }));
  return (bytes, to) => {
    const method = bytes > 0 ? quickest(methods, bytes) : undefined;
    const way = method && ways[methods.indexOf(method)];
    if (way) to.sent(way, transferOf(method, bytes), method.fixed, bytes);
  };
}

/** The operator that sends `bytes` by a method. */
export function operatorOf(name: string, stream: Stream, method: Method, bytes: number): Operator {
  const { fabric, fixed: overhead, traffic } = method;
  return communication(name, stream, { transfer: transferOf(method, bytes), fabric, overhead, traffic: scaledTraffic(traffic, bytes) });
}
