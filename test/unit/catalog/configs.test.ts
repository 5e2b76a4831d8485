import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { lowerModel } from "../../../server/src/analysis/lower/model";
import { catalogFiles } from "../../../server/src/catalog";
import { countParameters, type Model } from "../../../server/src/engine";
import { resolve } from "../../../server/src/semantics";

const nowhere = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const catalog = new Map(
  catalogFiles.flatMap(({ uri, text }) =>
    resolve(uri, text, nowhere)
      .declarations.filter(({ kind }) => kind === "model")
      .map((declaration) => [declaration.name, lowerModel(declaration)] as const),
  ),
);

const folder = "test/fixtures/configs";

function imported(name: string): { readonly model: Model; readonly findings: readonly string[] } {
  const text = readFileSync(`${folder}/${name}.json`, "utf8");
  const host = { read: () => ({ text }), locate: (_: string, path: string) => path };
  const { declarations, findings } = resolve("file.cmx", `model Imported from "config.json" { }`, host);
  const own = declarations.find((declaration) => declaration.name === "Imported");
  assert.ok(own);
  return { model: { ...lowerModel(own), name }, findings: findings.map(({ message }) => message) };
}

/** What CMX has no word for, and says so. */
const unmapped: Readonly<Record<string, string>> = {
  DeepSeekV4Flash: "num_hash_layers",
  DeepSeekV4Pro: "num_hash_layers",
  KimiK3: "vision_config, attn_res_block_size",
};

for (const file of readdirSync(folder)) {
  const name = file.replace(".json", "");
  describe(`config.json of ${name}`, () => {
    it("is the model of the catalog, to the last parameter", () => {
      const known = catalog.get(name);
      assert.ok(known, name);
      const { model } = imported(name);
      // Qwen3-Next's file does not count its draft module.
      const mtpModules = name === "Qwen3_Next_80B_A3B" ? known.mtpModules : model.mtpModules;
      assert.deepEqual({ ...model, mtpModules }, known);
      assert.deepEqual(countParameters({ ...model, mtpModules }), countParameters(known));
    });

    it("names the keys that it cannot map", () => {
      const keys = unmapped[name];
      const { findings } = imported(name);
      if (keys === undefined) assert.deepEqual(findings, []);
      else assert.ok(findings.length === 1 && findings[0]?.includes(keys), findings.join());
    });
  });
}
