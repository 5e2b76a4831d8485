import assert from "node:assert/strict";
import { chat, check, clean, look, planOf, reportOf, serve } from "./support";

const decode = "decode { chips = 2, batch = 32 requests }";
const plan = (expectation: string) => chat + serve("Llama31_8B", "DGX_H100", `${decode}\n  ${expectation}`);
const machine = "expect DGX_H100.hbm.capacity == 640 GB within 0%\n";

function outcome(text: string) {
  const report = reportOf(text);
  const [found] = [...report.plans.flatMap(({ expectations }) => expectations), ...report.expectations];
  assert.ok(found);
  return found;
}

describe("an expectation", () => {
  it("that holds says nothing", () => {
    clean(plan("expect tpot < 1 s"));
    assert.equal(outcome(plan("expect tpot < 1 s")).pass, true);
  });

  it("that fails says what is, what was expected, and how far apart they are", () => {
    const { tpot = 0 } = planOf(plan("")).metrics;
    const apart = Math.round((1 - tpot / 1) * 100);
    check("CMX602", plan("⟦expect tpot > 1 s⟧"), "tpot is", `${apart}% below the expected 1 s`);
  });

  it("that is missed by nothing at all says on which side it should be", () =>
    check("CMX602", plan("⟦expect throughput > throughput⟧"), "throughput is", "where more is expected"));

  it("speaks of money in the currency that it names", () =>
    check("CMX602", "⟦expect H100.price < 1 USD/h⟧", "H100.price is 2.95 USD/h", "1.00 USD/h"));

  it("compares per chip over the chips of the pool", () => {
    const { metrics } = planOf(plan(""));
    const { actual, pass } = outcome(plan("expect decode.throughput == 1 tokens/s per chip within 1%"));
    assert.equal(actual, (metrics["decode.throughput"] ?? 0) / 2);
    assert.equal(pass, false);
  });

  it("a tolerance widens its side, and no other", () => {
    const { tpot = 0 } = planOf(plan("")).metrics;
    const target = (factor: number) => `${(tpot * factor * 1e3).toPrecision(6)} ms`;
    const holds = (comparison: string, factor: number, within = "") =>
      outcome(plan(`expect tpot ${comparison} ${target(factor)}${within}`)).pass;
    assert.equal(holds("<=", 0.97), false);
    assert.equal(holds("<=", 0.97, " within 5%"), true);
    assert.equal(holds(">=", 1.03), false);
    assert.equal(holds(">=", 1.03, " within 5%"), true);
    assert.equal(holds("==", 0.97, " within 5%"), true);
    assert.equal(holds("==", 0.9, " within 5%"), false);
    assert.equal(holds("==", 1.1, " within 5%"), false);
  });

  it("reckons with measurements and constants", () => {
    assert.equal(outcome(plan("expect decode.throughput / throughput == 1 within 0.001%")).pass, true);
    assert.equal(outcome(plan("expect max(tpot, 2 * tpot) / tpot == 2 within 0.001%")).pass, true);
  });

  it("has no figure where a measurement has no end, and counts as failed", () => {
    const swamped = chat.replace("output", "rate = 1000000 requests/s\n  output");
    const text = swamped + serve("Llama31_8B", "DGX_H100", "colocated { chips = 2, batch = 32 requests }\n  ⟦expect ttft < 1 s⟧");
    check("CMX604", text, "ttft cannot be computed");
    const { actual, pass } = outcome(text.replace(/[⟦⟧]/g, ""));
    assert.deepEqual([actual, pass], [null, false]);
  });

  it("has no figure where the plan has an error", () => {
    const text = plan("expect tpot < 1 s").replace("chips = 2", "chips = 2, tp = 5");
    assert.deepEqual(
      look(text)
        .findings.filter(({ severity }) => severity !== "information")
        .map(({ code }) => code),
      ["CMX302", "CMX303"],
    );
  });
});

describe("expectations of machines", () => {
  it("need no plan", () => {
    clean(machine);
    assert.equal(outcome(machine).actual, 640e9);
  });
  it("are powers of 1000: 640 GiB are more", () => check("CMX602", "⟦expect DGX_H100.hbm.capacity == 640 GiB within 1%⟧", "6.9% below"));
  it("add up: CloudMatrix384 has 384 × 128 GB and 192 processors", () => {
    clean("expect CloudMatrix384.hbm.capacity == 49.152 TB within 0.001%\nexpect CloudMatrix384.cpus == 192 within 0%");
  });
});

describe("expectations about other plans", () => {
  it("compare two of one file", () => {
    const two = plan("") + serve("Llama31_8B", "DGX_H100", decode.replace("chips = 2", "chips = 4")).replace("Plan", "Other");
    clean(`${two}expect Other.tpot < Plan.tpot`);
  });
  it("measure a plan of an imported file", () => {
    clean('import "other.cmx"\nexpect Plan.tpot < 1 s\n', { "other.cmx": plan("") });
  });
});
