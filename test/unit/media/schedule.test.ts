/** A pipeline that is played keeps its order, and waits as its schedule's formula says. */

import assert from "node:assert/strict";
import { playSchedule, type Work } from "../../../media/src/pictures/schedule";
import type { TrainingReport } from "../../../shared/report";

function training(schedule: TrainingReport["schedule"], ranks: number, chunks = 1): TrainingReport {
  const stage = { layers: 1, forward: 1, input_gradients: 1, weight_gradients: 1, memory: 0 };
  const flop = { model: 1, full: 1, hardware: 1 };
  return { schedule, chunks, microbatches: 8, stages: Array.from({ length: ranks }, () => stage), flop, peak: { linear: 1, bf16: 1 } };
}

const endOf = (works: readonly Work[]) => Math.max(...works.map(({ start, seconds }) => start + seconds));

it("1f1b: all stages but one work once before the first and after the last (Narayanan 2021)", () => {
  assert.equal(endOf(playSchedule(training("1f1b", 4), 8)), (8 + 4 - 1) * 3);
});

it("zero bubble: gradients of weights fill what 1f1b waits (Qi 2023)", () => {
  assert.equal(endOf(playSchedule(training("zero_bubble", 4), 8)), 8 * 3 + (4 - 1) * (1 + 1 - 1));
});

it("interleaved: chunks wait a share of what whole stages do, the last microbatch's way out included (Narayanan 2021)", () => {
  assert.equal(endOf(playSchedule(training("interleaved", 4, 2), 8)), 8 * 3 + (3 * 3) / 2);
  assert.equal(endOf(playSchedule(training("interleaved", 4, 4), 8)), 8 * 3 + (3 * 3) / 4);
});

it("interleaved: a long pipeline with many chunks comes to its backward passes", () => {
  const works = playSchedule(training("interleaved", 16, 8), 16);
  assert.equal(works.length, 16 * 16 * 8 * 2);
});

for (const schedule of ["1f1b", "interleaved", "zero_bubble", "dualpipe"] as const)
  it(`${schedule}: everything is done once, in its order, and no rank does two things at a time`, () => {
    const works = playSchedule(training(schedule, 4, 2), 8);
    const stages = schedule === "interleaved" ? 8 : 4;
    const kinds = schedule === "zero_bubble" || schedule === "dualpipe" ? 3 : 2;
    assert.equal(new Set(works.map(({ kind, microbatch, stage }) => `${kind} ${microbatch} ${stage}`)).size, 8 * stages * kinds);
    for (let rank = 0; rank < 4; rank++) {
      const own = works.filter((work) => work.rank === rank).toSorted((left, right) => left.start - right.start);
      own.forEach((work, index) =>
        assert.ok(index === 0 || work.start >= (own[index - 1]?.start ?? 0) + (own[index - 1]?.seconds ?? 0) - 1e-9),
      );
    }
    const at = (kind: Work["kind"], microbatch: number, stage: number) =>
      works.find((work) => work.kind === kind && work.microbatch === microbatch && work.stage === stage);
    for (const { kind, microbatch, stage, start } of works) {
      const before =
        kind === "forward"
          ? at("forward", microbatch, stage - 1)
          : kind === "input"
            ? at("input", microbatch, stage + 1)
            : at("input", microbatch, stage);
      if (before) assert.ok(start >= before.start + before.seconds - 1e-9);
    }
  });
