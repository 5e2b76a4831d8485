/** Whether the plan works, in one sentence that cannot be missed. */

import type { PlanReport } from "../../../shared/report";
import { h } from "../dom";
import { bytes, text, time } from "../format";
import { t } from "../language";
import type { PlanContext } from "./context";
import { type Tone, badge } from "./pieces";

export interface Verdict {
  readonly tone: Tone;
  readonly headline: string;
  readonly reasons: readonly string[];
}

/** The verdict on a plan: memory and machine first, then the SLO. */
export function verdictOf(plan: PlanReport): Verdict {
  const overflows = plan.phases
    .filter((phase) => !phase.fits)
    .map(({ name, memory }) =>
      t("{phase} needs {total} of {capacity} a rank", {
        phase: name,
        total: text(bytes(memory.total)),
        capacity: text(bytes(memory.capacity)),
      }),
    );
  if (overflows.length > 0) return { tone: "bad", headline: t("Does not fit"), reasons: overflows };
  if (!plan.feasible)
    return { tone: "bad", headline: t("Not feasible"), reasons: [t("the plan asks for more than the machine or its fabrics have")] };
  const misses = [
    missed("TTFT", plan.metrics["ttft"], plan.workload.slo.ttft),
    missed("TPOT", plan.metrics["tpot"], plan.workload.slo.tpot),
  ];
  const reasons = misses.filter((each) => each !== undefined);
  if (reasons.length > 0) return { tone: "warn", headline: t("Fits, but misses its SLO"), reasons };
  const bounded = plan.workload.slo.ttft !== undefined || plan.workload.slo.tpot !== undefined;
  return { tone: "good", headline: bounded ? t("Fits and meets its SLO") : t("Fits"), reasons: [] };
}

/** The verdict as a banner. */
export function verdict({ plan, report }: PlanContext): HTMLElement {
  const { tone, headline, reasons } = verdictOf(plan);
  const expectations = [...plan.expectations, ...report.expectations];
  const failed = expectations.filter((each) => !each.pass).length;
  return h(
    "div",
    { class: `verdict ${tone}`, role: "status", "data-feasible": String(plan.feasible) },
    badge(tone, headline),
    reasons.length > 0 && h("span", { class: "reasons" }, reasons.join("; ")),
    expectations.length > 0 &&
      h(
        "span",
        { class: failed > 0 ? "expected failed" : "expected" },
        failed > 0
          ? t("{count} of {all} expectations failed", { count: failed, all: expectations.length })
          : t("{count} of {all} expectations hold", { count: expectations.length, all: expectations.length }),
      ),
  );
}

function missed(name: string, actual: number | undefined, slo: number | undefined): string | undefined {
  if (actual === undefined || slo === undefined || actual <= slo) return undefined;
  return t("{metric} {actual}, {difference} over {slo}", {
    metric: name,
    actual: text(time(actual)),
    difference: text(time(actual - slo)),
    slo: text(time(slo)),
  });
}
