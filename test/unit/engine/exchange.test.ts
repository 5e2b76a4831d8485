import assert from "node:assert/strict";
import type { ExchangeCalibration, Machine } from "../../../server/src/engine";
import { deviceOf } from "../../../server/src/engine/hardware";
import { type Exchange, exchangeOperator } from "../../../server/src/engine/time/exchange";
import { secondsOf } from "../../../server/src/engine/time/operator";
import { close, freeExchange, machine } from "./toys";

const eight: Exchange = { group: { size: 8, stride: 1 }, tokens: 100, active: 4, message: 1000, imbalance: 1 };

function run(measured: Partial<ExchangeCalibration>, exchange: Partial<Exchange> = {}, on: Machine = machine) {
  const operator = exchangeOperator(deviceOf(on), "dispatch", "expert", { ...freeExchange, ...measured }, { ...eight, ...exchange });
  assert.ok(operator);
  return operator;
}

/** Seconds without the fixed ones of the farthest link. */
function handling(...given: Parameters<typeof run>): number {
  const operator = run(...given);
  return secondsOf(operator, 1) - (operator.traffic.some(({ tier }) => tier === 2) ? 2e-6 : 1e-6);
}

it("each copy of a token takes its time: 100 tokens × 4 experts × 0.1 µs", () => {
  close(handling({ message: 0.1e-6 }), 40e-6);
});

it("a large token takes its bytes: 1,000 bytes at 5 GB/s are 0.2 µs", () => {
  close(handling({ message: 0.1e-6, bandwidth: 5e9 }), 80e-6);
});

it("the hottest rank counts", () => close(handling({ message: 0.1e-6 }, { imbalance: 1.5 }), 60e-6));

it("handling grows with each doubling of the ranks beyond eight, and not below", () => {
  close(handling({ message: 0.1e-6, growth: 0.1 }, { group: { size: 32, stride: 1 } }), 40e-6 * 1.2);
  close(handling({ message: 0.1e-6, growth: 0.1 }, { group: { size: 4, stride: 1 } }), 40e-6);
});

it("the fixed time is the operation's and the link's", () => close(run({ latency: 17e-6 }).overhead, 18e-6));

it("copies that take their time whatever their size are no load of the fabric: what they take beyond the links is overhead", () => {
  const { transfer, overhead } = run({ message: 0.1e-6 });
  close(transfer, run({}).transfer);
  close(overhead, 1e-6 + 40e-6 - transfer);
});

it("the links bound it too: 7/8 of the copies leave the rank", () => {
  const operator = run({});
  close(operator.transfer, (100 * 4 * 1000 * (7 / 8)) / 100e9);
  assert.deepEqual(operator.traffic, [{ fabric: "UP", tier: 1, bytes: 350_000 }]);
});

it("over two nodes all that leaves the rank shares its port", () => {
  const operator = run({}, { group: { size: 16, stride: 1 } });
  close(operator.transfer, (100 * 4 * 1000 * (15 / 16)) / 100e9);
  assert.deepEqual(
    operator.traffic.map(({ tier, bytes }) => [tier, bytes]),
    [
      [1, 100 * 4 * 1000 * (7 / 16)],
      [2, 100 * 4 * 1000 * (8 / 16)],
    ],
  );
});

it("a token sent once to a rank makes fewer copies: of 4 choices among 2 ranks, 2 × (1 − 1/2⁴) differ", () => {
  const pair = { group: { size: 2, stride: 1 } };
  close(handling({ message: 1e-6, copies: "rank" }, pair), 100 * 2 * (1 - 1 / 16) * 1e-6);
  close(handling({ message: 1e-6, copies: "expert" }, pair), 100 * 4 * 1e-6);
});

describe("over two supernodes of eight", () => {
  const cluster: Machine = { ...machine, nodes: 1, supernodes: 2 };
  const far = (copies: "rank" | "expert") =>
    run({ copies }, { group: { size: 16, stride: 1 } }, cluster).traffic.find(({ fabric }) => fabric === "OUT")?.bytes;

  it("a token sent once to a supernode crosses at most once: 2 × (1 − 1/2⁴) islands, half of them far", () => {
    close(far("rank") ?? 0, 100 * 1000 * 2 * (1 - 1 / 16) * 0.5);
  });

  it("what arrives from afar is forwarded inside: 7/8 of all copies cross the scale-up fabric, wherever they come from", () => {
    const near = run({ copies: "rank" }, { group: { size: 16, stride: 1 } }, cluster).traffic.find(({ fabric }) => fabric === "UP")?.bytes;
    close(near ?? 0, 100 * 1000 * 16 * (1 - (15 / 16) ** 4) * (7 / 8));
  });

  it("a token sent to each expert crosses for half of them", () => close(far("expert") ?? 0, 100 * 1000 * 4 * 0.5));
});

it("one rank alone exchanges nothing", () => {
  const alone = { ...eight, group: { size: 1, stride: 1 } };
  assert.equal(exchangeOperator(deviceOf(machine), "dispatch", "expert", freeExchange, alone), undefined);
});
