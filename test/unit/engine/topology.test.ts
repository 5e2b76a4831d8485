import assert from "node:assert/strict";
import type { AllReduceAlgorithm, Collective, Fabric, Machine } from "../../../server/src/engine";
import { deviceOf } from "../../../server/src/engine/hardware";
import { collectiveOperator, sendOperator } from "../../../server/src/engine/time/collective";
import { wiringOf } from "../../../server/src/engine/topology";
import { close, machine, scaleOut, scaleUp } from "./toys";

/** Eight chips, each with a link of 28 GB/s to each other one: the HCCS of an Atlas 800T A2. */
const mesh: Fabric = { ...scaleUp, topology: "mesh", tiers: 1, bandwidth: 196e9, latency: [1e-6] };
const meshed: Machine = { ...machine, nodes: 1, fabrics: [mesh] };
/** Sixteen chips on a torus of 4 × 4, four links of 25 GB/s each. */
const torus: Fabric = { ...scaleUp, topology: "torus", dimensions: [4, 4], bandwidth: 100e9, latency: [1e-6] };
const torused: Machine = { ...machine, chipsPerNode: 4, nodes: 4, fabrics: [torus] };

function run(on: Machine, kind: Collective, size: number, bytes: number, stride = 1, algorithm: AllReduceAlgorithm = "ring") {
  const operator = collectiveOperator(deviceOf(on), kind, "attention", kind, { size, stride }, bytes, algorithm);
  assert.ok(operator);
  return operator;
}

describe("a full mesh of eight", () => {
  for (const size of [2, 4, 8]) {
    it(`${size} of them use ${size - 1} of seven links: a gather takes as long as one piece over one link`, () => {
      close(run(meshed, "all_gather", size, size * 28e9).transfer, 1);
      close(run(meshed, "all_reduce", size, size * 28e9).transfer, 2);
      close(run(meshed, "all_to_all", size, size * 28e9).transfer, 1);
    });
  }

  it("reaches all peers in one step", () => {
    close(run(meshed, "all_gather", 8, 8).overhead, 1e-6);
    close(run(meshed, "all_reduce", 8, 8).overhead, 2e-6);
  });

  it("a pipeline has one link to the next stage", () => {
    const send = sendOperator(deviceOf(meshed), "send", "expert", 4, 28e9);
    assert.ok(send);
    close(send.transfer, 1);
  });

  it("is what was measured of an Atlas 800T A2: 38, 64 and 149 GB/s gathered, half of it reduced", () => {
    const at = (size: number, kind: Collective) =>
      1 / run({ ...meshed, fabrics: [{ ...mesh, efficiency: [0.65] }] }, kind, size, 1).transfer / 1e9;
    const measured = [
      [2, 38, 18],
      [4, 64, 30],
      [8, 149, 72],
    ] as const;
    for (const [size, gathered, reduced] of measured) {
      close(at(size, "all_gather"), gathered, 0.15);
      close(at(size, "all_reduce"), reduced, 0.25);
    }
  });

  it("is what was measured of eight MI300X: 47.7 GB/s busbw on two, 312.9 on eight", () => {
    const on = { ...meshed, fabrics: [{ ...mesh, bandwidth: 448e9, efficiency: [0.72] }] };
    const busbw = (size: number) => (2 * (size - 1)) / size / run(on, "all_reduce", size, 1).transfer / 1e9;
    close(busbw(2), 47.7, 0.05);
    close(busbw(8), 312.9, 0.05);
  });
});

describe("a torus of 4 × 4 with links of 25 GB/s", () => {
  it("all sixteen use all four links: a ring all-reduce moves 2 × 15/16 of the buffer over 100 GB/s", () => {
    close(run(torused, "all_reduce", 16, 16e9).transfer, (2 * 15e9) / 100e9);
  });

  it("a whole row is a ring with two links, a part of one a line with one", () => {
    close(run(torused, "all_gather", 4, 4e9).transfer, 3e9 / 50e9);
    close(run(torused, "all_gather", 2, 2e9).transfer, 1e9 / 25e9);
  });

  it("a column is as good as a row: its members are four apart, and lie side by side on the second axis", () => {
    close(run(torused, "all_gather", 4, 4e9, 4).transfer, 3e9 / 50e9);
  });

  it("every second chip of a row shares its links with the other half", () => {
    close(run(torused, "all_gather", 2, 2e9, 2).transfer, 1e9 / 12.5e9);
  });

  it("an all-to-all is bound by the bisection: half of what 16 chips send crosses it, over 2 × 4 × 2 links", () => {
    // Of 16 GB that a chip sends, half go to the other half of the torus: 8 × 8 GB over the 8 links that lead there.
    close(run(torused, "all_to_all", 16, 16e9).transfer, (8 * 8e9) / (8 * 25e9));
  });

  it("passes messages on: a byte goes two links on the mean, one on each axis", () => {
    const { traffic } = run(torused, "all_to_all", 16, 16e9);
    assert.deepEqual(
      traffic.map(({ bytes }) => Math.round(bytes)),
      [32e9],
    );
  });

  it("takes two steps along each axis in both directions, and as many links to the farthest chip", () => {
    const { steps, hops } = wiringOf(torus, 16, { size: 16, stride: 1 });
    assert.deepEqual({ steps, hops }, { steps: 4, hops: 4 });
    close(run(torused, "all_gather", 16, 16).overhead, 4e-6);
  });

  it("a stage that is a row away is one link away", () => {
    const send = sendOperator(deviceOf(torused), "send", "expert", 4, 25e9);
    assert.ok(send);
    close(send.transfer, 1);
  });
});

describe("an all-reduce by each algorithm, eight ranks with ports of 100 GB/s", () => {
  const kernel = { latency: 5e-6, efficiency: 0.5 };
  const adding: Machine = {
    ...machine,
    fabrics: [{ ...scaleUp, reduction: 0.5 }, scaleOut],
    chip: {
      ...machine.chip,
      calibration: {
        ...machine.chip.calibration,
        collective: {
          ...machine.chip.calibration.collective,
          reduction: 25e-6,
          direct: kernel,
          multicast: { latency: 9e-6, efficiency: 0.4 },
        },
      },
    },
  };
  const cases: readonly (readonly [AllReduceAlgorithm, transfer: number, overhead: number])[] = [
    ["ring", 14 / 8 / 100, 14e-6],
    ["switch", 1 / 50, 25e-6],
    ["one_shot", 7 / 50, 5e-6],
    ["two_shot", 14 / 8 / 50, 10e-6],
    ["multicast", 1 / 40, 9e-6],
  ];
  for (const [algorithm, transfer, overhead] of cases) {
    it(algorithm, () => {
      const operator = run(adding, "all_reduce", 8, 1e9, 1, algorithm);
      close(operator.transfer, transfer);
      close(operator.overhead, overhead);
    });
  }

  it("auto takes one shot for a little, the ring for much; the library has the ring alone for a little", () => {
    const little = run(adding, "all_reduce", 8, 1e3, 1, "auto");
    close(little.overhead, 5e-6);
    close(run(adding, "all_reduce", 8, 1e10, 1, "auto").transfer, 14 / 8 / 10);
    close(run(adding, "all_reduce", 8, 1e3, 1, "library").overhead, 14e-6);
  });

  it("a chip or fabric without the algorithm takes the ring", () => {
    close(run(machine, "all_reduce", 8, 1e9, 1, "one_shot").transfer, 14 / 8 / 100);
    close(run(machine, "all_reduce", 8, 1e9, 1, "switch").transfer, 14 / 8 / 100);
  });
});

describe("over servers of eight that InfiniBand joins, 10 GB/s a rank", () => {
  const quick = { ...scaleUp, bandwidth: 1e12 };
  const servers = (count: number): Machine => ({ ...machine, nodes: 1, supernodes: count, fabrics: [quick, scaleOut] });

  it("a ring over two servers passes 2 × 15/16 of the buffer over eight ports", () => {
    close(run(servers(2), "all_reduce", 16, 16e9).transfer, (2 * 15e9) / 8 / 10e9);
  });

  it("a tree passes the buffer twice over eight ports", () => {
    close(run(servers(4), "all_reduce", 32, 16e9, 1, "tree").transfer, (2 * 16e9) / 8 / 10e9);
  });

  it("takes two steps down and up the tree of four servers where the ring takes three, twice", () => {
    close(run(servers(4), "all_reduce", 32, 32).overhead, 2 * (28e-6 + 3 * 5e-6));
    close(run(servers(4), "all_reduce", 32, 32, 1, "tree").overhead, 2 * (7e-6 + 2 * 5e-6));
  });

  it("data parallel ranks of one server each have their own port: a group of four servers is no slower for its seven neighbours", () => {
    close(run(servers(4), "all_gather", 4, 4e9, 8).transfer, 3e9 / 10e9);
  });

  it("its busbw is the sum of the ports, as measured: 382 GB/s of 8 × 50 on 4 × 8 B200", () => {
    const fabrics = [quick, { ...scaleOut, bandwidth: 50e9, efficiency: [0.94] }];
    const { transfer } = run({ ...servers(4), fabrics }, "all_reduce", 32, 16e9);
    close((2 * 31 * 16e9) / 32 / transfer, 382e9, 0.03);
  });
});
