import assert from "node:assert/strict";
import { lowerModel } from "../../../server/src/analysis/lower/model";
import { catalogFiles } from "../../../server/src/catalog";
import { countParameters, type Model } from "../../../server/src/engine";
import { kvValuesPerToken } from "../../../server/src/engine/cache";
import { type ResolvedDeclaration, resolve } from "../../../server/src/semantics";
import { close, dense, latent, mixture } from "./toys";

const nowhere = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const catalog = new Map<string, ResolvedDeclaration>(
  catalogFiles.flatMap(({ uri, text }) =>
    resolve(uri, text, nowhere)
      .declarations.filter(({ kind }) => kind === "model")
      .map((declaration) => [declaration.name, declaration] as const),
  ),
);

function model(name: string): Model {
  const declaration = catalog.get(name);
  assert.ok(declaration, name);
  return lowerModel(declaration);
}

describe("toy models, counted by hand", () => {
  it("dense, grouped queries", () => {
    const { total, attention, dense: network, embeddings, norms } = countParameters(dense);
    // Query and output 64 × 4·16 each, key and value 64 × 2·16 each; two layers.
    assert.equal(attention, 2 * (2 * 64 * 64 + 2 * 64 * 32));
    // Gate, up and down.
    assert.equal(network, 2 * 3 * 64 * 256);
    assert.equal(embeddings, 2 * 1000 * 64);
    // Two a layer, and one at the end.
    assert.equal(norms, 5 * 64);
    assert.equal(total, 24_576 + 98_304 + 128_000 + 320);
  });

  it("a plain network has two matrices, and tied embeddings are one", () => {
    const { dense: network, embeddings } = countParameters({ ...dense, ffnMatrices: 2, tiedEmbeddings: true });
    assert.equal(network, 2 * 2 * 64 * 256);
    assert.equal(embeddings, 1000 * 64);
  });

  it("mixture of experts: three layers of eight experts, of which a token uses two", () => {
    const { total, active, routed, shared, gate, dense: network } = countParameters(mixture);
    const expert = 3 * 64 * 32;
    assert.equal(routed, 3 * 8 * expert);
    assert.equal(shared, 3 * expert);
    assert.equal(gate, 3 * 8 * 64);
    assert.equal(network, 3 * 64 * 256);
    assert.equal(total - active, 3 * 6 * expert);
  });

  it("latent attention, with and without compressed queries", () => {
    const attention = (qRank: number) => countParameters({ ...dense, layers: 1, attention: { ...latent, qRank } }).attention;
    const down = 64 * (16 + 4);
    const up = 16 * 4 * (8 + 8);
    const out = 4 * 8 * 64;
    assert.equal(attention(32), 64 * 32 + 32 * 4 * 12 + down + up + out);
    assert.equal(attention(0), 64 * 4 * 12 + down + up + out);
  });

  it("a prediction module is a layer and a projection from twice the width, outside of the total", () => {
    const { mtp, total } = countParameters(mixture);
    const expert = 3 * 64 * 32;
    assert.equal(mtp, 12_288 + 8 * expert + expert + 8 * 64 + 2 * 64 * 64 + 5 * 64);
    assert.equal(total, countParameters({ ...mixture, mtpModules: 0 }).total);
  });
});

describe("catalog models against the published counts", () => {
  for (const [name, declaration] of catalog) {
    const figure = (key: string) => {
      const value = declaration.values.get(key);
      return value?.type === "number" ? value.value : undefined;
    };
    const published = figure("parameters");
    it(`${name}: parameters within 2%`, () => {
      assert.ok(published !== undefined, "says how many");
      close(countParameters(lowerModel(declaration)).total, published, 0.02);
    });
    const active = figure("active_parameters");
    if (active === undefined) continue;
    it(`${name}: active parameters within 6%, with both embeddings, the head alone or none (reports differ in that)`, () => {
      const counted = countParameters(lowerModel(declaration));
      const { embeddings } = counted;
      const nearest = [counted.active, counted.active - embeddings / 2, counted.active - embeddings].reduce((left, right) =>
        Math.abs(left - active) < Math.abs(right - active) ? left : right,
      );
      close(nearest, active, 0.06);
    });
  }
});

/** As the headers of the published weights add up (Hugging Face shows them over each model; recalled). */
describe("catalog models to the last parameter", () => {
  const exact: Readonly<Record<string, number>> = {
    Llama2_7B: 6_738_415_616,
    Llama31_8B: 8_030_261_248,
    Llama31_70B: 70_553_706_496,
    Mistral_7B: 7_241_732_096,
    Mixtral_8x7B: 46_702_792_704,
    Qwen25_7B: 7_615_616_512,
    Qwen25_72B: 72_706_203_648,
    Qwen3_8B: 8_190_735_360,
    Qwen3_30B_A3B: 30_532_122_624,
    DeepSeekV2_Lite: 15_706_484_224,
    GptOss_20B: 20_914_757_184,
    GptOss_120B: 116_829_156_672,
  };
  for (const [name, parameters] of Object.entries(exact)) it(name, () => assert.equal(countParameters(model(name)).total, parameters));
});

describe("KV cache of one token", () => {
  it("DeepSeek-V3: 61 layers × (512 + 64) × 2 bytes = 70,272 bytes, whatever tp", () => {
    const { layers, attention } = model("DeepSeekV3");
    assert.equal(layers * kvValuesPerToken(attention, 1) * 2, 70_272);
    assert.equal(kvValuesPerToken(attention, 8), kvValuesPerToken(attention, 1));
  });

  it("Llama 3.3 70B: 80 layers × keys and values × 8 heads × 128 × 2 bytes = 327,680 bytes", () => {
    const { layers, attention } = model("Llama33_70B");
    assert.equal(layers * kvValuesPerToken(attention, 1) * 2, 327_680);
  });

  it("tensor parallelism splits the heads, but never below one", () => {
    const { attention } = model("Llama33_70B");
    assert.equal(kvValuesPerToken(attention, 8), 2 * 1 * 128);
    assert.equal(kvValuesPerToken(attention, 16), 2 * 1 * 128);
  });
});
