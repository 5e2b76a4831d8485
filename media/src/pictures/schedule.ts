/** A pipeline's schedule, played: each rank takes the most urgent piece of work that is ready, as the schedule's rules have it. */

import type { TrainingReport } from "../../../shared/report";

export interface Work {
  readonly kind: "forward" | "input" | "weight";
  readonly microbatch: number;
  /** Of the pipeline: a rank holds `chunks` of them, or with DualPipe one of each direction. */
  readonly stage: number;
  readonly rank: number;
  readonly start: number;
  readonly seconds: number;
}

interface Task {
  readonly kind: Work["kind"];
  readonly microbatch: number;
  readonly stage: number;
  readonly rank: number;
  readonly seconds: number;
  readonly needs: readonly string[];
  /** Smaller is more urgent. */
  readonly urgency: number;
}

/** The first `microbatches` of a step. */
export function playSchedule({ schedule, stages, chunks = 1 }: TrainingReport, microbatches: number): Work[] {
  const ranks = stages.length;
  const pieces = schedule === "interleaved" ? Math.max(1, chunks) : 1;
  const tasks = tasksOf({ schedule, stages, ranks, pieces, microbatches });
  const most = (rank: number): number => {
    if (schedule === "interleaved") return 2 * (ranks - 1 - rank) + (pieces - 1) * ranks + 1;
    return schedule === "dualpipe" ? ranks + 1 : ranks - rank;
  };
  return play(tasks, ranks, most);
}

interface Rules {
  readonly schedule: TrainingReport["schedule"];
  readonly stages: TrainingReport["stages"];
  readonly ranks: number;
  readonly pieces: number;
  readonly microbatches: number;
}

function tasksOf({ schedule, stages, ranks, pieces, microbatches }: Rules): Task[] {
  const last = ranks * pieces - 1;
  const both = schedule === "zero_bubble" || schedule === "dualpipe";
  const tasks: Task[] = [];
  for (let microbatch = 0; microbatch < microbatches; microbatch++) {
    // DualPipe feeds half of the microbatches from the other end.
    const turned = schedule === "dualpipe" && microbatch % 2 === 1;
    for (let stage = 0; stage <= last; stage++) {
      const rank = turned ? ranks - 1 - stage : stage % ranks;
      const seconds = stages[rank];
      if (!seconds) continue;
      const piece = Math.floor(stage / ranks);
      const add = (kind: Task["kind"], long: number, needs: readonly string[], urgency: number) =>
        tasks.push({ kind, microbatch, stage, rank, seconds: long / pieces, needs, urgency });
      // Interleaved: so many microbatches as there are ranks go through one chunk before the next.
      const turn = Math.floor(microbatch / ranks) * ranks * pieces + (microbatch % ranks);
      add("forward", seconds.forward, stage === 0 ? [] : [keyOf("forward", microbatch, stage - 1)], 1e6 + turn + piece * ranks);
      const after = stage === last ? keyOf("forward", microbatch, stage) : keyOf("input", microbatch, stage + 1);
      const backward = seconds.input_gradients + (both ? 0 : seconds.weight_gradients);
      add("input", backward, [after, keyOf("forward", microbatch, stage)], turn + (pieces - 1 - piece) * ranks);
      if (both) add("weight", seconds.weight_gradients, [keyOf("input", microbatch, stage)], 2e6 + microbatch);
    }
  }
  return tasks;
}

/** Each rank works whenever something is ready; it holds no more than `most` microbatches (or pieces of them) whose gradients are to come. */
function play(tasks: readonly Task[], ranks: number, most: (rank: number) => number): Work[] {
  const done = new Map<string, number>();
  const waiting = Array.from({ length: ranks }, (_, rank) => tasks.filter((task) => task.rank === rank));
  const free = Array.from({ length: ranks }, () => 0);
  const held = Array.from({ length: ranks }, () => 0);
  const played: Work[] = [];
  for (let left = tasks.length; left > 0; left--) {
    let best: { readonly task: Task; readonly start: number } | undefined;
    for (const queue of waiting) {
      for (const task of queue) {
        if (task.kind === "forward" && (held[task.rank] ?? 0) >= most(task.rank)) continue;
        const ready = Math.max(...task.needs.map((need) => done.get(need) ?? Number.POSITIVE_INFINITY), free[task.rank] ?? 0);
        if (ready === Number.POSITIVE_INFINITY) continue;
        if (best === undefined || ready < best.start - 1e-12 || (ready <= best.start + 1e-12 && task.urgency < best.task.urgency))
          best = { task, start: ready };
      }
    }
    if (!best) break;
    const { task, start } = best;
    const { kind, microbatch, stage, rank, seconds } = task;
    waiting[rank] = (waiting[rank] ?? []).filter((each) => each !== task);
    free[rank] = start + seconds;
    done.set(keyOf(kind, microbatch, stage), start + seconds);
    if (kind === "forward") held[rank] = (held[rank] ?? 0) + 1;
    if (kind === "input") held[rank] = (held[rank] ?? 0) - 1;
    played.push({ kind, microbatch, stage, rank, start, seconds });
  }
  return played;
}

function keyOf(kind: Work["kind"], microbatch: number, stage: number): string {
  return `${kind} ${microbatch} ${stage}`;
}
