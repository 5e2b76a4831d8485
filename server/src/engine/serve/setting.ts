/** The setting of a pool's steps, the same object for all plans that differ in their loads alone: what was prepared for it serves them all. */

import { type Device, deviceOf, type Scales } from "../hardware";
import { PerInstance } from "../instances";
import type { Setting } from "../time/load";
import type { Phase, ServePlan } from "../types";

const known = new WeakMap<Device, PerInstance<Setting>>();

export function settingOf({ machine, model, precision }: ServePlan, phase: Phase, scales: Scales): Setting {
  const device = deviceOf(machine, scales);
  let settings = known.get(device);
  if (!settings) known.set(device, (settings = new PerInstance()));
  return settings.of(model, phase, precision, () => ({ device, model, phase, precision }));
}
