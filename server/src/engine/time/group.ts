/** A group of ranks on the machine: which tiers it spans, what it gets of their ports, and how long its small messages take. */

import type { Device, Link, Reach } from "../hardware";
import { type Wiring, wiringOf } from "../topology";
import type { Carriage } from "./exchange";
import type { Method } from "./method";

/** Ranks that talk to each other: `size` of them, `stride` ranks apart. */
export interface Group {
  readonly size: number;
  readonly stride: number;
}

/** A tier of the way, how many members are within it, and how many of a rank's peers lie exactly there. */
export interface Span {
  readonly link: Link;
  readonly members: number;
  readonly peers: number;
  readonly wiring: Wiring;
  /** Share of the raw bandwidth that large collectives reach. */
  readonly efficiency: number;
}

/** Everything about a group that does not depend on what it sends. */
export interface Route {
  readonly group: Group;
  /** Nearest first. */
  readonly spans: readonly Span[];
  /** Members within one supernode, and within one node. */
  readonly island: number;
  readonly inNode: number;
  /** Seconds for a small message to pass all members one after the other, with the chip's fixed time of each step. */
  readonly pass: number;
  /** The same with a chain inside a node and a binary tree between the nodes. */
  readonly descent: number;
  /** Seconds for small messages between all pairs. */
  readonly exchange: number;
  /** By kind of collective, or algorithm of an all-reduce. */
  readonly methods: Map<string, readonly Method[]>;
  /** Of expert exchanges, by the experts of a token. */
  readonly carriages: Map<number, Carriage>;
}

/** The way of a group; worked out once for a device. */
export function routeOf(device: Device, group: Group): Route {
  // Small strides are usual: then the key is a small integer, which is found sooner.
  const key = group.stride * 2 ** 24 + group.size;
  const known = device.routes.get(key);
  if (known) return known;
  const route = trace(device, group);
  device.routes.set(key, route);
  return route;
}

/** The tiers that the group spans, nearest first. Ranks are numbered through, so that members fill a chip, a node, a supernode in turn. */
export function spansOf(device: Device, group: Group): readonly Span[] {
  return routeOf(device, group).spans;
}

function trace(device: Device, group: Group): Route {
  const { steps, efficiency } = device.machine.chip.calibration.collective;
  const spans: Span[] = [];
  let inside = 1;
  let pass = 0;
  let descent = 0;
  let exchange = 0;
  for (const reach of device.reaches) {
    if (inside >= group.size) break;
    const members = Math.min(group.size, Math.max(inside, Math.floor(reach.ranks / group.stride)));
    if (members > inside) {
      const { link } = reach;
      const reached = link.fabric?.role === "scale_up" ? (efficiency ?? link.efficiency) : link.efficiency;
      const span: Span = { link, members, peers: members - inside, wiring: wiringAt(device, reach, group, members), efficiency: reached };
      spans.push(span);
      const step = stepSeconds(device, link);
      const round = steps === "direct" && isSwitched(span) ? directSteps(device, span, group, inside) : ringSteps(span, group.size, inside);
      pass += round * step;
      descent += (isSwitched(span) && isBetweenNodes(device, reach) ? Math.ceil(Math.log2(members / inside)) : chain(span, inside)) * step;
      exchange += (isSwitched(span) ? Math.log2(members / inside) : span.wiring.hops) * step;
    }
    inside = members;
  }
  return {
    group,
    spans,
    island: islandOf(spans),
    inNode: membersInNode(device, group),
    pass,
    descent,
    exchange,
    methods: new Map(),
    carriages: new Map(),
  };
}

/** Seconds of one step of the library over a link. */
export function stepSeconds(device: Device, { latency, fabric }: Link): number {
  const { hop, network } = device.machine.chip.calibration.collective;
  return latency + hop + (fabric?.role === "scale_out" ? network : 0);
}

/** A library that writes to all peers at once: one step of the farthest tier in a supernode, and doubling between supernodes. */
function directSteps(device: Device, { members, link }: Span, { size, stride }: Group, inside: number): number {
  if (link.fabric?.role === "scale_out") return Math.ceil(Math.log2(members / inside));
  const { chipsPerNode, nodes } = device.machine;
  const inSupernode = Math.floor((chipsPerNode * nodes * device.ranksPerChip) / stride);
  return members >= Math.min(size, inSupernode) ? 1 : 0;
}

/** Steps of a ring through all `size` members that go over this tier: all but one from group to group within it, and the way home is free. */
function ringSteps({ members, wiring, link }: Span, size: number, inside: number): number {
  if (link.fabric && link.fabric.topology !== "switch") return wiring.steps;
  return size / inside - (members >= size ? 1 : size / members);
}

/** Steps through the members of one node. */
function chain(span: Span, inside: number): number {
  return isSwitched(span) ? span.members / inside - 1 : span.wiring.steps;
}

function isSwitched({ link }: Span): boolean {
  return link.fabric === undefined || link.fabric.topology === "switch";
}

function isBetweenNodes(device: Device, reach: Reach): boolean {
  return reach.chips > device.machine.chipsPerNode;
}

function wiringAt(device: Device, { link, chips }: Reach, { size, stride }: Group, members: number): Wiring {
  const onChip = Math.min(size, Math.max(1, Math.floor(device.ranksPerChip / stride)));
  const between = { size: Math.max(2, Math.ceil(members / onChip)), stride: Math.max(1, Math.floor(stride / device.ranksPerChip)) };
  return link.fabric ? wiringOf(link.fabric, chips, between) : alone;
}

/** Between the dies of a package. */
const alone: Wiring = { share: 1, exchange: 1, detour: 1, steps: 1, hops: 1 };

function islandOf(spans: readonly Span[]): number {
  return spans.findLast(({ link }) => link.fabric?.role !== "scale_out")?.members ?? 1;
}

function membersInNode(device: Device, { size, stride }: Group): number {
  return Math.min(size, Math.max(1, Math.floor((device.machine.chipsPerNode * device.ranksPerChip) / stride)));
}
