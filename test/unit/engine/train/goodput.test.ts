import assert from "node:assert/strict";
import { evaluateTrain, type Failures, goodputOf, optimalInterval } from "../../../../server/src/engine";
import { close } from "../toys";
import { training } from "./toys";

const failures: Failures = { mtbf: 3.09 * 3600, checkpoint: 60, restart: 0, interval: undefined };

it("Young: √(2 C M) is 19.3 minutes for Llama 3's 3.09 hours and a minute", () =>
  close((goodputOf(failures)?.young ?? 0) / 60, 19.26, 1e-3));

it("Daly's optimum is the best interval there is", () => {
  const best = goodputOf(failures)?.share ?? 0;
  for (const factor of [0.9, 0.97, 1.03, 1.1]) {
    const other = goodputOf({ ...failures, interval: optimalInterval(60, 3.09 * 3600) * factor })?.share ?? 0;
    assert.ok(other < best, `${factor}`);
  }
});

it("to first order it costs √(2 C / M)", () => close(1 - (goodputOf(failures)?.share ?? 0), Math.sqrt((2 * 60) / (3.09 * 3600)), 0.05));

it("where checkpoints take longer than two failures are apart, they are written once a failure", () => close(optimalInterval(100, 40), 40));

it("the shares add up", () => {
  const { share = 0, checkpoints = 0, lost = 0, restarts = 0 } = goodputOf({ ...failures, restart: 600 }) ?? {};
  close(share + checkpoints + lost + restarts, 1, 1e-9);
});

it("without a mean time between failures there is no goodput", () => assert.equal(goodputOf({ ...failures, mtbf: undefined }), undefined));

it("a run lasts its steps over the goodput; energy and cost follow", () => {
  const plan = { ...training, tokens: 8 * 1024 * 1000, failures };
  const { duration = 0, step, goodput, energy = 0, power = 0, cost = 0 } = evaluateTrain(plan);
  close(duration, (1000 * step.seconds) / (goodput?.share ?? 0));
  close(energy, power * duration);
  close(cost, (2 / 3600) * duration);
});
