/** Fits an engine's overheads to the declared half of its measurements. docs/engine.md, section 10, has the objective. */

import { evaluateServe, type Runtime, type ServePlan } from "../../../server/src/engine";
import { measure } from "../../../server/src/analysis/metrics";
import type { Planned } from "../serving/deployments";
import type { EngineText, FittedFigure } from "./figures";
import { type Knob, knobs } from "./knobs";
import { descend } from "./search";

/** A figure with its fitted value in SI units. */
export interface Fitted {
  readonly figure: FittedFigure;
  readonly knob: Knob;
  readonly value: number;
}

/** Errors beyond a factor of two have other causes than overheads (compilation, queues): they count as one of two. */
const most = Math.log(2);

/** Mean absolute logarithm of predicted over measured of each metric, each error at most a factor of two, over the metrics' sum. */
export function lossOf(planned: readonly Planned[]): number {
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { plan, deployment } of planned) {
    const figures = measure(evaluateServe(plan));
    for (const { metric, measured, over = 1 } of deployment.compare) {
      const kind = sums.get(metric) ?? { sum: 0, count: 0 };
      const predicted = figures[metric];
      if (predicted === undefined) continue;
      sums.set(metric, { sum: kind.sum + Math.min(most, Math.abs(Math.log(predicted / over / measured))), count: kind.count + 1 });
    }
  }
  return [...sums.values()].reduce((total, { sum, count }) => total + sum / count, 0);
}

/** The figures of one engine, fitted to those of its `planned` deployments that are for calibration. */
export function fitEngine(engine: EngineText, engines: readonly EngineText[], planned: readonly Planned[]): readonly Fitted[] {
  const fitted = engine.fitted.map((figure) => {
    const knob = knobs.find(({ property }) => property === figure.property);
    if (!knob) throw new Error(`${figure.property} of ${figure.engine} is marked [fit], but nothing fits it`);
    return { figure, knob };
  });
  const rows = planned.filter(
    ({ plan, calibrated }) => calibrated && engine.fitted.some(({ property }) => takes(plan, engine, engines, property)),
  );
  if (rows.length === 0) throw new Error(`${engine.name} has no deployment for calibration`);
  const point = descend(
    fitted.map(({ knob }) => ({ start: knob.start, most: Math.round(knob.most / knob.grain) })),
    (values) =>
      lossOf(
        rows.map((row) => ({
          ...row,
          plan: changed(
            row.plan,
            engine,
            engines,
            fitted.map(({ knob }, index) => [knob, values[index] ?? 0]),
          ),
        })),
      ),
  );
  return fitted.map((each, index) => ({ ...each, value: (point[index] ?? 0) * each.knob.grain }));
}

/** The plans with the fitted figures in place of those of the catalog. */
export function withFitted(planned: readonly Planned[], engines: readonly EngineText[], all: readonly Fitted[]): readonly Planned[] {
  return planned.map((row) => {
    const plan = engines.reduce((so, engine) => {
      const own = all.filter(({ figure }) => figure.engine === engine.name);
      return own.length === 0
        ? so
        : changed(
            so,
            engine,
            engines,
            own.map(({ knob, value }) => [knob, value / knob.grain]),
          );
    }, row.plan);
    return { ...row, plan };
  });
}

function changed(
  plan: ServePlan,
  engine: EngineText,
  engines: readonly EngineText[],
  values: readonly (readonly [Knob, number])[],
): ServePlan {
  const changes: Partial<Record<Knob["field"], number>> = {};
  for (const [knob, count] of values) if (takes(plan, engine, engines, knob.property)) changes[knob.field] = count * knob.grain;
  return { ...plan, phases: plan.phases.map((phase) => ({ ...phase, runtime: { ...phase.runtime, ...changes } })) };
}

/** Whether the plan has its `property` from the engine: from the plan's own engine down, the first that sets it. */
function takes(plan: ServePlan, engine: EngineText, engines: readonly EngineText[], property: string): boolean {
  const runtime: Runtime | undefined = plan.phases[0]?.runtime;
  const chain = runtime?.engine === undefined ? [] : [runtime.engine, ...runtime.bases];
  return chain.find((name) => engines.find((each) => each.name === name)?.own.has(property)) === engine.name;
}
