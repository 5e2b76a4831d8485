import assert from "node:assert/strict";
import { analyse } from "../../../server/src/analysis";
import { catalogFiles } from "../../../server/src/catalog";
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
    model: ["DeepSeekV3", "DeepSeekR1", "Llama33_70B", "Qwen3_235B_A22B"],
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
