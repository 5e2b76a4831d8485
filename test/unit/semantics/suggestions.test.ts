import assert from "node:assert/strict";
import { nearest } from "../../../server/src/semantics";

const suggests = (word: string, candidates: readonly string[], expected: readonly string[]) =>
  it(`${word || "nothing"} → ${expected.join(", ") || "nothing"}`, () => assert.deepEqual(nearest(word, candidates), expected));

suggests("capacty", ["capacity", "bandwidth"], ["capacity"]);
suggests("h100", ["H100", "H200", "H800", "B200"], ["H100", "H200"]);
suggests("latnecy", ["latency"], ["latency"]);
suggests("xyz", ["capacity"], []);
suggests("", ["a"], []);
suggests("same", ["same", "sane"], ["sane"]);
suggests("x".repeat(1000), ["x".repeat(999)], []);
