/** The algorithms of an all-reduce. What a library or an engine chooses among them depends on the size of the buffer. */

import type { Device } from "../hardware";
import type { AllReduceAlgorithm, DirectKernel } from "../types";
import { type Flow, ringFlows } from "./flow";
import type { Route } from "./group";
import { type Method, methodOf, ownSeconds } from "./method";

/** What `algorithm` lets one choose from: the ring where chip or fabric do not have what it asks for. */
export function allReduceMethods(device: Device, route: Route, algorithm: AllReduceAlgorithm): Method[] {
  const methods = candidates[algorithm].flatMap((name) => {
    const method = algorithms[name](device, route);
    return method ? [{ ...method, algorithm: name }] : [];
  });
  return methods.length > 0 ? methods : [{ ...ringOf(device, route), algorithm: "ring" }];
}

type Algorithm = (device: Device, route: Route) => Method | undefined;

/** A reduce-scatter and an all-gather, each a pass round the ring. */
function ringOf(device: Device, route: Route): Method {
  const { latency, stage } = device.machine.chip.calibration.collective;
  const own = ownSeconds(device, route, true);
  return methodOf(device, ringFlows(route, 2), { fixed: latency + 2 * route.pass, own, fill: 2 * stage });
}

/** A chain in each node, a double binary tree between the nodes: the same volume near, the whole buffer up and down afar. */
function treeOf(device: Device, route: Route): Method | undefined {
  if (route.inNode >= route.group.size) return undefined;
  const { latency, stage } = device.machine.chip.calibration.collective;
  const own = ownSeconds(device, route, true);
  const flows = overTree(route, ringFlows(route, 2));
  return methodOf(device, flows, { fixed: latency + 2 * route.descent, own, fill: 2 * stage });
}

/** The switches of the scale-up fabric add and spread: the buffer passes each port once, and goes over a tree between supernodes. */
function switchOf(device: Device, route: Route): Method | undefined {
  const efficiency = reductionOf(route);
  if (efficiency === undefined) return undefined;
  const { reduction, stage } = device.machine.chip.calibration.collective;
  const far = route.island < route.group.size ? 2 * route.descent : 0;
  return methodOf(device, overTree(route, evenFlows(route, 1, efficiency)), { fixed: reduction + far, fill: 2 * stage });
}

/** One pass: each rank loads the whole buffer of every other one. */
function oneShotOf(device: Device, route: Route): Method | undefined {
  return byKernel(device, route, device.machine.chip.calibration.collective.direct, 1, route.group.size - 1);
}

/** Two passes: a piece from all others, then the others' pieces. */
function twoShotOf(device: Device, route: Route): Method | undefined {
  return byKernel(device, route, device.machine.chip.calibration.collective.direct, 2, 2 * (1 - 1 / route.group.size));
}

/** One pass through switches that add. */
function multicastOf(device: Device, route: Route): Method | undefined {
  if (reductionOf(route) === undefined) return undefined;
  return byKernel(device, route, device.machine.chip.calibration.collective.multicast, 1, 1);
}

/** A kernel that reaches all peers over the scale-up fabric; it goes no further. `bytes` through a port for a buffer of one byte. */
function byKernel(device: Device, route: Route, kernel: DirectKernel | undefined, passes: number, bytes: number): Method | undefined {
  if (!kernel || route.island < route.group.size || nearest(route)?.topology === "torus") return undefined;
  return methodOf(device, evenFlows(route, bytes, kernel.efficiency), { fixed: passes * kernel.latency });
}

/** `bytes` through each port of the scale-up fabric, spread evenly over the peers, at `efficiency` of the raw bandwidth. */
function evenFlows({ spans, island }: Route, bytes: number, efficiency: number): Flow[] {
  return spans.map(({ link, peers, wiring }) => {
    const sent = (bytes * peers) / (island - 1);
    return { link, bytes: sent, carried: sent, share: wiring.share, efficiency };
  });
}

/** Between supernodes the ranks of one share the buffer, which an inner one of a double tree sends up once and down once. */
function overTree({ spans, island }: Route, near: readonly Flow[]): Flow[] {
  return near.map((flow, index) => {
    const span = spans[index];
    if (!span || flow.link.fabric?.role !== "scale_out") return flow;
    const sent = 2 / island;
    return { link: span.link, bytes: sent, carried: sent, share: span.wiring.share, efficiency: span.efficiency };
  });
}

function nearest({ spans }: Route) {
  return spans.find(({ link }) => link.fabric)?.link.fabric;
}

/** Share of the bandwidth at which the scale-up fabric's switches add; undefined where they do not, or the group does not use them. */
function reductionOf(route: Route): number | undefined {
  const fabric = nearest(route);
  return fabric?.role === "scale_up" ? fabric.reduction : undefined;
}

type Single = Exclude<AllReduceAlgorithm, "auto" | "library">;

const algorithms: Readonly<Record<Single, Algorithm>> = {
  ring: ringOf,
  tree: treeOf,
  switch: switchOf,
  one_shot: oneShotOf,
  two_shot: twoShotOf,
  multicast: multicastOf,
};

const library: readonly Single[] = ["ring", "tree", "switch"];
const candidates: Readonly<Record<AllReduceAlgorithm, readonly Single[]>> = {
  auto: [...library, "one_shot", "two_shot", "multicast"],
  library,
  ring: ["ring"],
  tree: ["tree"],
  switch: ["switch"],
  one_shot: ["one_shot"],
  two_shot: ["two_shot"],
  multicast: ["multicast"],
};
