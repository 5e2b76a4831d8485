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

it("has the chips, machines and models that CMX promises", () => {
  const promised = {
    chip: ["Ascend910C", "H100", "H800", "GB200"],
    supernode: ["CloudMatrix384", "DGX_H100", "HGX_H800", "GB200_NVL72"],
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
