import assert from "node:assert/strict";
import type { Calibration, Chip } from "../../../server/src/engine";
import { deviceOf, unitsFor } from "../../../server/src/engine/hardware";
import { type Gemm, gemmOperator, groupedOperator, quantisationOperator, vectorOperator } from "../../../server/src/engine/time/matrix";
import { boundOf, computation, secondsOf } from "../../../server/src/engine/time/operator";
import { close, ideal, machineOf } from "./toys";

const device = (changes: Partial<Calibration> = {}, more: Partial<Chip> = {}) => deviceOf(machineOf(changes, more));
const types = { weights: "bf16", activations: "bf16" } as const;
const gemm = (rows: number, depth: number, columns: number): Gemm => ({ rows, depth, columns, ...types });
const run = (on: ReturnType<typeof device>, work: Gemm) => gemmOperator(on, "gemm", "attention", work);

describe("large multiplications", () => {
  it("take FLOP over peak: 2 × 8192³ on 1 PFLOPS are 1.0995 ms", () => {
    const operator = run(device(), gemm(8192, 8192, 8192));
    assert.equal(operator.flop, 2 * 8192 ** 3);
    close(secondsOf(operator, 1), 1.099511627776e-3);
    assert.equal(boundOf(operator, 1), "compute");
  });

  it("reach the efficiency of their type: fp8 at half of 2 PFLOPS takes as long as bf16", () => {
    const half = { ...ideal.gemm, efficiency: { ...ideal.gemm.efficiency, fp8: 0.5 } };
    const operator = run(device({ gemm: half }), { ...gemm(8192, 8192, 8192), weights: "fp8", activations: "fp8" });
    close(operator.compute, 1.099511627776e-3);
  });

  it("reach half of it at the half depth", () => {
    const shallow = device({ gemm: { ...ideal.gemm, halfDepth: 512 } });
    close(run(shallow, gemm(8192, 512, 8192)).compute, (2 * 2 * 8192 * 512 * 8192) / 1e15);
  });

  it("a type that the chip lacks runs on the bf16 units, and 4-bit integers are unpacked to them", () => {
    assert.equal(unitsFor(device(), "int8").type, "bf16");
    assert.equal(unitsFor(device(), "int4").type, "bf16");
    assert.equal(unitsFor(device(), "fp8").type, "fp8");
  });
});

describe("tiles and waves: 128 × 128 on four cores", () => {
  const four = device({}, { cores: 4 });
  const depth = 1000;
  /** Seconds of four whole tiles side by side. */
  const wave = (4 * 2 * 128 * 128 * depth) / 1e15;
  const rows: readonly (readonly [string, number, number, number])[] = [
    ["four tiles fill one wave", 128, 512, 1],
    ["a fifth would need a second wave: eight tiles of 80 columns in two waves save most of it", 128, 640, 2 * (80 / 128)],
    ["eight tiles fill two", 256, 512, 2],
    ["three would leave a core idle: four tiles of 96 columns do not", 128, 384, 96 / 128],
    ["two are cut in half, and take half as long", 128, 256, 0.5],
    ["one row costs the smallest tile", 1, 512, 16 / 128],
    ["as sixteen rows do", 16, 512, 16 / 128],
    ["seventeen cost two of them", 17, 512, 32 / 128],
    ["129 rows cost two tiles", 129, 512, 2],
  ];
  for (const [title, height, columns, waves] of rows) {
    it(title, () => close(run(four, gemm(height, depth, columns)).compute, waves * wave));
  }

  it("heads of one launch share the waves", () => {
    const heads = run(four, { ...gemm(128, depth, 128), count: 8 });
    close(heads.compute, 2 * wave);
    assert.equal(heads.flop, 8 * 2 * 128 * depth * 128);
  });
});

describe("roofline", () => {
  it("one row reads the weights: 4096 × 4096 in bf16 are 33.6 MB, 33.6 µs at 1 TB/s", () => {
    const operator = run(device(), gemm(1, 4096, 4096));
    assert.equal(operator.bytes, 4096 * 4096 * 2 + 4096 * 2 + 4096 * 2);
    close(secondsOf(operator, 1), 33.570816e-6);
    assert.equal(boundOf(operator, 1), "hbm");
  });

  it("weights of four bits are a quarter", () => {
    const operator = run(device(), { ...gemm(1, 4096, 4096), weights: "int4" });
    assert.equal(operator.bytes, (4096 * 4096) / 2 + 4096 * 2 + 4096 * 2);
  });

  it("memory is read at its efficiency", () => {
    const slow = device({ gemm: { ...ideal.gemm, memory: 0.5 } });
    close(run(slow, gemm(1, 4096, 4096)).memory, 2 * 33.570816e-6);
  });

  const work = { flop: 1, bytes: 1, compute: 3, memory: 2, overhead: 0.5 };
  it("the longer of computation and memory, and the fixed time", () => {
    assert.equal(secondsOf(computation("a", "attention", work), 1), 3.5);
    assert.equal(secondsOf(computation("a", "attention", { ...work, memory: 7 }), 1), 7.5);
  });

  it("a share of the shorter may show", () => {
    assert.equal(secondsOf(computation("a", "attention", { ...work, exposed: 0.25 }), 1), 3 + 0.25 * 2 + 0.5);
  });

  it("half the cores compute half as fast; the memory stays", () => {
    assert.equal(secondsOf(computation("a", "attention", work), 0.5), 6.5);
    assert.equal(secondsOf(computation("a", "attention", { ...work, memory: 7 }), 0.5), 7.5);
  });

  it("what takes most names the bound", () => {
    assert.equal(boundOf(computation("a", "attention", work), 1), "compute");
    assert.equal(boundOf(computation("a", "attention", { ...work, memory: 4 }), 1), "hbm");
    assert.equal(boundOf(computation("a", "attention", { ...work, overhead: 4 }), 1), "overhead");
  });
});

describe("grouped multiplications of experts", () => {
  const grouped = (rows: number, count: number, on = device()) =>
    groupedOperator(on, "experts", "expert", { ...gemm(rows, 64, 32), count });

  it("read each expert once", () => {
    const { flop, bytes } = grouped(10, 8);
    assert.equal(flop, 8 * 2 * 10 * 64 * 32);
    assert.equal(bytes, 8 * 64 * 32 * 2 + 8 * 10 * (64 * 2 + 32 * 2));
  });

  it("with fewer rows than experts, only those that are hit", () => {
    assert.equal(grouped(0.5, 8).bytes, 4 * 64 * 32 * 2 + 4 * (64 * 2 + 32 * 2));
    assert.equal(grouped(0.5, 8).flop, 8 * 2 * 0.5 * 64 * 32);
  });

  it("have an efficiency and a half depth of their own", () => {
    const on = device({ grouped: { ...ideal.grouped, efficiency: 0.5, halfDepth: 64 } });
    close(grouped(10, 8, on).compute, grouped(10, 8).compute * 2 * 2);
  });
});

it("vector work is memory traffic and launches", () => {
  const on = device({ vector: { memory: 0.5, quantisation: 0.25, overhead: 3e-6 } });
  const operator = vectorOperator(on, "norm", "attention", 1e6, 2);
  close(secondsOf(operator, 1), 1e6 / 0.5e12 + 6e-6);
});

it("quantising has a share of the bandwidth of its own", () => {
  const on = device({ vector: { memory: 0.5, quantisation: 0.25, overhead: 3e-6 } });
  close(secondsOf(quantisationOperator(on, "quantisation", "attention", 1e6), 1), 1e6 / 0.25e12 + 3e-6);
});

it("powers of 1000: 1 GB at 1 TB/s takes one millisecond to the last digit", () => {
  assert.equal(vectorOperator(device(), "norm", "attention", 1e9, 0).memory, 1e-3);
});
