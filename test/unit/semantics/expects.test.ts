import assert from "node:assert/strict";
import type { Compiled, Program } from "../../../server/src/semantics";
import { check, clean, declaration, fixes, machine, plan } from "./support";

/** A compiled side as text: `(P.tpot + 0.05)`. */
function show(side: Compiled): string {
  const scope = "scope" in side && side.scope ? ` per ${side.scope}` : "";
  switch (side.type) {
    case "constant":
      return `${side.value}${scope}`;
    case "metric":
      return `${side.plan.name}.${side.metric.name}${scope}`;
    case "binary":
      return `(${show(side.left)} ${side.operator} ${show(side.right)})`;
    case "negation":
      return `-${show(side.operand)}`;
    case "call":
      return `${side.callee}(${side.arguments.map(show).join(", ")})`;
  }
}

function shown(result: Program): string[] {
  const all = [...result.declarations.flatMap(({ expects }) => expects), ...result.expects];
  return all.map(
    ({ left, comparison, right, within }) => `${show(left)} ${comparison} ${show(right)}${within === undefined ? "" : ` ± ${within}`}`,
  );
}

const compiles = (expectation: string, expected: string) => {
  it(`in a plan: ${expectation}`, () => assert.deepEqual(shown(clean(plan.replace(/}\n$/, `  expect ${expectation}\n}\n`))), [expected]));
};
const compilesAtTop = (expectation: string, expected: string) => {
  it(`at the top: ${expectation}`, () => assert.deepEqual(shown(clean(`${plan}expect ${expectation}`)), [expected]));
};

compiles("tpot <= 50 ms", "P.tpot <= 0.05");
compiles("decode.throughput == 1943 tokens/s per chip within 10%", "P.decode.throughput per chip == 1943 per chip ± 0.1");
compiles("1943 tokens/s per chip < decode.throughput", "1943 per chip < P.decode.throughput per chip");
compiles("decode.throughput per node > 1 tokens/s", "P.decode.throughput per node > 1");
compiles("throughput > 2 * decode.throughput", "P.throughput > (2 * P.decode.throughput)");
compiles("-tpot < max(1 s, 2 * 1 s)", "-P.tpot < 2");
compiles("max(tpot, 2 s) < 3 s", "max(P.tpot, 2) < 3");
compiles("tpot <= workload.slo.tpot", "P.tpot <= 0.05");
compiles("decode.memory < S.hbm.capacity per rank", "P.decode.memory < 64000000000 per rank");
compilesAtTop("P.decode.throughput > 100 tokens/s per chip", "P.decode.throughput per chip > 100 per chip");
compilesAtTop("P.tpot < 1 s", "P.tpot < 1");
compilesAtTop("S.hbm.capacity / C.hbm.capacity == 32 within 1%", "32 == 32 ± 0.01");
compilesAtTop("S.hbm.capacity == 128 GB per chip within 1%", "128000000000 per chip == 128000000000 per chip ± 0.01");
compilesAtTop("S.UB.bandwidth == 400 GB/s within 1%", "400000000000 per chip == 400000000000 ± 0.01");
compilesAtTop("S.UB.bandwidth == 3200 GB/s per node within 1%", "3200000000000 per node == 3200000000000 per node ± 0.01");
compilesAtTop("200 GB/s per rank < 2 * S.UB.bandwidth", "200000000000 per rank < 400000000000 per rank");
compilesAtTop("S.UB.bandwidth per node > S.UB.bandwidth", "3200000000000 per node > 3200000000000 per node");
compilesAtTop("M.vocabulary < 671 B", "1000 < 671000000000");
compilesAtTop("2 * 1 T >= M.vocabulary", "2000000000000 >= 1000");
compilesAtTop("S.hbm.capacity > 671 B", "4096000000000 > 671");

it("keeps its words, its unit and its documentation", () => {
  const [expectation] = clean(`${plan}/// From the paper.\nexpect  P.tpot\t<=\n  50 ms // really`).expects;
  assert.equal(expectation?.text, "P.tpot <= 50 ms");
  assert.equal(expectation.leftText, "P.tpot");
  assert.equal(expectation.unit, "ms");
  assert.equal(expectation.documentation, "From the paper.");
});
it("the scope of either side is the scope of both", () => {
  const [expectation] = clean(`${plan}expect P.decode.throughput > 100 tokens/s per chip`).expects;
  assert.equal(expectation?.scope, "chip");
});
it("totals of the machine that it stands in", () => {
  assert.deepEqual(
    shown(clean(`${machine}supernode T : S { expect hbm.capacity >= 4 TB, expect power < 20 kW, expect chips == 32 within 0% }`)),
    ["4096000000000 >= 4000000000000", "16000 < 20000", "32 == 32 ± 0"],
  );
});
it("plans may compare with each other, and with themselves", () => {
  const result = clean(`${plan}serve Q : P { expect tpot < P.tpot }`);
  const [expectation] = declaration(result, "Q").expects;
  assert.ok(expectation?.left.type === "metric" && expectation.right.type === "metric");
  assert.equal(expectation.left.plan, declaration(result, "Q"));
  assert.equal(expectation.right.plan, declaration(result, "P"));
});

const inPlan = (line: string) => plan.replace(/}\n$/, `  ${line}\n}\n`);
it("an unknown measurement", () => check("CMX209", inPlan("expect ⟦tpto⟧ < 1 s"), "P has no measurement tpto. Did you mean tpot"));
it("a measurement of a phase that the plan lacks", () =>
  check("CMX209", inPlan("expect ⟦prefill.latency⟧ < 1 s"), "P has no measurement prefill.latency"));
it("an unknown measurement of a phase", () =>
  check("CMX209", inPlan("expect ⟦decode.thruput⟧ > 1 tokens/s"), "Did you mean decode.throughput?"));
it("an unknown measurement of another plan", () => check("CMX209", `${plan}expect P.⟦decode.setp⟧ < 1 s`, "Did you mean decode.step?"));
it("a measurement outside of its plan", () => {
  check("CMX204", `${plan}expect ⟦decode.step⟧ < 1 s`, "Did you mean P.decode.step?");
  fixes(`${plan}expect tpot < 1 s`, `${plan}expect P.tpot < 1 s`);
});
it("sides of different dimensions", () =>
  check("CMX235", `${plan}expect ⟦P.tpot < 5 GB⟧`, "The left side is a time, the right side an amount of information."));
it("sides of different scopes", () => check("CMX235", `${plan}expect ⟦P.throughput per chip < 5 tokens/s per node⟧`));
it("a latency per chip", () => check("CMX235", `${plan}expect ⟦P.tpot < 5 ms per chip⟧`, "a time per chip"));
it("a scope for what is spread over nothing", () => check("CMX219", `${plan}expect P.tpot ⟦per chip⟧ < 5 ms`));
it("a throughput per link", () => check("CMX219", `${plan}expect P.throughput ⟦per link⟧ < 5 tokens/s`));
it("equality without a tolerance", () => check("CMX236", `${plan}expect P.tpot ⟦==⟧ 5 ms`));
it("a single = is told of once", () => check("CMX106", `${plan}expect P.tpot⟦⟧ = 5 ms`));
it("a tolerance is added by a fix", () => fixes(`${plan}expect P.tpot == 5 ms`, `${plan}expect P.tpot == 5 ms within 5%`));
it("a tolerance that is no share", () => check("CMX217", `${plan}expect P.tpot == 5 ms within ⟦1 ms⟧`));
it("a negative tolerance", () => check("CMX220", `${plan}expect P.tpot == 5 ms within ⟦-5%⟧`));
it("too many measurements in a row", () => {
  const sum = Array.from({ length: 700 }, () => "P.tpot").join(" + ");
  check("CMX251", `${plan}expect ⟦${sum}⟧ < 1 s`);
});
