import assert from "node:assert/strict";
import * as fc from "fast-check";
import type { PhaseName } from "../../../server/src/engine";
import { communication, computation, type Operator } from "../../../server/src/engine/time/operator";
import { type Scheduled, schedule } from "../../../server/src/engine/time/overlap";
import { layerTime, watchOf } from "../../../server/src/engine/time/stopwatch";
import { close, decode } from "./toys";

const compute = (name: string, stream: Operator["stream"], seconds: number, memory = 0) =>
  computation(name, stream, { flop: 0, bytes: 0, compute: seconds, memory, overhead: 0 });
const send = (name: string, seconds: number) =>
  communication(name, "expert", { transfer: seconds, overhead: 0, fabric: "UP", traffic: [] });

const layer = (attention: number, dispatch: number, experts: number, combine: number) => [
  compute("attention", "attention", attention),
  send("dispatch", dispatch),
  compute("experts", "expert", experts),
  send("combine", combine),
];

const styles = { prefill: "communication", decode: "communication", communicationCores: 0, attentionCores: 0.5 } as const;
const shown = (parts: readonly Scheduled[]) => parts.reduce((sum, { exposed }) => sum + exposed, 0);
const run = (operators: readonly Operator[], microbatches: number, phase: PhaseName, overlap: Partial<typeof styles> | object = {}) =>
  schedule(operators, { name: phase, microbatches, runtime: { microbatchOverlap: 1 } }, { ...styles, ...overlap });

it("one microbatch runs in series, whatever the style", () => assert.equal(shown(run(layer(4, 1, 2, 3), 1, "decode")), 10));

it("two that do not overlap take twice as long", () => {
  assert.equal(shown(run(layer(4, 1, 2, 3), 2, "decode", { decode: "none" })), 20);
});

describe("decode: communication hides behind computation", () => {
  it("where it is shorter", () => {
    const parts = run(layer(4, 1, 2, 3), 2, "decode");
    assert.equal(shown(parts), 2 * 6);
    assert.deepEqual(
      parts.map(({ operator, exposed, hidden }) => `${operator.name} ${exposed} ${hidden}`),
      ["attention 8 0", "dispatch 0 2", "experts 4 0", "combine 0 6"],
    );
  });
  it("and computation behind it where it is longer", () => assert.equal(shown(run(layer(1, 4, 1, 4), 2, "decode")), 2 * 8));
});

describe("prefill: the turns are fixed", () => {
  // Attention against combine and dispatch, then the experts against dispatch and combine: four slots, the longer side of each shows.
  it("a slot waits for its longer side", () => {
    assert.equal(shown(run(layer(4, 1, 2, 3), 2, "prefill")), Math.max(4, 3) + Math.max(4, 1) + Math.max(2, 1) + Math.max(2, 3));
  });
  it("communication takes cores away from computation", () => {
    assert.equal(shown(run(layer(4, 1, 2, 3), 2, "prefill", { communicationCores: 0.5 })), 8 + 8 + 4 + 4);
  });
});

it("software that hides a share leaves the rest to show", () => {
  const half = { name: "decode", microbatches: 2, runtime: { microbatchOverlap: 0.5 } } as const;
  const parts = schedule(layer(4, 1, 2, 3), half, styles);
  assert.equal(shown(parts), 2 * (6 + 4 / 2));
  assert.deepEqual(
    parts.map(({ exposed, hidden }) => [exposed, hidden]),
    [
      [8, 0],
      [1, 1],
      [4, 0],
      [3, 3],
    ],
  );
});

describe("streams: attention beside experts and communication, each on its cores", () => {
  const streams = { decode: "streams", attentionCores: 0.5 };
  it("the busier one sets the pace", () => {
    assert.equal(shown(run(layer(4, 1, 1, 1), 2, "decode", streams)), 2 * (4 / 0.5));
    assert.equal(shown(run(layer(1, 1, 3, 1), 2, "decode", streams)), 2 * (1 + 3 / 0.5 + 1));
  });
});

it("the memory is shared: streams cannot read faster together than it gives", () => {
  const operators = [compute("attention", "attention", 1, 5), compute("experts", "expert", 1, 4)];
  assert.equal(shown(run(operators, 2, "decode", { decode: "streams" })), 2 * 9);
});

describe("for any times", () => {
  const seconds = fc.integer({ min: 0, max: 1e6 }).map((microseconds) => microseconds * 1e-6);
  const times = fc.tuple(seconds, seconds, seconds, seconds);
  const each = fc.constantFrom("none", "communication", "streams");
  const phases = fc.constantFrom<PhaseName>("prefill", "decode");

  it("what shows and what hides is all that runs", () => {
    fc.assert(
      fc.property(times, each, phases, fc.integer({ min: 1, max: 4 }), (values, style, phase, microbatches) => {
        const operators = layer(...values);
        const parts = run(operators, microbatches, phase, { prefill: style, decode: style, attentionCores: 0.5 });
        for (const { operator, cores, exposed, hidden } of parts) {
          close(exposed + hidden, (operator.compute / cores + operator.transfer) * microbatches, 1e-9);
        }
      }),
      { seed: 384 },
    );
  });

  it("a stopwatch shows what the schedule comes to", () => {
    const shares = fc.constantFrom(0, 0.4, 1);
    fc.assert(
      fc.property(times, each, phases, fc.integer({ min: 1, max: 4 }), shares, (values, style, name, microbatches, microbatchOverlap) => {
        const operators = [...layer(...values), compute("norm", "attention", 0, values[0] / 2)];
        const overlap = { prefill: style, decode: style, communicationCores: 0.25, attentionCores: 0.5 };
        const phase = { ...decode, name, microbatches, runtime: { ...decode.runtime, microbatchOverlap } };
        const watch = watchOf(phase, overlap, 0.9);
        for (const operator of operators) watch.given(operator);
        const { seconds: watched, kernels } = layerTime(watch.copy(), phase, overlap);
        close(watched, shown(schedule(operators, phase, overlap, 0.9)), 1e-9);
        assert.equal(kernels, operators.length);
      }),
      { seed: 384 },
    );
  });

  it("hiding communication never takes longer than the series", () => {
    fc.assert(
      fc.property(times, phases, (values, phase) => {
        const series = shown(run(layer(...values), 2, phase, { prefill: "none", decode: "none" }));
        assert.ok(shown(run(layer(...values), 2, phase)) <= series * (1 + 1e-12));
      }),
      { seed: 384 },
    );
  });
});

describe("experts on ranks of their own", () => {
  const apart = (attention: number, dispatch: number, experts: number, combine: number) => [
    compute("attention", "attention", attention),
    send("dispatch", dispatch),
    compute("experts", "apart", experts),
    send("combine", combine),
  ];
  it("one microbatch goes round: all take their turn", () => assert.equal(shown(run(apart(4, 1, 2, 1), 1, "decode")), 8));
  it("two fill the round where one of the pools is busy half of it", () => {
    const parts = run(apart(4, 1, 2, 1), 2, "decode");
    assert.equal(shown(parts), 2 * 4);
    assert.deepEqual(
      parts.map(({ operator, exposed, hidden }) => `${operator.name} ${exposed} ${hidden}`),
      ["attention 8 0", "dispatch 0 2", "experts 0 4", "combine 0 2"],
    );
  });
  it("two do not where the ways are long: the round shows, and what repeats hides in it", () => {
    const parts = run(apart(4, 3, 2, 3), 2, "decode");
    assert.equal(shown(parts), 12);
    assert.equal(parts[0]?.hidden, 4);
  });
  it("the busiest may be the pool of experts, or one way between the two", () => {
    assert.equal(shown(run(apart(2, 1, 4, 1), 3, "decode")), 3 * 4);
    assert.equal(shown(run(apart(1, 5, 1, 2), 3, "decode")), 3 * 5);
  });
});
