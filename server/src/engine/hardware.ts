/** One rank of a machine: its peaks, its memory, and which fabric joins it to whom. */

import type { Route } from "./time/group";
import { bytesOf, type Chip, type ComputeType, type Fabric, type Machine, type NumberType } from "./types";

/** How much of each resource there is, relative to the machine as declared: the handle for elasticities. */
export interface Scales {
  readonly compute: number;
  readonly hbm: number;
  /** Divides the fixed times. */
  readonly overhead: number;
  readonly fabrics: Readonly<Record<string, number>>;
}

export const unscaled: Scales = { compute: 1, hbm: 1, overhead: 1, fabrics: {} };

/** A stretch of the way between ranks: one tier of one fabric, or the link between the dies of a package. */
export interface Link {
  readonly fabric: Fabric | undefined;
  readonly name: string;
  /** Counted from 1. */
  readonly tier: number;
  /** Raw bytes/s of one rank and direction, at most what the tier below passes on. */
  readonly bandwidth: number;
  readonly efficiency: number;
  readonly latency: number;
}

/** What lies within one hop of a rank, widening: `ranks` ranks are reached over `link`. */
export interface Reach {
  readonly ranks: number;
  readonly link: Link;
  /** Chips that the fabric's wiring joins here. */
  readonly chips: number;
}

/** Matrix units of one rank. */
export interface Units {
  readonly type: ComputeType;
  /** FLOP/s; next to nothing where the chip has none. */
  readonly peak: number;
  /** FLOP/s that large multiplications reach, dense ones and those of experts. */
  readonly dense: number;
  readonly grouped: number;
  /** Of a value. */
  readonly bytes: number;
  /** Full power × seconds that a FLOP of a large multiplication takes at full clock, beyond what stands; see time/power.ts. */
  readonly draw: number;
}

export interface Device {
  readonly machine: Machine;
  readonly scales: Scales;
  readonly ranksPerChip: number;
  readonly units: Readonly<Record<NumberType, Units>>;
  readonly cores: number | undefined;
  readonly hbmBandwidth: number;
  readonly capacity: number;
  /** From the nearest to the farthest; the last one reaches the whole machine, if a fabric does. */
  readonly reaches: readonly Reach[];
  /** What was worked out for groups of its ranks; see time/group.ts. */
  readonly routes: Map<number, Route>;
}

/** Measured: the dies of a 910C reach 210 of 270 GB/s (StrataCL); 0.2 µs. Used only for traffic inside a package. */
const dieLinkEfficiency = 210 / 270;
const dieLinkLatency = 0.2e-6;

export function ranksOf(machine: Machine): number {
  return machine.chip.ranks * machine.chipsPerNode * machine.nodes * machine.supernodes;
}

export function chipsOf(machine: Machine): number {
  return machine.chipsPerNode * machine.nodes * machine.supernodes;
}

/** Watts of a chip at full load with its share of machine and network; those of the chip alone where no more is known. */
export function chipPower({ chip, power, networkPower, chipsPerNode, nodes, supernodes }: Machine): number | undefined {
  const own = power === undefined ? chip.power : power / (chipsPerNode * nodes);
  return own === undefined ? undefined : own + networkPower / (chipsPerNode * nodes * supernodes);
}

/** Money per second of a chip with its share of the machine; undefined where no price is known. */
export function chipPrice({ chip, price, chipsPerNode, nodes }: Machine): number | undefined {
  return price === undefined ? chip.price : price / (chipsPerNode * nodes);
}

/** The matrix units that multiply values of `type`. */
export function unitsFor(device: Device, type: NumberType): Units {
  return device.units[type];
}

/** 4-bit integers are unpacked, fp32 runs on tf32 units, and bf16 takes what the chip has no units for. */
function unitsOf(type: NumberType, { ranks, compute, calibration }: Chip, scales: Scales): Units {
  const wanted: ComputeType = type === "fp32" ? "tf32" : type === "int4" ? "bf16" : type;
  const found = compute[wanted] === undefined ? "bf16" : wanted;
  const ofChip = compute[found];
  const peak = ofChip === undefined ? Number.MIN_VALUE : (ofChip / ranks) * scales.compute;
  const { gemm, grouped, sustained, powerLimit } = calibration;
  const dense = gemm.efficiency[found];
  // Without pause, at the pace that is sustained, they take all that does not stand: at full clock its third power more.
  const draw = (1 - (powerLimit?.standing ?? 0)) / sustained[found] ** 3 / (peak * dense);
  return { type: found, draw, peak, dense: peak * dense, grouped: peak * (grouped.efficiency ?? dense), bytes: bytesOf[type] };
}

/** Devices of a machine by what of it was scaled: a search evaluates one machine thousands of times. */
const known = new WeakMap<Machine, Map<string, Device>>();

/** The device that a rank is, with the reach of each fabric worked out. */
export function deviceOf(machine: Machine, scales: Scales = unscaled): Device {
  let devices = known.get(machine);
  if (!devices) known.set(machine, (devices = new Map()));
  const key = scales === unscaled ? "" : JSON.stringify(scales);
  let device = devices.get(key);
  if (!device) devices.set(key, (device = trace(machine, scales)));
  return device;
}

function trace(machine: Machine, scales: Scales): Device {
  const chip = machine.chip;
  const units = (type: NumberType) => unitsOf(type, chip, scales);
  return {
    machine,
    scales,
    ranksPerChip: chip.ranks,
    units: {
      bf16: units("bf16"),
      fp16: units("fp16"),
      fp8: units("fp8"),
      int8: units("int8"),
      int4: units("int4"),
      fp4: units("fp4"),
      fp32: units("fp32"),
    },
    cores: chip.cores === undefined ? undefined : Math.max(1, chip.cores / chip.ranks),
    hbmBandwidth: (chip.hbm.bandwidth / chip.ranks) * scales.hbm,
    capacity: chip.hbm.capacity / chip.ranks,
    reaches: reachesOf(machine, scales),
    routes: new Map(),
  };
}

function reachesOf(machine: Machine, scales: Scales): Reach[] {
  const { chip } = machine;
  const reaches: Reach[] = [];
  if (chip.ranks > 1 && chip.dieLink !== undefined) {
    const link = {
      fabric: undefined,
      name: "die link",
      tier: 1,
      bandwidth: chip.dieLink,
      efficiency: dieLinkEfficiency,
      latency: dieLinkLatency,
    };
    reaches.push({ ranks: chip.ranks, link, chips: 1 });
  }
  const scaleUp = machine.fabrics.find((fabric) => fabric.role === "scale_up");
  const scaleOut = machine.fabrics.find((fabric) => fabric.role === "scale_out");
  const { chipsPerNode, nodes, supernodes } = machine;
  const add = (fabric: Fabric, tier: number, chips: number) =>
    reaches.push({ ranks: chip.ranks * chips, link: linkOf(fabric, tier, machine, scales), chips });
  const inner = scaleUp ?? scaleOut;
  if (inner) {
    // Meshes and tori have no tiers: they join the chips of all nodes alike.
    if (inner.topology === "switch") add(inner, 1, chipsPerNode);
    if (inner.topology !== "switch" || nodes > 1) add(inner, 2, chipsPerNode * nodes);
  }
  if (supernodes > 1 && scaleOut) add(scaleOut, Math.max(1, scaleOut.tiers), chipsPerNode * nodes * supernodes);
  return reaches;
}

/** The nearest link to the rank that is `stride` ranks away; undefined where the machine has no fabric. */
export function reachOver(device: Device, stride: number): Reach | undefined {
  return device.reaches.find(({ ranks }) => ranks > stride) ?? device.reaches.at(-1);
}

/** The tier of a fabric as one rank sees it; tiers beyond the fabric's last are its last. */
export function linkOf(fabric: Fabric, tier: number, machine: Machine, scales: Scales): Link {
  const level = Math.min(tier, fabric.tiers);
  const at = (values: readonly number[]) => values[Math.min(level, values.length) - 1] ?? 1;
  const scale = scales.fabrics[fabric.name] ?? 1;
  return {
    fabric,
    name: fabric.name,
    tier: level,
    bandwidth: (fabric.bandwidth * scale) / machine.chip.ranks / (level > 1 ? at(fabric.oversubscription) : 1),
    efficiency: at(fabric.efficiency),
    latency: at(fabric.latency),
  };
}
