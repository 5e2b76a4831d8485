import assert from "node:assert/strict";
import { analyse } from "../../../server/src/analysis";
import { catalogFiles } from "../../../server/src/catalog";
import { catalogNames } from "../../../server/src/semantics/catalog";
import { format, parse } from "../../../server/src/syntax";

const alone = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };

for (const { uri, text } of catalogFiles) {
  it(`${uri} has no finding: names, units, shapes, and parameters within 2% of the published`, () => {
    assert.deepEqual(
      analyse(uri, text, alone).findings.map(({ code, message }) => `${code} ${message}`),
      [],
    );
  });

  it(`${uri} is formatted`, () => assert.equal(format(text, { tabSize: 2 }), text));
}

it("every declaration of the catalog is found by its name, and nothing else is", () => {
  const parsed = catalogFiles.flatMap(({ uri, text }) =>
    parse(text).document.items.flatMap((item) => (item.kind === "declaration" ? [`${item.name.text} ${uri}`] : [])),
  );
  const names = catalogNames();
  const found = [...names].map(([name, meaning]) => `${name} ${meaning.type === "declaration" ? meaning.source.uri : meaning.type}`);
  assert.deepEqual(found, parsed);
  assert.equal(names.get("NoSuchChip"), undefined);
});

const declared = (kind: string) =>
  catalogFiles.flatMap(({ text }) =>
    parse(text).document.items.flatMap((item) => (item.kind === "declaration" && item.keyword.text === kind ? [item.name.text] : [])),
  );

const words = (text: string) => text.split(/\s+/);

it("has the chips, machines and models that CMX promises", () => {
  const promised = {
    chip: words(`Ascend910B2 Ascend910B3 Ascend910B4 Ascend910C Ascend950PR Ascend950DT
      A100_40GB A100_80GB H100 H800 H20 H200 B200 B300 GB200 GB300 L40S GH200
      MI300X MI325X MI355X TPUv4 TPUv5e TPUv5p TPUv6e Ironwood`),
    supernode: words(`CloudMatrix384 Atlas800T_A2 Atlas800I_A2 Atlas800T_A3 Atlas800I_A3 Atlas950SuperPoD
      DGX_A100 DGX_H100 DGX_H200 DGX_B200 DGX_B300 HGX_H800 HGX_H20 GB200_NVL72 GB300_NVL72
      MI300X_Platform MI325X_Platform MI355X_Platform TPUv4_Pod TPUv5e_Pod TPUv5p_Pod TPUv6e_Pod Ironwood_Pod`),
    model: words(`DeepSeekV2 DeepSeekV2_Lite DeepSeekV3 DeepSeekR1 DeepSeekV32 DeepSeekV4Flash DeepSeekV4Pro KimiK2 KimiK3
      Llama2_7B Llama2_13B Llama2_70B Llama31_8B Llama31_70B Llama33_70B Llama31_405B Llama4_Maverick Llama4_Scout
      Mistral_7B Mixtral_8x7B Mixtral_8x22B Qwen25_7B Qwen25_32B Qwen25_72B Qwen3_8B Qwen3_32B Qwen3_30B_A3B Qwen3_235B_A22B
      Qwen3_Coder_480B Qwen3_VL_235B_A22B KimiK25 Qwen3_Next_80B_A3B Qwen35_397B_A17B GLM45 GLM45_Air GLM5 GptOss_20B GptOss_120B GPTJ_6B Falcon_180B
      MiniMaxM1 MiniMaxM2 MiniMaxM25 PanguProMoE_72B PanguUltraMoE_718B PanguUltra_135B GPT3_175B
      NemotronH_56B Nemotron3_Nano Nemotron35_Lightning Nemotron3_Super`),
  };
  for (const [kind, names] of Object.entries(promised)) {
    const present = declared(kind);
    assert.deepEqual(
      names.filter((name) => !present.includes(name)),
      [],
    );
  }
});

it("declares no name twice", () => {
  const names = ["chip", "supernode", "cluster", "model"].flatMap(declared);
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  );
});
