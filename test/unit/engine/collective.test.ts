import assert from "node:assert/strict";
import type { AllReduceAlgorithm, Collective, Machine } from "../../../server/src/engine";
import { deviceOf } from "../../../server/src/engine/hardware";
import { collectiveOperator, pipelineSends, sendOperator, spansOf } from "../../../server/src/engine/time/collective";
import { secondsOf } from "../../../server/src/engine/time/operator";
import { close, ideal, machine, machineOf, scaleOut, scaleUp } from "./toys";

const run = (kind: Collective, size: number, bytes: number, on: Machine = machine, stride = 1, algorithm: AllReduceAlgorithm = "auto") => {
  const operator = collectiveOperator(deviceOf(on), kind, "attention", kind, { size, stride }, bytes, algorithm);
  assert.ok(operator);
  return operator;
};
/** A node of the toy: 100 GB/s a rank. */
const port = 100e9;

describe("in one node of eight, 100 GB/s a rank", () => {
  const volumes: readonly (readonly [Collective, number])[] = [
    ["all_gather", 7 / 8],
    ["reduce_scatter", 7 / 8],
    ["all_to_all", 7 / 8],
    ["all_reduce", 14 / 8],
  ];
  for (const [kind, share] of volumes) {
    it(`${kind} moves ${share} of the buffer through each port`, () => {
      const operator = run(kind, 8, 8e9);
      close(operator.transfer, (share * 8e9) / port);
      assert.deepEqual(
        operator.traffic.map(({ fabric, tier, bytes }) => `${fabric} ${tier} ${bytes}`),
        [`UP 1 ${share * 8e9}`],
      );
    });
  }

  it("a group of one moves nothing", () => {
    assert.equal(collectiveOperator(deviceOf(machine), "a", "attention", "all_reduce", { size: 1, stride: 1 }, 1e9), undefined);
  });

  it("pays the fixed time, and the latency and the time of a step seven times a pass; an all-to-all three times", () => {
    const on = machineOf({ collective: { ...ideal.collective, latency: 10e-6, hop: 0.5e-6 } });
    close(run("all_gather", 8, 8, on).overhead, 20.5e-6);
    close(run("reduce_scatter", 8, 8, on).overhead, 20.5e-6);
    close(run("all_reduce", 8, 8, on).overhead, 31e-6);
    close(run("all_to_all", 8, 8, on).overhead, 14.5e-6);
  });

  it("sends small messages to all peers at once where the library does", () => {
    const on = machineOf({ collective: { ...ideal.collective, steps: "direct" } });
    close(run("all_gather", 8, 8, on).overhead, 1e-6);
    close(run("all_reduce", 8, 8, on).overhead, 2e-6);
    close(run("all_gather", 32, 8, on).overhead, 2e-6);
    close(run("all_gather", 128, 8, { ...on, supernodes: 4 }).overhead, 2e-6 + 2 * 5e-6);
  });

  it("links reach a share of their bandwidth", () => {
    close(run("all_gather", 8, 8e9, { ...machine, fabrics: [{ ...scaleUp, efficiency: [0.8] }] }).transfer, 7e9 / (0.8 * port));
  });

  it("a library may reach another share of it than other transfers, and adds what arrives", () => {
    const fabrics = [{ ...scaleUp, efficiency: [0.8] }];
    const on = { ...machineOf({ collective: { ...ideal.collective, efficiency: 0.95, addition: 700e9 } }), fabrics };
    close(run("all_gather", 8, 8e9, on).transfer, 7e9 / (0.95 * port));
    close(run("reduce_scatter", 8, 8e9, on).transfer, 7e9 / (0.95 * port) + 7e9 / 700e9);
    close(run("all_reduce", 8, 8e9, on).transfer, 14e9 / (0.95 * port) + 7e9 / 700e9);
  });

  it("moves its own piece to the result at the rate of the chip", () => {
    const on = machineOf({ collective: { ...ideal.collective, copy: 500e9 } });
    close(run("all_gather", 8, 8e9, on).transfer, 7e9 / port + 1e9 / 500e9);
  });
});

describe("over two nodes of one supernode", () => {
  it("both tiers are spanned: seven peers near, eight far", () => {
    const spans = spansOf(deviceOf(machine), { size: 16, stride: 1 });
    assert.deepEqual(
      spans.map(({ link, members, peers }) => [link.tier, members, peers]),
      [
        [1, 8, 7],
        [2, 16, 8],
      ],
    );
  });

  it("all that leaves a rank shares its port: 15/16 of the buffer, not the larger part", () => {
    close(run("all_gather", 16, 16e9).transfer, 15e9 / port);
    close(run("all_to_all", 16, 16e9).transfer, 15e9 / port);
  });

  it("an oversubscribed upper tier bounds what goes far", () => {
    const fabrics = [{ ...scaleUp, oversubscription: [1, 4] }];
    close(run("all_gather", 16, 16e9, { ...machine, fabrics }).transfer, 8e9 / (port / 4));
  });

  it("a ring of sixteen passes the farther tier once and the near one fourteen times", () =>
    close(run("all_gather", 16, 16).overhead, 14e-6 + 2e-6));

  it("one layer of switches over several trays is one network", () => {
    const fabrics = [{ ...scaleUp, tiers: 1 }];
    close(run("all_gather", 16, 16e9, { ...machine, fabrics }).transfer, 15e9 / port);
  });

  it("ranks that lie eight apart are all on different nodes", () => {
    const spans = spansOf(deviceOf(machine), { size: 4, stride: 8 });
    assert.deepEqual(
      spans.map(({ link, peers }) => [link.tier, peers]),
      [[2, 3]],
    );
  });
});

describe("over two supernodes", () => {
  const cluster: Machine = { ...machine, nodes: 1, supernodes: 4 };

  it("the ranks of one share the crossing: 15/16 of the buffer over eight ports", () => {
    const operator = run("all_gather", 16, 16e9, cluster);
    assert.deepEqual(
      operator.traffic.map(({ fabric, bytes }) => `${fabric} ${bytes}`),
      ["UP 14000000000", "OUT 1875000000"],
    );
    close(operator.transfer, 1.875e9 / 10e9);
  });

  it("the network that takes longest bounds it, and names it", () => {
    const slow = { ...cluster, fabrics: [scaleUp, { ...scaleOut, bandwidth: 1e9 }] };
    const fast = { ...cluster, fabrics: [scaleUp, { ...scaleOut, bandwidth: 50e9 }] };
    close(run("all_gather", 16, 16e9, slow).transfer, 1.875);
    assert.equal(run("all_gather", 16, 16e9, slow).fabric, "OUT");
    assert.equal(run("all_gather", 16, 16e9, fast).fabric, "UP");
  });

  it("a ring all-reduce crosses twice", () => {
    const slow = { ...cluster, fabrics: [scaleUp, { ...scaleOut, bandwidth: 1e9 }] };
    close(run("all_reduce", 16, 16e9, slow, 1, "ring").transfer, 3.75);
  });

  it("an all-to-all sends each far rank its own piece: nothing is shared", () => {
    close(run("all_to_all", 16, 16e9, cluster).transfer, 8e9 / 10e9);
  });
});

describe("dies of one package", () => {
  const dies = machineOf({}, { ranks: 2, dieLink: 270e9 });

  it("talk over the link between them", () => {
    const operator = run("all_gather", 2, 2e9, dies);
    close(operator.transfer, 1e9 / 210e9);
    assert.deepEqual(operator.traffic, []);
  });

  it("a rank has half of the package's port", () => {
    const [, far] = spansOf(deviceOf(dies), { size: 16, stride: 1 });
    assert.equal(far?.link.bandwidth, 50e9);
    assert.equal(far?.peers, 14);
  });
});

it("a pipeline sends to the next stage over the first link that reaches it", () => {
  const send = (stride: number) => sendOperator(deviceOf(machine), "send", "expert", stride, 1e9);
  assert.deepEqual(send(4)?.traffic, [{ fabric: "UP", tier: 1, bytes: 1e9 }]);
  assert.deepEqual(send(8)?.traffic, [{ fabric: "UP", tier: 2, bytes: 1e9 }]);
  const sent = send(8);
  assert.ok(sent);
  close(secondsOf(sent, 1), 0.01 + 2e-6);
});

it("of five stages of four ranks on nodes of eight, two hand over within a node and two to another one", () => {
  const sends = pipelineSends(deviceOf(machine), "send", "expert", 4, 5, 1e9);
  assert.deepEqual(
    sends.map(({ operator, times }) => [operator.traffic[0]?.tier, times]),
    [
      [1, 2],
      [2, 2],
    ],
  );
});
