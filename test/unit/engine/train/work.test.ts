import assert from "node:assert/strict";
import { evaluateTrain, kernelsOf, type Model, type TrainPlan } from "../../../../server/src/engine";
import { tokenFlop } from "../../../../server/src/engine/train/flops";
import { jobOf } from "../../../../server/src/engine/train/setting";
import { close, dense, ideal, machine, machineOf, mixture } from "../toys";
import { laidOut, training } from "./toys";

const part = (plan: TrainPlan, name: string) => evaluateTrain(plan).step.parts.find((each) => each.name === name);

describe("work of a step on one rank", () => {
  const layerParameters = 64 * 16 * (2 * 4 + 2 * 2) + 3 * 64 * 256;
  const tokens = 8 * 1024;

  it("forward: twice the parameters a token, backward twice that", () => {
    const forward = ["attention_projection", "ffn", "head"].reduce((sum, name) => sum + (part(training, name)?.flop ?? 0), 0);
    const backward = ["attention_projection", "ffn", "head"].reduce(
      (sum, name) => sum + (part(training, `${name}_backward`)?.flop ?? 0),
      0,
    );
    close(forward, 2 * tokens * (2 * layerParameters + 64 * 1000));
    close(backward, 2 * forward);
  });
  it("the attention of the causal half forward, two and a half times that backward", () => {
    close(part(training, "attention")?.flop ?? 0, (2 * tokens * 1024 * 4 * 4 * 16) / 2);
    close(part(training, "attention_backward")?.flop ?? 0, 2.5 * (part(training, "attention")?.flop ?? 0));
  });
  it("the two multiplications of a backward pass have shapes of their own", () => {
    const shapes = kernelsOf(evaluateTrain(training).step)
      .filter(({ part: name }) => name === "head_backward")
      .map(({ operator }) => operator.shape && [operator.shape.rows, operator.shape.depth, operator.shape.columns]);
    assert.deepEqual(shapes, [
      [1024, 1000, 64],
      [64, 1024, 1000],
    ]);
  });
  it("gradients that are added up are read and written: 2 · 2 bytes a parameter", () => {
    const bytes = (batch: number) =>
      kernelsOf(evaluateTrain({ ...training, batch }).step).find(
        ({ part: name, operator }) => name === "head_backward" && operator.shape?.rows === 64,
      )?.operator.bytes ?? 0;
    close(bytes(8) - bytes(1), 64 * 1000 * 2);
  });
  it("full recomputation is the forward pass of all layers once more", () => {
    const again = part({ ...training, recompute: "full" }, "recompute")?.flop ?? 0;
    const forward = ["attention_projection", "ffn", "attention"].reduce((sum, name) => sum + (part(training, name)?.flop ?? 0), 0);
    close(again, forward);
  });
  it("of some layers, so much of it", () => {
    const again = (recomputeLayers: number | undefined) =>
      part({ ...training, recompute: "full", recomputeLayers }, "recompute")?.flop ?? 0;
    close(again(1), again(undefined) / 2);
  });
  it("selective recomputation is the attention core", () =>
    close(part({ ...training, recompute: "selective" }, "recompute")?.flop ?? 0, part(training, "attention")?.flop ?? 0));
  it("the optimizer reads and writes 28 bytes a parameter, and clears the gradients", () => {
    const { weights } = evaluateTrain(training).memory;
    close(part(training, "optimizer")?.bytes ?? 0, (weights / 2) * (2 * 2 + 2 * 12 + 2 + 2));
  });
});

describe("model FLOP of a token", () => {
  it("6 N without the input embedding, and 6 L h s of causal attention where heads fill the width", () => {
    const { linear, core, full } = tokenFlop(jobOf(training));
    const parameters = 2 * (64 * 16 * 12 + 3 * 64 * 256) + 64 * 1000;
    close(3 * linear, 6 * parameters);
    close(3 * core, 6 * 2 * 64 * 1024);
    close(full, 2 * core);
  });
  it("of experts those that are active", () => {
    const flop = (active: number) => tokenFlop(jobOf({ ...training, model: withActive(active) })).linear;
    close(flop(2) - flop(1), 2 * 3 * (3 * 64 * 32));
  });
  it("MFU counts no recomputation, HFU does", () => {
    const { flop } = evaluateTrain({ ...training, recompute: "full" });
    const { linear, core } = tokenFlop(jobOf(training));
    close(flop.model, 8 * 1024 * 3 * (linear + core));
    close(flop.hardware - flop.model, 8 * 1024 * (linear - 2 * 64 * 1000 + core));
  });
});

function withActive(active: number): Model {
  const { moe } = mixture;
  return { ...mixture, moe: moe && { ...moe, active } };
}

describe("communication of a step", () => {
  const traffic = (plan: TrainPlan) => evaluateTrain(plan).step.traffic.reduce((sum, { bytes }) => sum + bytes, 0);
  const tokens = 8 * 1024;

  it("sequence parallelism: a gather and a scatter around each of two blocks, five in all for the backward pass with the head", () => {
    const bytes = (7 / 8) * tokens * 64 * 2;
    const plan = laidOut(
      { tp: 8 },
      { model: { ...dense, attention: { kind: "gqa", heads: 8, kvHeads: 8, headDim: 8, window: undefined } } },
    );
    // Two layers of two blocks and the head: gathered, scattered, gathered, scattered, gathered. The embedding: scattered, and gathered.
    close(traffic(plan), bytes * (5 * 5 + 2));
  });
  it("gradients in bf16: twice their bytes to all others (an all-reduce), or scattered, and parameters gathered", () => {
    const whole = evaluateTrain(training).memory.weights;
    close(traffic(laidOut({ dp: 8 }, { batch: 8 })), 2 * (7 / 8) * whole);
    close(traffic(laidOut({ dp: 8 }, { batch: 8, zero: 1 })), 2 * (7 / 8) * whole);
  });
  it("ZeRO 3 moves the layers three times: gathered twice, scattered once", () => {
    const layers = 2 * 2 * (2 * 64 + 64 * 16 * 12 + 3 * 64 * 256);
    close(traffic(laidOut({ dp: 8 }, { batch: 8, zero: 3 })), 3 * (7 / 8) * layers);
    close(traffic(laidOut({ dp: 8 }, { batch: 8, zero: 3, reshard: false })), 2 * (7 / 8) * layers);
  });
  it("tokens go to their experts and back, forward and backward: four all-to-alls", () => {
    const plan = laidOut({ dp: 8, ep: 8 }, { model: mixture, batch: 8 });
    const copies = laidOut({ dp: 8, ep: 1 }, { model: mixture, batch: 8 });
    const experts = 3 * 8 * (3 * 64 * 32) * 2;
    const sent = 3 * 4 * (7 / 8) * 1024 * 2 * 64 * 2;
    close(traffic(plan) - traffic(copies), sent - 2 * (7 / 8) * experts);
  });
  it("what is hidden is not in the step, as far as there is computation; it costs cores", () => {
    const slow = laidOut({ dp: 8 }, { batch: 64, zero: 1 });
    const hidden = { ...slow, runtime: { ...slow.runtime, overlap: { ...slow.runtime.overlap, gradients: 1, parameters: 1 } } };
    const [one, other] = [evaluateTrain(slow), evaluateTrain(hidden)].map(({ step }) => step.seconds);
    assert.ok((other ?? 0) < (one ?? 0));
    const busy = machineOf({ overlap: { ...ideal.overlap, communicationCores: 0.5 } });
    const fsdp = { ...hidden, zero: 3 as const };
    assert.ok(evaluateTrain({ ...fsdp, machine: busy }).step.seconds > evaluateTrain({ ...fsdp, machine }).step.seconds);
  });
  it("exchanges hide behind another microbatch, not behind their own", () => {
    const plan = laidOut({ dp: 8, ep: 8 }, { model: mixture, batch: 64 });
    const with100 = { ...plan, runtime: { ...plan.runtime, overlap: { ...plan.runtime.overlap, experts: 1 } } };
    assert.ok(evaluateTrain(with100).step.seconds < evaluateTrain(plan).step.seconds);
    close(evaluateTrain({ ...with100, batch: 8 }).step.seconds, evaluateTrain({ ...plan, batch: 8 }).step.seconds);
  });
});

it("a power limit slows multiplications alone", () => {
  const fast = { hbm: { capacity: 80e9, bandwidth: 1e15 } };
  const [free, limited] = [1, 0.5].map((bf16) => {
    const plan = { ...training, machine: machineOf({ sustained: { ...ideal.sustained, bf16 } }, fast) };
    return (name: string) => part(plan, name)?.exposed ?? 0;
  });
  close(limited?.("attention") ?? 0, 2 * (free?.("attention") ?? 0));
  close(limited?.("head_backward") ?? 0, 2 * (free?.("head_backward") ?? 0));
  close(limited?.("norm") ?? 0, free?.("norm") ?? 0);
});

describe("what software does otherwise", () => {
  const seconds = (runtime: Partial<TrainPlan["runtime"]>, name: string) =>
    part(
      { ...training, machine: machineOf({}, { hbm: { capacity: 80e9, bandwidth: 1e15 } }), runtime: { ...training.runtime, ...runtime } },
      name,
    )?.exposed ?? 0;

  it("older attention kernels slow the attention core alone", () => {
    close(seconds({ attentionPace: 0.5 }, "attention"), 2 * seconds({}, "attention"));
    close(seconds({ attentionPace: 0.5 }, "ffn"), seconds({}, "ffn"));
  });
  it("vector work that is not fused moves more bytes; multiplications do not", () => {
    close(seconds({ vectorTraffic: 2 }, "norm_backward"), 2 * seconds({}, "norm_backward"));
    close(seconds({ vectorTraffic: 2 }, "ffn"), seconds({}, "ffn"));
  });
  it("no microbatch passes a layer with experts sooner than the host launches it", () => {
    const step = (expertLaunch: number) =>
      evaluateTrain({ ...training, model: mixture, runtime: { ...training.runtime, expertLaunch } }).step.seconds;
    const layers = mixture.layers - (mixture.moe?.firstDense ?? 0);
    close(step(2) - step(1), layers * training.batch);
    close(step(1e-12), step(0));
  });
});

it("a pipeline that does not reshard keeps parameters and gradients whole, and moves them once a step", () => {
  const model = { ...dense, layers: 4 };
  const plan = (reshard: boolean) => evaluateTrain(laidOut({ pp: 2, dp: 4 }, { model, zero: 3, reshard, batch: 32 }));
  const scatters = (reshard: boolean) =>
    kernelsOf(plan(reshard).step).reduce((sum, { part: name, runs }) => (name === "gradient_scatter" ? sum + runs : sum), 0);
  close(scatters(true), 2 * 8);
  close(scatters(false), 1);
  const { memory } = plan(false);
  close(memory.buffers, (memory.weights / 2) * 4 * (2 + 2));
});
