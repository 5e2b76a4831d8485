import { equal } from "node:assert/strict";
import {
  bandwidth,
  energyPerToken,
  money,
  moneyRate,
  none,
  operationRate,
  requests,
  tokenRate,
} from "../../../server/src/language/dimensions";
import {
  formatCount,
  formatFigure,
  formatInformation,
  formatPercent,
  formatPower,
  formatRate,
  formatTime,
} from "../../../server/src/language/figures";

/** Titles are the expectation: value in, text out. */
function check(write: (value: number) => string, rows: readonly (readonly [number, string])[]): void {
  for (const [value, text] of rows) it(`${value} reads ${text}`, () => equal(write(value), text));
}

describe("figures", () => {
  describe("information", () =>
    check(formatInformation, [
      [0, "0 B"],
      [512, "512 B"],
      [71.3e9, "71.3 GB"],
      [64e9, "64 GB"],
      [24.97e9, "25.0 GB"],
      [999.9e6, "1.00 GB"],
      [49.152e12, "49.2 TB"],
      [3e18, "3,000 PB"],
      [-7.3e9, "-7.30 GB"],
      [Number.POSITIVE_INFINITY, "∞"],
      [Number.NaN, "–"],
    ]));

  describe("time", () =>
    check(formatTime, [
      [0, "0 s"],
      [2e-10, "0.200 ns"],
      [1.9e-6, "1.90 µs"],
      [0.0494, "49.4 ms"],
      [0.99996, "1.00 s"],
      [90, "90 s"],
      [150, "2.50 min"],
      [7200, "2 h"],
      [54 * 86400, "54 days"],
    ]));

  describe("count", () =>
    check(formatCount, [
      [0, "0"],
      [0.43, "0.430"],
      [-0, "0"],
      [7168, "7,168"],
      [621760.4, "621,760"],
      [999_999.9, "1.00 M"],
      [671e9, "671 B"],
      [1e-5, "1.00e-5"],
    ]));

  describe("share", () =>
    check(formatPercent, [
      [0, "0%"],
      [0.09, "9%"],
      [0.0934, "9.3%"],
      [0.0004, "0.04%"],
      [0.0997, "10%"],
      [0.463, "46%"],
      [12.4, "1,240%"],
    ]));

  describe("power", () => check(formatPower, [[559e3, "559 kW"]]));
  describe("rate", () => check((value) => formatRate(value, "tokens"), [[1943.2, "1,943 tokens/s"]]));

  describe("of a dimension", () => {
    check((value) => formatFigure(value, bandwidth), [[196e9, "196 GB/s"]]);
    check((value) => formatFigure(value, operationRate), [[752e12, "752 TFLOPS"]]);
    check((value) => formatFigure(value, tokenRate), [[538, "538 tokens/s"]]);
    check((value) => formatFigure(value, requests), [[15360, "15,360 requests"]]);
    check((value) => formatFigure(value, energyPerToken), [[0.41, "410 mJ/token"]]);
    check((value) => formatFigure(value, none), [[3.6, "3.60"]]);
    check((value) => formatFigure(value, money, "USD"), [[1.234, "1.23 USD"]]);
    check((value) => formatFigure(value, moneyRate, "CNY"), [[15 / 3600, "15.00 CNY/h"]]);
    check((value) => formatFigure(value, { information: 2 }), [[4, "4"]]);
  });
});
