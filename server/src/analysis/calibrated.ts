/** What was measured or estimated of a chip, under the names that a report gives it, and how each is made larger. */

import type { Calibration } from "../engine";
import { formatPercent, formatTime } from "../language/figures";

interface Calibrated {
  readonly name: string;
  readonly value: (calibration: Calibration) => string;
  readonly times: (calibration: Calibration, factor: number) => Calibration;
  /** Whether it counts on this chip; always, if left out. */
  readonly counts?: (calibration: Calibration) => boolean;
}

/** Shares that are reached of a peak or of the HBM's bandwidth, those of all number types changed together, and fixed times. */
export const calibrated: readonly Calibrated[] = [
  {
    name: "multiplications: peak (bf16)",
    value: ({ gemm }) => formatPercent(gemm.efficiency.bf16),
    times: (calibration, factor) => {
      const { gemm, grouped } = calibration;
      const scaled = Object.fromEntries(Object.entries(gemm.efficiency).map(([type, share]) => [type, share * factor]));
      return {
        ...calibration,
        gemm: { ...gemm, efficiency: { ...gemm.efficiency, ...scaled } },
        grouped: { ...grouped, efficiency: grouped.efficiency === undefined ? undefined : grouped.efficiency * factor },
      };
    },
  },
  {
    name: "multiplications under the power limit: pace (bf16)",
    value: ({ sustained }) => formatPercent(sustained.bf16),
    times: (calibration, factor) => {
      const scaled = Object.fromEntries(Object.entries(calibration.sustained).map(([type, share]) => [type, share * factor]));
      return { ...calibration, sustained: { ...calibration.sustained, ...scaled } };
    },
    counts: ({ powerLimit }) => powerLimit !== undefined,
  },
  {
    name: "multiplications: HBM",
    value: ({ gemm }) => formatPercent(gemm.memory),
    times: (calibration, factor) => ({
      ...calibration,
      gemm: { ...calibration.gemm, memory: calibration.gemm.memory * factor },
      grouped: { ...calibration.grouped, memory: calibration.grouped.memory * factor },
    }),
  },
  {
    name: "attention: HBM",
    value: ({ attention }) => formatPercent(attention.memory),
    times: (calibration, factor) => ({
      ...calibration,
      attention: {
        ...calibration.attention,
        memory: calibration.attention.memory * factor,
        quantisedMemory: calibration.attention.quantisedMemory * factor,
      },
    }),
  },
  {
    name: "prompt attention: peak",
    value: ({ attention }) => formatPercent(attention.prefill),
    times: (calibration, factor) => ({
      ...calibration,
      attention: { ...calibration.attention, prefill: calibration.attention.prefill * factor },
    }),
  },
  {
    name: "latent decode: peak",
    value: ({ attention }) => formatPercent(attention.decode),
    times: (calibration, factor) => ({
      ...calibration,
      attention: { ...calibration.attention, decode: calibration.attention.decode * factor },
    }),
  },
  {
    name: "vector kernels: HBM",
    value: ({ vector }) => formatPercent(vector.memory),
    times: (calibration, factor) => ({ ...calibration, vector: { ...calibration.vector, memory: calibration.vector.memory * factor } }),
  },
  {
    name: "kernels: fixed time",
    value: ({ overhead }) => formatTime(overhead.kernel),
    times: (calibration, factor) => {
      const { overhead, vector, attention } = calibration;
      return {
        ...calibration,
        overhead: { ...overhead, kernel: overhead.kernel * factor },
        vector: { ...vector, overhead: vector.overhead * factor },
        attention: { ...attention, overhead: attention.overhead * factor, latentOverhead: attention.latentOverhead * factor },
      };
    },
  },
  {
    name: "collectives: fixed times",
    value: ({ collective }) => formatTime(collective.latency),
    times: (calibration, factor) => {
      const { collective } = calibration;
      const { latency, hop, network, stage, rendezvous, reduction, direct, multicast } = collective;
      return {
        ...calibration,
        collective: {
          ...collective,
          latency: latency * factor,
          hop: hop * factor,
          network: network * factor,
          stage: stage * factor,
          rendezvous: rendezvous * factor,
          reduction: reduction * factor,
          direct: direct && { ...direct, latency: direct.latency * factor },
          multicast: multicast && { ...multicast, latency: multicast.latency * factor },
        },
      };
    },
  },
  {
    name: "collectives: share of the links",
    value: ({ collective: { efficiency, direct, multicast } }) =>
      formatPercent(efficiency ?? direct?.efficiency ?? multicast?.efficiency ?? 1),
    times: (calibration, factor) => {
      const { collective } = calibration;
      const { efficiency, direct, multicast } = collective;
      return {
        ...calibration,
        collective: {
          ...collective,
          efficiency: efficiency && efficiency * factor,
          direct: direct && { ...direct, efficiency: direct.efficiency * factor },
          multicast: multicast && { ...multicast, efficiency: multicast.efficiency * factor },
        },
      };
    },
    counts: ({ collective: { efficiency, direct, multicast } }) => (efficiency ?? direct ?? multicast) !== undefined,
  },
  {
    name: "experts' dispatch and combine: fixed times",
    value: ({ lowLatency }) => formatTime(lowLatency.dispatch.latency),
    times: (calibration, factor) => {
      const slower = <Path extends Calibration["lowLatency"]>(path: Path): Path => ({
        ...path,
        dispatch: { ...path.dispatch, latency: path.dispatch.latency * factor },
        combine: { ...path.combine, latency: path.combine.latency * factor },
      });
      return { ...calibration, lowLatency: slower(calibration.lowLatency), normal: slower(calibration.normal) };
    },
  },
];
