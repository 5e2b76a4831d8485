import assert from "node:assert/strict";
import { type Phase, timePhase } from "../../../server/src/engine";
import { unscaled } from "../../../server/src/engine/hardware";
import { settingOf } from "../../../server/src/engine/serve/setting";
import { decode, plan } from "./toys";

const setting = (phase: Phase) => settingOf(plan, phase, unscaled);

describe("what is prepared for a pool", () => {
  for (const loads of [{ batch: 77 }, { instances: 3 }, { chips: 5 }]) {
    it(`serves it with another ${Object.keys(loads).join()}, too`, () => assert.equal(setting({ ...decode, ...loads }), setting(decode)));
  }

  const { batch: _batch, instances: _instances, chips: _chips, ...instance } = { ...decode, expertRanks: 0 };
  for (const key of Object.keys(instance) as (keyof typeof instance)[]) {
    it(`is not for another ${key}`, () => assert.notEqual(setting({ ...decode, [key]: {} }), setting(decode)));
  }

  it("is made again where it was not asked for in a while", () => {
    const first = timePhase(plan, decode, 8).seconds;
    for (let chunk = 1; chunk < 100; chunk++) timePhase(plan, { ...decode, chunk }, 8);
    assert.equal(timePhase(plan, decode, 8).seconds, first);
  });
});
