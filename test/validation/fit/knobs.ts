/** What can be fitted of an engine: how fine, how far, from where, and how it is written. */

import type { Runtime } from "../../../server/src/engine";

export interface Knob {
  readonly property: string;
  /** Its name in the engine's data. */
  readonly field: keyof Runtime &
    ("stepOverhead" | "requestOverhead" | "fixedTimes" | "requestHost" | "admission" | "launch" | "expertLaunch");
  /** Seconds or a share: values are whole multiples of it, which is as much as the measurements tell. */
  readonly grain: number;
  readonly most: number;
  /** In grains: no overhead at all, all of the fixed times. */
  readonly start: number;
  readonly written: (value: number) => string;
}

const micro = 1e-6;
const milli = 1e-3;

function seconds(value: number): string {
  const micros = Math.round(value / micro);
  return micros >= 1000 && micros % 100 === 0 ? `${micros / 1000} ms` : `${micros} us`;
}

const percent = (value: number) => `${Math.round(100 * value)}%`;

export const knobs: readonly Knob[] = [
  { property: "step_overhead", field: "stepOverhead", grain: 50 * micro, most: 10 * milli, start: 0, written: seconds },
  { property: "request_overhead", field: "requestOverhead", grain: 2 * micro, most: 200 * micro, start: 0, written: seconds },
  { property: "request_host", field: "requestHost", grain: 2 * micro, most: 200 * micro, start: 0, written: seconds },
  { property: "fixed_times", field: "fixedTimes", grain: 0.05, most: 1, start: 20, written: percent },
  { property: "admission", field: "admission", grain: 5 * milli, most: 500 * milli, start: 0, written: seconds },
  { property: "expert_launch", field: "expertLaunch", grain: 50 * micro, most: 5 * milli, start: 0, written: seconds },
  { property: "launch", field: "launch", grain: 5 * micro, most: 200 * micro, start: 0, written: seconds },
];
