import assert from "node:assert/strict";
import { hitExperts } from "../../../server/src/engine/time/moe";
import { close } from "./toys";

describe("experts that a small batch reads", () => {
  it("one token an expert leaves 1/e of them alone, where all are alike", () => close(hitExperts(256, 1, 0), 256 * (1 - 1 / Math.E)));
  it("where popular ones take more, fewer are read: half, for one token each and a spread of 100%", () =>
    close(hitExperts(256, 1, 1), 128));
  it("a small spread is nearly none", () => close(hitExperts(256, 1, 0.01), hitExperts(256, 1, 0), 1e-3));
  it("many tokens read nearly all", () => assert.ok(hitExperts(8, 1000, 1) > 7.99));
});
