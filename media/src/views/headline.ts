/** The headline figures as cards. */

import type { PhaseReport, PlanReport } from "../../../shared/report";
import { type Child, classes, h } from "../dom";
import { type Figure, bytes, energy, number, percent, power, rate, text, time, whole } from "../format";
import { metricName, resourceName, ttftParts } from "../names";
import { memoryShare } from "../topology/occupancy";
import { gauge, stack } from "./pieces";

interface Card {
  readonly key: string;
  readonly label: string;
  readonly figure: Figure;
  readonly tone?: "good" | "bad" | undefined;
  readonly more: readonly Child[];
}

/** The cards of a plan. What does not apply to it is left out. */
export function headline(plan: PlanReport): HTMLElement {
  const cards = plan.kind === "serve" ? serveCards(plan) : trainCards(plan);
  return h("div", { class: "cards" }, cards.map(draw));
}

function draw({ key, label, figure, tone, more }: Card): HTMLElement {
  return h(
    "article",
    { class: classes("card", tone), "data-key": key, "data-figure": key },
    h("h3", {}, label),
    h(
      "p",
      { class: "figure" },
      h("span", { class: "value" }, figure.value),
      figure.unit !== "" && h("span", { class: "unit" }, ` ${figure.unit}`),
    ),
    ...more,
  );
}

function serveCards(plan: PlanReport): Card[] {
  const { metrics, workload } = plan;
  return [
    ...latency("ttft", metrics["ttft"], workload.slo.ttft, ttftStack(plan)),
    ...latency("tpot", metrics["tpot"], workload.slo.tpot),
    ...throughput(plan, "decode", "Decode"),
    ...throughput(plan, "colocated", "Throughput"),
    ...throughput(plan, "prefill", "Prefill"),
    ...requests(plan),
    ...memory(plan.phases),
    ...bottleneck(plan.phases),
    ...energyCard(plan),
  ];
}

function latency(key: "ttft" | "tpot", seconds: number | undefined, slo: number | undefined, ...more: readonly Child[]): Card[] {
  if (seconds === undefined) return [];
  const met = slo === undefined ? undefined : seconds <= slo;
  const difference = slo === undefined ? "" : percent(Math.abs(seconds / slo - 1));
  const verdict =
    slo === undefined
      ? "no SLO"
      : `${met ? "✓" : "✕"} ${met ? "meets" : "misses"} ${text(time(slo))} ${met ? "with" : "by"} ${difference}${met ? " to spare" : ""}`;
  return [
    {
      key,
      label: metricName(key).label,
      figure: time(seconds),
      tone: met === undefined ? undefined : met ? "good" : "bad",
      more: [h("p", { class: classes("note", met === true && "good", met === false && "bad") }, verdict), ...more],
    },
  ];
}

function ttftStack({ ttft_parts: parts }: PlanReport): Child {
  if (!parts) return null;
  return stack(
    ttftParts.map(({ key, label, colour }) => ({ label, colour, value: parts[key], shown: text(time(parts[key])) })),
    "thin",
  );
}

function throughput(plan: PlanReport, name: PhaseReport["name"], label: string): Card[] {
  const total = plan.metrics[`${name}.throughput`];
  const phase = plan.phases.find((each) => each.name === name);
  if (total === undefined || !phase) return [];
  const chips = phase.instances * phase.chips;
  const instances = phase.instances > 1 ? `${phase.instances} × ${phase.chips}` : whole(chips);
  return [
    {
      key: `${name}.throughput`,
      label,
      figure: { value: number(total / chips), unit: "tokens/s per chip" },
      more: [h("p", { class: "note" }, `${number(total)} tokens/s on ${instances} chips`)],
    },
  ];
}

/** A pool that is used less than this is out of balance, as CMX703 has it. */
const balanced = 0.8;

function requests({ metrics, phases }: PlanReport): Card[] {
  const idle = phases.filter(({ utilization }) => utilization < balanced);
  const balance =
    phases.length < 2
      ? ""
      : idle.length === 0
        ? ", pools in balance"
        : `; ${idle.map((each) => `${each.name} used to ${percent(each.utilization)}`).join(", ")}`;
  const { requests: perSecond, throughput: tokens } = metrics;
  if (perSecond === undefined) return [];
  return [
    {
      key: "requests",
      label: "Requests",
      figure: rate(perSecond, "requests"),
      more: [tokens !== undefined && h("p", { class: "note" }, `${number(tokens)} output tokens/s${balance}`)],
    },
  ];
}

function memory(phases: readonly PhaseReport[]): Card[] {
  const worst = phases.reduce<PhaseReport | undefined>(
    (most, each) => (most && memoryShare(most) >= memoryShare(each) ? most : each),
    undefined,
  );
  if (!worst) return [];
  const share = memoryShare(worst);
  const { total, capacity } = worst.memory;
  return [
    {
      key: "memory",
      label: `Memory, ${worst.name} rank`,
      figure: bytes(total),
      tone: worst.fits ? undefined : "bad",
      more: [
        h(
          "p",
          { class: classes("note", !worst.fits && "bad") },
          worst.fits ? `${percent(share)} of ${text(bytes(capacity))}` : `✕ ${text(bytes(total - capacity))} over ${text(bytes(capacity))}`,
        ),
        gauge(share),
      ],
    },
  ];
}

function bottleneck(phases: readonly PhaseReport[]): Card[] {
  // The pool that is used most limits the plan.
  const limit = phases.reduce<PhaseReport | undefined>(
    (most, each) => (most && most.utilization > each.utilization ? most : each),
    undefined,
  );
  if (!limit) return [];
  const explain = ({ name, bottleneck: { resource, share, elasticity } }: PhaseReport): HTMLElement =>
    h("p", { class: "note" }, `${name}: ${resourceName(resource)}, ${percent(share)} of the step; +1% gives +${elasticity.toFixed(2)}%`);
  return [
    {
      key: "bottleneck",
      label: "Bottleneck",
      figure: { value: resourceName(limit.bottleneck.resource), unit: `in ${limit.name}` },
      more: phases.map(explain),
    },
  ];
}

function energyCard({ metrics: { power: watts, energy: joules, cost }, currency = "" }: PlanReport): Card[] {
  if (watts === undefined) return [];
  return [
    {
      key: "power",
      label: "Power",
      figure: power(watts),
      more: [
        joules !== undefined && h("p", { class: "note" }, `${text(energy(joules))} per output token`),
        cost !== undefined && h("p", { class: "note" }, `${`${number(cost)} ${currency}`.trim()} per million output tokens`),
      ],
    },
  ];
}

function trainCards(plan: PlanReport): Card[] {
  const { metrics, phases, currency = "" } = plan;
  const chips = phases.reduce((sum, phase) => sum + phase.chips, 0);
  const card = (key: string, more: readonly string[] = []): Card[] => {
    const value = metrics[key];
    if (value === undefined) return [];
    const { label, show } = metricName(key);
    return [{ key, label, figure: { value: show(value), unit: "" }, more: more.map((note) => h("p", { class: "note" }, note)) }];
  };
  const others = (["mfu.full", "mfu.bf16", "hfu"] as const).flatMap((key) => {
    const value = metrics[key];
    return value === undefined ? [] : [`${metricName(key).label} ${percent(value)}`];
  });
  const perChip = (key: "throughput" | "flops") => `${metricName(key).show((metrics[key] ?? 0) / chips)} per chip`;
  const { energy: joules, cost } = metrics;
  return [
    ...card("step", metrics["bubble"] === undefined ? [] : [`${percent(metrics["bubble"])} of it waiting for other stages`]),
    ...card("mfu", others),
    ...card("throughput", chips > 0 ? [perChip("throughput"), perChip("flops")] : []),
    ...memory(phases),
    ...bottleneck(phases),
    ...card("goodput"),
    ...card("duration"),
    ...card("power", [
      ...(joules === undefined ? [] : [`${text(energy(joules))} in all`]),
      ...(cost === undefined ? [] : [`${number(cost)} ${currency} in all`.replace("  ", " ")]),
    ]),
  ];
}
