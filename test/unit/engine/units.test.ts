/** A factor of 1,024 where 1,000 is meant, or the reverse, must not go unnoticed: the smallest slip (2.4%) is far over these 1e-9. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { units } from "../../../server/src/language/units";
import { close, planOf } from "../analysis/support";

const engine = join("server", "src", "engine");

describe("units of information", () => {
  const powers = { k: 1, M: 2, G: 3, T: 4 } as const;
  for (const [prefix, power] of Object.entries(powers)) {
    it(`${prefix}B is a thousand to the ${power}, ${prefix === "k" ? "K" : prefix}iB is 1,024 to the ${power}`, () => {
      const factor = (name: string) => units.find((unit) => unit.name === name)?.factor;
      assert.equal(factor(`${prefix}B`), 1000 ** power);
      assert.equal(factor(`${prefix === "k" ? "K" : prefix}iB`), 1024 ** power);
    });
  }
});

/** Two layers, one rank, no overhead that is not written: everything can be added up on paper. */
const plan = (hbm: string, bandwidth: string) =>
  planOf(`chip Plain {
  compute { bf16 = 1 PFLOP/s }
  hbm { capacity = ${hbm}, bandwidth = ${bandwidth} }
  calibration { basis = measured, vector { memory = 50% } }
}
supernode One {
  chip = Plain
  node { chips = 1 }
  nodes = 1
}
model Tiny {
  layers = 2
  hidden = 1000
  vocabulary = 1000
  attention { kind = gqa, heads = 10, kv_heads = 5, head_dim = 100 }
  ffn { intermediate = 3000 }
}
workload short { input = 900 tokens, output = 200 tokens }
serve Plan {
  model = Tiny
  on = One
  workload = short
  precision { kv_cache = bf16 }
  decode { chips = 1, batch = 10 requests, reserve = 3 GiB }
}
`);

describe("figures by hand, through the language", () => {
  it("the KV cache is 2 × layers × heads × width × 2 bytes × tokens × requests", () => {
    const [decode] = plan("64 GB", "1 TB/s").phases;
    close(decode?.memory.parts.kv_cache, 2 * 2 * 5 * 100 * 2 * 1100 * 10, 1e-9);
  });
  it("a reserve in GiB is binary, a capacity in GB is decimal and one in GiB binary", () => {
    close(plan("64 GB", "1 TB/s").phases[0]?.memory.parts.reserve, 3 * 1024 ** 3, 1e-9);
    close(plan("64 GB", "1 TB/s").phases[0]?.memory.capacity, 64e9, 1e-9);
    close(plan("64 GiB", "1 TB/s").phases[0]?.memory.capacity, 64 * 1024 ** 3, 1e-9);
  });
  it("a norm of ten requests reads and writes its bytes at half of the written bandwidth", () => {
    const slow = plan("64 GB", "1 MB/s").phases[0]?.time.parts.find(({ op }) => op === "norm");
    assert.ok(slow);
    // The fixed time of a launch is below a millionth of it.
    close(slow.seconds, slow.bytes / 0.5e6, 1e-3);
    const binary = plan("64 GB", "1 MiB/s").phases[0]?.time.parts.find(({ op }) => op === "norm");
    close(slow.seconds / (binary?.seconds ?? 0), 1024 ** 2 / 1e6, 1e-3);
  });
});

/** Powers of two that count bits, chunks or tokens, and no unit of information: each with its reason. */
const allowed: readonly (readonly [file: string, number: string, reason: string])[] = [
  [join("serve", "batch.ts"), "2 ** 40", "where doubling a batch ends"],
];

describe("the engine is in SI", () => {
  for (const file of readdirSync(engine, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".ts"))) {
    it(`${file} has no binary multiple`, () => {
      const code = readFileSync(join(engine, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
      const found = [...code.matchAll(/\b(?:1_?024|1_?048_?576|1_?073_?741_?824)\b|\b2\s*\*\*\s*[1-5]0\b|\b1\s*<<\s*[1-5]0\b/g)].map(
        ([number]) => number,
      );
      assert.deepEqual(
        found.filter((number) => !allowed.some(([known, value]) => known === file && value === number)),
        [],
      );
    });
  }
});
