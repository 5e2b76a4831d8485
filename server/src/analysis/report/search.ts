/** A search: every combination of the varied values, the best that fits and meets the slo, and the front that no other point beats. */

import type { SearchReport } from "../../../../shared/report";
import { findMetric, type Metric, type PlanKind } from "../../language/metrics";
import type { Scope } from "../../language/units";
import type { ResolvedDeclaration } from "../../semantics/program";
import { isTraining, spreadOf } from "../metrics";
import { axesOf, combinations, type Evaluated, evaluatePoint, pointOf } from "./sweep";

interface Goal {
  readonly direction: "maximize" | "minimize";
  readonly metric: Metric;
  readonly scope: Scope | undefined;
}

/** Nothing for declarations that are no sound search. A step for each point: there may be thousands. */
export function* reportSearch(declaration: ResolvedDeclaration): Generator<void, SearchReport[]> {
  const reference = declaration.values.get("plan");
  if (declaration.kind !== "search" || !declaration.sound || reference?.type !== "reference") return [];
  const plan = reference.target;
  const goal = goalOf(declaration, plan.kind === "train" ? "train" : "serve");
  if (!plan.sound || !goal || declaration.varies.length === 0) return [];
  const points: Point[] = [];
  for (const numbers of combinations(declaration.varies)) {
    const evaluated = evaluatePoint(pointOf(plan, declaration.varies, numbers));
    const values = numbers.map(({ value }) => value);
    const { feasible, metrics } = evaluated;
    points.push({ values, feasible, metrics, meets_slo: meetsSlo(evaluated), goal: reached(evaluated, goal) });
    yield;
  }
  const against = againstOf(goal, points);
  const best = bestOf(points, goal);
  const report: SearchReport = {
    name: declaration.name,
    plan: plan.name,
    goal: { direction: goal.direction, metric: goal.metric.name, ...(goal.scope ? { scope: goal.scope } : {}) },
    against,
    axes: axesOf(declaration.varies),
    points: points.map((point) => ({ ...point, front: isOnFront(point, points, goal, against) })),
    best,
    written: reached(evaluatePoint(plan), goal),
  };
  return [report];
}

type Point = Omit<SearchReport["points"][number], "front">;

/** What the search says it is after; tokens/s of a chip where it says nothing. */
function goalOf({ values }: ResolvedDeclaration, kind: PlanKind): Goal | undefined {
  for (const direction of ["maximize", "minimize"] as const) {
    const value = values.get(direction);
    if (value?.type === "metric") return { direction, metric: value.metric, scope: value.scope };
  }
  const metric = findMetric(kind, "throughput");
  return metric && { direction: "maximize", metric, scope: "chip" };
}

/** What a goal costs: time per token (or per prompt), memory; where that is the goal, throughput. Less of it is better, but of throughput. */
const costs = ["tpot", "prefill.latency", "memory"];

function againstOf({ metric }: Goal, points: readonly Point[]): string {
  if (costs.includes(metric.name)) return "throughput";
  return costs.find((name) => points.some(({ metrics }) => metrics[name] !== undefined)) ?? "throughput";
}

function reached({ metrics, result }: Evaluated, { metric, scope }: Goal): number | null {
  const value = metrics[metric.name];
  if (value === undefined || !result) return null;
  return scope && metric.pool ? value / spreadOf(result, metric, scope) : value;
}

function meetsSlo({ metrics, result }: Evaluated): boolean {
  const slo = result && !isTraining(result) ? result.plan.workload.slo : undefined;
  return (["ttft", "tpot"] as const).every((name) => (metrics[name] ?? 0) <= (slo?.[name] ?? Number.POSITIVE_INFINITY));
}

/** The index of the best point that fits and meets the slo; the first of equals. */
function bestOf(points: readonly Point[], goal: Goal): number | null {
  let best: number | null = null;
  for (const [index, point] of points.entries()) {
    if (!point.feasible || !point.meets_slo || point.goal === null) continue;
    const least = best === null ? null : (points[best]?.goal ?? null);
    if (least === null || better(point.goal, least, goal.direction)) best = index;
  }
  return best;
}

function better(one: number, other: number, direction: Goal["direction"]): boolean {
  return direction === "maximize" ? one > other : one < other;
}

/** No point that fits is at least as good in both, the goal and `against`, and better in one. Points that miss the slo count: the reader may move it. */
function isOnFront(point: Point, points: readonly Point[], { direction }: Goal, against: string): boolean {
  if (!point.feasible || point.goal === null) return false;
  const [goal, other] = [point.goal, point.metrics[against]];
  if (other === undefined) return false;
  const lower = costs.includes(against);
  return !points.some((rival) => {
    const beside = rival.metrics[against];
    if (!rival.feasible || rival.goal === null || beside === undefined) return false;
    const asGood = !better(goal, rival.goal, direction) && (lower ? beside <= other : beside >= other);
    return asGood && (better(rival.goal, goal, direction) || beside !== other);
  });
}
