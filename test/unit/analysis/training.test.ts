import assert from "node:assert/strict";
import { look } from "./support";

const cluster =
  "cluster Hundred {\n  supernode = DGX_H100\n  count = 16\n  fabric RoCE { role = scale_out, bandwidth = 400 Gbps per chip }\n}\n";

/** Codes about a training plan with these degrees, less the one that says it is not computed. */
function codes(degrees: string, model = "Llama31_70B", more = ""): string[] {
  const text = `${cluster}train T {\n  model = ${model}\n  on = Hundred\n  sequence = 8192 tokens\n  batch = 512 sequences\n  ${degrees}\n  ${more}\n}\n`;
  const found = look(text).findings.map(({ code }) => code);
  assert.ok(found.includes("CMX701"));
  return found.filter((code) => code !== "CMX701");
}

it("a sound layout is left alone", () => assert.deepEqual(codes("tp = 8, pp = 4, dp = 4"), []));
it("dp follows from the machine", () => assert.deepEqual(codes("tp = 8, pp = 4"), []));
it("heads that do not divide", () => assert.deepEqual(codes("tp = 24, pp = 4"), ["CMX303"]));
it("layers that do not divide", () => assert.deepEqual(codes("tp = 8, pp = 3"), ["CMX304"]));
it("more ranks than the machine has", () => assert.deepEqual(codes("tp = 8, pp = 4, dp = 8"), ["CMX301"]));
it("experts of a model that has none", () => assert.deepEqual(codes("tp = 8, ep = 8"), ["CMX308"]));
it("experts that do not divide", () => assert.deepEqual(codes("tp = 1, pp = 1, dp = 48, ep = 48", "DeepSeekV3"), ["CMX305"]));
it("a number type that the chip lacks", () =>
  assert.deepEqual(codes("tp = 8, pp = 4", "Llama31_70B", "precision { weights = fp4, activations = fp4 }"), ["CMX311"]));
