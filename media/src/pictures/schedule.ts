/** A pipeline's schedule, played: in the fixed order of the interleaved one, else each rank takes the most urgent work that is ready. */

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

let latest: { readonly key: string; readonly works: readonly Work[] } | undefined;

/** The first `microbatches` of a step. While nothing changes, they are not played again. */
export function playSchedule(training: TrainingReport, microbatches: number): readonly Work[] {
  const { schedule, stages, chunks } = training;
  const key = JSON.stringify([schedule, stages, chunks, microbatches]);
  if (latest?.key !== key) latest = { key, works: playAnew(training, microbatches) };
  return latest.works;
}

function playAnew({ schedule, stages, chunks = 1 }: TrainingReport, microbatches: number): Work[] {
  const ranks = stages.length;
  const pieces = schedule === "interleaved" ? Math.max(1, chunks) : 1;
  const tasks = tasksOf({ schedule, stages, ranks, pieces, microbatches });
  if (schedule === "interleaved") return playInOrder(interleaved(tasks, ranks, pieces));
  return play(tasks, ranks, (rank) => (schedule === "dualpipe" ? ranks + 1 : ranks - rank));
}

/**
 * What each rank does, in the fixed order of Megatron-LM's interleaved schedule: 2(ranks − 1 − rank) + (pieces − 1) · ranks pieces forward,
 * then one forward and one backward in turn, then what is left backward (Narayanan 2021, section 2.2).
 */
function interleaved(tasks: readonly Task[], ranks: number, pieces: number): Task[][] {
  return Array.from({ length: ranks }, (_, rank) => {
    const own = tasks.filter((task) => task.rank === rank).sort((one, other) => one.urgency - other.urgency);
    const forward = own.filter(({ kind }) => kind === "forward");
    const backward = own.filter(({ kind }) => kind === "input");
    const warmUp = Math.min(forward.length, 2 * (ranks - 1 - rank) + (pieces - 1) * ranks);
    const turns = forward.slice(warmUp).flatMap((task, index) => [task, ...backward.slice(index, index + 1)]);
    return [...forward.slice(0, warmUp), ...turns, ...backward.slice(forward.length - warmUp)];
  });
}

/** Each rank takes its tasks one after the other, as soon as what they need is done. */
function playInOrder(orders: readonly Task[][]): Work[] {
  const done = new Map<string, number>();
  const free = orders.map(() => 0);
  const next = orders.map(() => 0);
  const played: Work[] = [];
  for (let moved = true; moved; ) {
    moved = false;
    orders.forEach((order, rank) => {
      for (;;) {
        const task = order[next[rank] ?? 0];
        const needs = task?.needs.map((need) => done.get(need));
        if (!task || !needs || needs.includes(undefined)) return;
        const start = Math.max(free[rank] ?? 0, ...needs.map((end) => end ?? 0));
        const { kind, microbatch, stage, seconds } = task;
        done.set(keyOf(kind, microbatch, stage), start + seconds);
        free[rank] = start + seconds;
        next[rank] = (next[rank] ?? 0) + 1;
        played.push({ kind, microbatch, stage, rank, start, seconds });
        moved = true;
      }
    });
  }
  return played;
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

/** Each rank works whenever something is ready; it holds no more than `most` microbatches whose gradients are to come. */
function play(tasks: readonly Task[], ranks: number, most: (rank: number) => number): Work[] {
  const done = new Map<string, number>();
  const free = Array.from({ length: ranks }, () => 0);
  const held = Array.from({ length: ranks }, () => 0);
  const ready = Array.from({ length: ranks }, (): Task[] => []);
  const waiting = new Map<string, Task[]>();
  /** A task is ready, or waits for the first of its needs that is not done. */
  const enter = (task: Task) => {
    const need = task.needs.find((each) => !done.has(each));
    if (need === undefined) ready[task.rank]?.push(task);
    else waiting.set(need, [...(waiting.get(need) ?? []), task]);
  };
  tasks.forEach(enter);
  const played: Work[] = [];
  for (;;) {
    const best = soonest(ready, (task) => {
      if (task.kind === "forward" && (held[task.rank] ?? 0) >= most(task.rank)) return undefined;
      return Math.max(free[task.rank] ?? 0, ...task.needs.map((need) => done.get(need) ?? 0));
    });
    if (!best) return played;
    const { task, start } = best;
    const { kind, microbatch, stage, rank, seconds } = task;
    ready[rank]?.splice(ready[rank].indexOf(task), 1);
    free[rank] = start + seconds;
    held[rank] = (held[rank] ?? 0) + (kind === "forward" ? 1 : kind === "input" ? -1 : 0);
    const key = keyOf(kind, microbatch, stage);
    done.set(key, start + seconds);
    played.push({ kind, microbatch, stage, rank, start, seconds });
    waiting.get(key)?.forEach(enter);
    waiting.delete(key);
  }
}

/** What can begin first; of what can begin at the same time, the most urgent. */
function soonest(
  ready: readonly (readonly Task[])[],
  startOf: (task: Task) => number | undefined,
): { readonly task: Task; readonly start: number } | undefined {
  let best: { readonly task: Task; readonly start: number } | undefined;
  for (const task of ready.flat()) {
    const start = startOf(task);
    if (start === undefined) continue;
    const sooner = best === undefined || start < best.start - 1e-12;
    if (sooner || (best !== undefined && start <= best.start + 1e-12 && task.urgency < best.task.urgency)) best = { task, start };
  }
  return best;
}

function keyOf(kind: Work["kind"], microbatch: number, stage: number): string {
  return `${kind} ${microbatch} ${stage}`;
}
