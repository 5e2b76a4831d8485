/** The plans of the file at a glance, to choose one of them. */

import type { PhaseReport, PlanReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { number, percent, text, time } from "../format";
import { t } from "../language";
import { resourceName } from "../names";
import { memoryShare } from "../topology/occupancy";
import type { PlanContext } from "./context";
import { figure, raw } from "./figure";
import { badge, section } from "./pieces";
import { verdictOf } from "./verdict";

/** A row for each plan; nothing where there is only one. */
export function plansSection({ report, plan: shown }: PlanContext): Child {
  if (report.plans.length < 2) return null;
  const paces = pacesOf(report.plans);
  return section(
    t("Plans"),
    figure({
      key: "plans",
      columns: [
        { label: t("Verdict") },
        { label: t("Plan") },
        { label: t("Machine") },
        { label: t("tokens/s per chip"), numeric: true },
        ...paces.map(({ label }) => ({ label, numeric: true, unit: "s" })),
        { label: t("Memory"), numeric: true },
        { label: t("Limited by") },
      ],
      rows: report.plans.map((plan) => {
        const { tone, headline } = verdictOf(plan);
        const writer = writerOf(plan);
        return [
          badge(tone, headline),
          plan.name === shown.name
            ? h("strong", {}, plan.name)
            : h("button", { type: "button", class: "link", "data-action": "plan", "data-value": plan.name }, plan.name),
          plan.machine,
          rateOf(plan),
          ...paces.map(({ metric }) => timeCell(plan.metrics[metric])),
          plan.phases.length > 0 ? percent(Math.max(...plan.phases.map(memoryShare))) : "–",
          writer ? resourceName(writer.bottleneck.resource) : "–",
        ];
      }),
    }),
  );
}

/** The times that plans of these kinds have: per token and to the first one, of a step. */
function pacesOf(plans: readonly PlanReport[]): readonly { readonly label: string; readonly metric: string }[] {
  const serving = [
    { label: "TPOT", metric: "tpot" },
    { label: "TTFT", metric: "ttft" },
  ];
  const has = (wanted: PlanReport["kind"]) => plans.some(({ kind }) => kind === wanted);
  return [...(has("serve") ? serving : []), ...(has("train") ? [{ label: t("Step"), metric: "step" }] : [])];
}

function timeCell(seconds: number | undefined): Child {
  return raw(seconds, seconds === undefined ? "–" : text(time(seconds)));
}

/** The phase that writes answers, else the one there is. */
export function writerOf({ phases }: PlanReport): PhaseReport | undefined {
  return phases.find(({ name }) => name !== "prefill") ?? phases[0];
}

/** Tokens/s of a chip of the phase that writes answers. */
function rateOf(plan: PlanReport): Child {
  const rate = chipRate(plan);
  return raw(rate, rate === undefined ? "–" : number(rate));
}

/** Tokens/s of a chip: of the phase that writes answers, or trained. */
export function chipRate(plan: PlanReport): number | undefined {
  const writer = writerOf(plan);
  const total = writer && plan.metrics[plan.kind === "train" ? "throughput" : `${writer.name}.throughput`];
  return total === undefined || !writer ? undefined : total / (writer.instances * writer.chips);
}
