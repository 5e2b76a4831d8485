import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { AllReduceAlgorithm, Collective, Fabric, Machine, Topology } from "../../../server/src/engine";
import { deviceOf, unscaled } from "../../../server/src/engine/hardware";
import { wiringOf } from "../../../server/src/engine/topology";
import { collectiveOperator } from "../../../server/src/engine/time/collective";
import { secondsOf } from "../../../server/src/engine/time/operator";
import { close, ideal, machineOf, scaleOut, scaleUp } from "./toys";

interface Choices {
  readonly kind: Collective;
  readonly algorithm: AllReduceAlgorithm;
  readonly topology: Topology;
  readonly size: number;
  readonly stride: number;
  readonly bytes: number;
  readonly reduction: number | undefined;
}

const power = (most: number) => fc.integer({ min: 0, max: most }).map((exponent) => 2 ** exponent);
const choices: fc.Arbitrary<Choices> = fc.record({
  kind: fc.constantFrom<Collective>("all_reduce", "all_gather", "reduce_scatter", "all_to_all"),
  algorithm: fc.constantFrom<AllReduceAlgorithm>("auto", "library", "ring", "tree", "switch", "one_shot", "two_shot", "multicast"),
  topology: fc.constantFrom<Topology>("switch", "mesh", "torus"),
  size: power(7),
  stride: power(5),
  bytes: fc.double({ min: 1, max: 1e11, noNaN: true }),
  reduction: fc.constantFrom(undefined, 0.5),
});

/** Four supernodes of four nodes of eight. */
function machineFor({ topology, reduction }: Choices): Machine {
  const kernel = { latency: 5e-6, efficiency: 0.6 };
  const collective = {
    ...ideal.collective,
    latency: 4e-6,
    hop: 0.3e-6,
    stage: 2e-6,
    copy: 1e12,
    eager: 3e9,
    rendezvous: 3e-6,
    reduction: 25e-6,
  };
  const near: Fabric = { ...scaleUp, topology, dimensions: topology === "torus" ? [4, 8] : [], reduction };
  return { ...machineOf({ collective: { ...collective, direct: kernel, multicast: kernel } }), supernodes: 4, fabrics: [near, scaleOut] };
}

function always(title: string, holds: (chosen: Choices, machine: Machine) => void): void {
  it(title, () => {
    fc.assert(
      fc.property(choices, (chosen) => holds(chosen, machineFor(chosen))),
      { seed: 384, numRuns: 1000 },
    );
  });
}

function run(machine: Machine, { kind, algorithm, size, stride, bytes }: Choices, scales = unscaled) {
  return collectiveOperator(deviceOf(machine, scales), kind, "attention", kind, { size, stride }, bytes, algorithm);
}

const seconds = (...of: Parameters<typeof run>) => {
  const operator = run(...of);
  return operator ? secondsOf(operator, 1) : 0;
};

describe("for any group that fits the machine", () => {
  always("the time is finite, positive for two ranks or more, and nothing for one", (chosen, machine) => {
    if (chosen.size * chosen.stride > 128) return;
    const time = seconds(machine, chosen);
    if (chosen.size === 1) assert.equal(time, 0);
    else assert.ok(Number.isFinite(time) && time > 0);
  });

  always("more bandwidth of any fabric never slows it", (chosen, machine) => {
    for (const fabrics of [{ UP: 1.5 }, { OUT: 1.5 }, { UP: 3, OUT: 3 }])
      assert.ok(seconds(machine, chosen, { ...unscaled, fabrics }) <= seconds(machine, chosen) * (1 + 1e-12));
  });

  always("more bytes never take less, and twice the bytes at most twice the time", (chosen, machine) => {
    const once = seconds(machine, chosen);
    const twice = seconds(machine, { ...chosen, bytes: 2 * chosen.bytes });
    assert.ok(twice >= once && twice <= 2 * once * (1 + 1e-9));
  });

  always("auto is as quick as the quickest", (chosen, machine) => {
    const auto = seconds(machine, { ...chosen, kind: "all_reduce", algorithm: "auto" });
    assert.ok(auto <= seconds(machine, { ...chosen, kind: "all_reduce" }) * (1 + 1e-12));
  });

  always("every rank gets what the others have: on switches and meshes what ranks send is what they must receive", (chosen, machine) => {
    const { kind, size, stride, bytes, topology } = chosen;
    if (size === 1 || size * stride > 32 || topology === "torus" || kind === "all_reduce") return;
    const sent = run(machine, chosen)?.traffic.reduce((sum, load) => sum + load.bytes, 0);
    close(sent ?? 0, (1 - 1 / size) * bytes, 1e-9);
  });

  always("a torus never beats the switch of the same port", (chosen, machine) => {
    if (chosen.size * chosen.stride > 32 || chosen.topology !== "torus") return;
    const asked = { ...chosen, algorithm: "ring" as const };
    const [near, far] = machine.fabrics;
    assert.ok(near && far);
    const switched = { ...machine, fabrics: [{ ...near, topology: "switch" as const }, far] };
    const torus = run(machine, asked)?.transfer ?? 0;
    assert.ok(torus >= (run(switched, asked)?.transfer ?? 0) * (1 - 1e-12));
  });
});

it("no torus carries more than its ports: what members send and pass on fits the time that it takes", () => {
  const dimension = fc.integer({ min: 1, max: 12 });
  fc.assert(
    fc.property(fc.array(dimension, { minLength: 1, maxLength: 3 }), power(6), power(4), (dimensions, size, stride) => {
      const chips = dimensions.reduce((product, length) => product * length, 1);
      if (size < 2 || size * stride > chips) return;
      const { share, exchange, detour, hops, steps } = wiringOf({ ...scaleUp, topology: "torus", dimensions }, chips, { size, stride });
      assert.ok(share > 0 && share <= 1 + 1e-12);
      assert.ok(exchange > 0 && exchange * detour <= 1 + 1e-12);
      assert.ok(detour >= 1 - 1e-12 && hops >= 1 && steps >= 1);
    }),
    { seed: 384, numRuns: 2000 },
  );
});
