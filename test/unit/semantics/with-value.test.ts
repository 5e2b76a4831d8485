import assert from "node:assert/strict";
import { type ResolvedDeclaration, type ResolvedNumber, withValue } from "../../../server/src/semantics";
import { clean, declaration, plan } from "./support";

const before = declaration(clean(plan), "P");
const seven: ResolvedNumber = {
  type: "number",
  value: 7,
  dimension: {},
  scope: undefined,
  currency: undefined,
  place: before.place,
  unit: undefined,
};

function numberAt(start: ResolvedDeclaration, path: readonly string[]): number | undefined {
  let block: ResolvedDeclaration | ResolvedDeclaration["named"][number] | undefined = start;
  for (const key of path.slice(0, -1)) {
    const reference: ReturnType<ResolvedDeclaration["values"]["get"]> = block?.values.get(key);
    block =
      block?.blocks.get(key) ??
      block?.named.find(({ name }) => name === key) ??
      (reference?.type === "reference" ? reference.target : undefined);
  }
  const value = block?.values.get(path.at(-1) ?? "");
  return value?.type === "number" ? value.value : undefined;
}

const replaces = (...path: string[]) =>
  it(path.join("."), () => {
    const was = numberAt(before, path);
    assert.equal(numberAt(withValue(before, path, seven), path), 7);
    assert.equal(numberAt(before, path), was, "the original has changed");
  });

replaces("decode", "batch");
replaces("decode", "tp");
replaces("workload", "input");
replaces("workload", "slo", "tpot");
replaces("on", "nodes");
replaces("on", "UB", "bandwidth");
replaces("on", "chip", "hbm", "capacity");

it("a path that leads nowhere changes nothing", () => {
  assert.equal(numberAt(withValue(before, ["nothing", "here"], seven), ["decode", "batch"]), 96);
});
