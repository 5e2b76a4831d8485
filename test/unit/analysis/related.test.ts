/** The other half of a finding: where it is written. */

import assert from "node:assert/strict";
import { catalogFiles } from "../../../server/src/catalog";
import { chat, look, serve } from "./support";

/** Lines that the findings with this code point to beside their own. */
function pointsTo(code: string, text: string): readonly string[] {
  const { findings } = look(text);
  const found = findings.filter((finding) => finding.code === code);
  assert.ok(found.length > 0, findings.map(({ message }) => message).join("\n"));
  return found.flatMap(({ related }) =>
    related.map(({ place, message }) => {
      const source = catalogFiles.find(({ uri }) => uri === place.uri)?.text ?? text;
      const line = source.slice(source.lastIndexOf("\n", place.start) + 1).split("\n")[0];
      return `${message} ${line?.trim()}`;
    }),
  );
}

it("a second declaration, property or fabric points to the first", () => {
  assert.deepEqual(pointsTo("CMX212", "let a = 1\nlet a = 2\n"), ["The first a. let a = 1"]);
  assert.deepEqual(pointsTo("CMX213", "workload w {\n  input = 1 tokens\n  input = 2 tokens\n  output = 1 tokens\n}\n"), [
    "The first input. input = 1 tokens",
  ]);
});

it("a name of the wrong kind points to its declaration", () => {
  assert.deepEqual(pointsTo("CMX211", `${chat}${serve("DeepSeekR1", "chat", "colocated { batch = 8 requests }")}`), [
    "chat is declared here. workload chat {",
  ]);
});

it("a plan too large for the memory points to the chip's capacity", () => {
  const [line = ""] = pointsTo(
    "CMX401",
    `${chat}${serve("DeepSeekR1", "CloudMatrix384", "decode { chips = 160, ep = 320, redundant_experts = 64, batch = 2000 requests per chip }")}`,
  );
  assert.match(line, /^The memory of Ascend910C\. .*capacity += 128 GB/);
});

it("a missed service level points to the line that asks for it", () => {
  const slow = "workload chat {\n  input = 1024 tokens\n  output = 256 tokens\n  slo {\n    tpot = 1 ms\n  }\n}\n";
  assert.deepEqual(pointsTo("CMX601", `${slow}${serve("Qwen3_8B", "DGX_H100", "colocated { batch = 64 requests }")}`), [
    "What chat asks for. tpot = 1 ms",
  ]);
});

it("too many chips point to the machine, on a cluster's supernode too", () => {
  const [line = ""] = pointsTo(
    "CMX301",
    `${chat}${serve("Qwen3_8B", "DGX_H100", "colocated { instances = 9, chips = 1, batch = 8 requests }")}`,
  );
  assert.match(line, /^The machine DGX_H100\. supernode DGX_H100/);
});
