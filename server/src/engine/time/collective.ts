/**
 * Collectives over the tiers that a group spans: fixed time + steps × latency + bytes / effective bandwidth; networks and tiers work at
 * the same time, the slowest bounds. What goes to a far tier passes the near ones of its network too. Volumes per rank: all-gather and
 * reduce-scatter (n−1)/n of the whole, all-reduce twice that, all-to-all (n−1)/n of what a rank sends (nccl-tests, PERFORMANCE.md).
 */

import { type Device, type Reach, reachOver } from "../hardware";
import { wayBetween } from "../topology";
import type { AllReduceAlgorithm, Collective } from "../types";
import { allReduceMethods } from "./allReduce";
import { allToAllFlows, ringFlows } from "./flow";
import { type Group, type Route, routeOf, stepSeconds } from "./group";
import { type Method, methodOf, operatorOf, ownSeconds, quickest, sendingOf } from "./method";
import { idle, type Kernel } from "./kernel";
import { communication, type Operator, type Stream } from "./operator";

export type { Collective } from "../types";
export { type Group, spansOf } from "./group";

/**
 * A collective over `group`, prepared for any number of bytes (the whole buffer: gathered, reduced or sent by one rank). `algorithm` is that
 * of an all-reduce; the others have one way.
 */
export function collectiveKernel(
  device: Device,
  name: string,
  stream: Stream,
  kind: Collective,
  group: Group,
  algorithm: AllReduceAlgorithm = "auto",
): Kernel {
  if (group.size <= 1) return idle;
  return sendingOf(name, stream, methodsFor(device, routeOf(device, group), kind, algorithm));
}

/** A collective on `bytes`; undefined where nothing moves. */
export function collectiveOperator(
  device: Device,
  name: string,
  stream: Stream,
  kind: Collective,
  group: Group,
  bytes: number,
  algorithm: AllReduceAlgorithm = "auto",
): Operator | undefined {
  if (group.size <= 1 || bytes <= 0) return undefined;
  const method = quickest(methodsFor(device, routeOf(device, group), kind, algorithm), bytes);
  return method && operatorOf(name, stream, method, bytes);
}

/** How an all-reduce of `bytes` over `group` would be done; undefined where nothing moves. */
export function allReduceMethod(device: Device, group: Group, bytes: number, algorithm: AllReduceAlgorithm): Method | undefined {
  if (group.size <= 1 || bytes <= 0) return undefined;
  return quickest(methodsFor(device, routeOf(device, group), "all_reduce", algorithm), bytes);
}

/** What there is to choose from, worked out once for a route. */
function methodsFor(device: Device, route: Route, kind: Collective, algorithm: AllReduceAlgorithm): readonly Method[] {
  const key = kind === "all_reduce" ? algorithm : kind;
  const known = route.methods.get(key);
  if (known) return known;
  const methods = route.spans.length === 0 ? [] : methodsOf(device, route, kind, algorithm);
  route.methods.set(key, methods);
  return methods;
}

function methodsOf(device: Device, route: Route, kind: Collective, algorithm: AllReduceAlgorithm): Method[] {
  switch (kind) {
    case "all_reduce":
      return allReduceMethods(device, route, algorithm);
    case "all_to_all":
      return allToAllMethods(device, route);
    case "all_gather":
    case "reduce_scatter": {
      const { latency, stage } = device.machine.chip.calibration.collective;
      const times = { fixed: latency + route.pass, own: ownSeconds(device, route, kind === "reduce_scatter"), fill: stage };
      return [methodOf(device, ringFlows(route, 1), times)];
    }
  }
}

/** To all peers side by side: small pieces at once, larger ones after the peers have agreed. */
function allToAllMethods(device: Device, route: Route): Method[] {
  const { latency, stage, eager, rendezvous } = device.machine.chip.calibration.collective;
  const fixed = latency + route.exchange;
  const flows = allToAllFlows(route);
  const agreed = methodOf(device, flows, { fixed: fixed + rendezvous, own: ownSeconds(device, route, false), fill: stage });
  if (eager === undefined) return [agreed];
  const atOnce = methodOf(device, flows, { fixed });
  return [{ ...atOnce, perByte: Math.max(atOnce.perByte, 1 / route.group.size / eager) }, agreed];
}

/** One rank sends `bytes` to the next pipeline stage, `stride` ranks away. */
export function sendOperator(device: Device, name: string, stream: Stream, stride: number, bytes: number): Operator | undefined {
  const reach = reachOver(device, stride);
  return reach && sendOver(device, name, stream, reach, stride, bytes);
}

/** What a pipeline of `stages`, each of `stride` ranks, sends from one to the next: those that stay in a node, and those that leave it. */
export function pipelineSends(device: Device, name: string, stream: Stream, stride: number, stages: number, bytes: number): Sends[] {
  const crossings = new Map<Reach, number>();
  for (let stage = 1; stage < stages; stage++) {
    const reach = device.reaches.find(({ ranks }) => Math.floor(((stage - 1) * stride) / ranks) === Math.floor((stage * stride) / ranks));
    const over = reach ?? device.reaches.at(-1);
    if (over) crossings.set(over, (crossings.get(over) ?? 0) + 1);
  }
  return [...crossings].flatMap(([reach, times]) => {
    const operator = sendOver(device, name, stream, reach, stride, bytes);
    return operator ? [{ operator, times }] : [];
  });
}

export interface Sends {
  readonly operator: Operator;
  /** Boundaries between stages that are like this. */
  readonly times: number;
}

function sendOver(
  device: Device,
  name: string,
  stream: Stream,
  { link, chips }: Reach,
  stride: number,
  bytes: number,
): Operator | undefined {
  if (bytes <= 0) return undefined;
  const { latency } = device.machine.chip.calibration.collective;
  const way = link.fabric ? wayBetween(link.fabric, chips, Math.max(1, stride / device.ranksPerChip)) : { share: 1, hops: 1 };
  return communication(name, stream, {
    transfer: bytes / (link.bandwidth * link.efficiency * way.share),
    overhead: (latency + way.hops * stepSeconds(device, link)) / device.scales.overhead,
    fabric: link.name,
    traffic: link.fabric ? [{ fabric: link.name, tier: link.tier, bytes: bytes * way.hops }] : [],
  });
}
