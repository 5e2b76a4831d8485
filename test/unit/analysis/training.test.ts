import assert from "node:assert/strict";
import { look } from "./support";

const cluster =
  "cluster Hundred {\n  supernode = DGX_H100\n  count = 16\n  fabric RoCE { role = scale_out, bandwidth = 400 Gbps per chip }\n}\n";

/** Codes about a training plan with these degrees, less the bottleneck that every plan has. */
function codes(degrees: string, model = "Llama31_70B", more = ""): string[] {
  const text = `${cluster}train T {\n  model = ${model}\n  on = Hundred\n  sequence = 8192 tokens\n  batch = 512 sequences\n  zero = 1\n  ${degrees}\n  ${more}\n}\n`;
  return look(text)
    .findings.map(({ code }) => code)
    .filter((code) => code !== "CMX501");
}

describe("the layout of a training plan", () => {
  it("a sound one is left alone", () => assert.deepEqual(codes('tp = 8, pp = 4, dp = 4, schedule = "interleaved", chunks = 4'), []));
  it("dp follows from the machine", () => assert.deepEqual(codes('tp = 8, pp = 4, schedule = "interleaved", chunks = 4'), []));
  it("heads that do not divide", () => assert.deepEqual(codes("chips = 96, tp = 24, pp = 4, dp = 1"), ["CMX303"]));
  it("layers that do not divide", () => assert.deepEqual(codes("tp = 8, pp = 3, dp = 4"), ["CMX304"]));
  it("stages of written sizes need not be even", () => assert.deepEqual(codes("tp = 8, pp = 3, dp = 4, last_layers = 26"), []));
  it("more chips than the machine has", () => assert.deepEqual(codes("tp = 8, pp = 4, dp = 8").includes("CMX301"), true));
  it("chips that the degrees do not fill", () => assert.deepEqual(codes("chips = 128, tp = 8, pp = 4, dp = 2"), ["CMX302"]));
  it("experts of a model that has none", () => assert.deepEqual(codes("tp = 8, ep = 8"), ["CMX308"]));
  it("an expert that is split, of a model that has none", () => assert.deepEqual(codes("tp = 8, expert_tp = 2"), ["CMX308"]));
  it("experts that do not divide", () => assert.deepEqual(codes("dp = 48, ep = 48", "DeepSeekV3"), ["CMX323", "CMX305"]));
  it("a number type that the chip lacks", () =>
    assert.deepEqual(codes("tp = 8, pp = 4", "Llama31_70B", "precision { weights = fp4, activations = fp4 }"), ["CMX311"]));
});
