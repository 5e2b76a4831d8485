/** The headline figures as cards. */

import type { PhaseReport, PlanReport } from "../../../shared/report";
import { type Child, classes, h } from "../dom";
import { type Figure, bytes, counted, energy, number, percent, power, text, time, whole } from "../format";
import { metricName, resourceName, ttftParts } from "../names";
import { memoryShare } from "../topology/occupancy";
import { t } from "../language";
import { gauge, stack } from "./pieces";
import { sentence } from "./throughput";

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
    ...latency("ttft", metrics["ttft"], workload.slo.ttft, range(plan, "ttft"), ttftStack(plan)),
    ...latency("tpot", metrics["tpot"], workload.slo.tpot, range(plan, "tpot")),
    ...throughput(plan, "decode", t("Decode")),
    ...throughput(plan, "colocated", t("Throughput")),
    ...throughput(plan, "prefill", t("Prefill")),
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
      ? t("no SLO")
      : met
        ? `✓ ${t("meets {slo} with {share} to spare", { slo: text(time(slo)), share: difference })}`
        : `✕ ${t("misses {slo} by {share}", { slo: text(time(slo)), share: difference })}`;
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
    ttftParts.map(({ key, label, colour }) => ({ label: t(label), colour, value: parts[key], shown: text(time(parts[key])) })),
    "thin",
  );
}

function throughput(plan: PlanReport, name: PhaseReport["name"], label: string): Card[] {
  const total = plan.metrics[`${name}.throughput`];
  const phase = plan.phases.find((each) => each.name === name);
  if (total === undefined || !phase) return [];
  const chips = phase.instances * phase.chips;
  const instances = phase.instances > 1 ? `${whole(phase.instances)} × ${counted(phase.chips, "chip")}` : counted(chips, "chip");
  return [
    {
      key: `${name}.throughput`,
      label,
      figure: { value: number(total / chips), unit: t("tokens/s per chip") },
      more: [
        h("p", { class: "note" }, t("{rate} tokens/s on {chips}", { rate: number(total), chips: instances })),
        range(plan, `${name}.throughput`, chips),
      ],
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
        ? `, ${t("pools in balance")}`
        : `; ${idle.map((each) => t("{pool} used to {share}", { pool: each.name, share: percent(each.utilization) })).join(", ")}`;
  const { requests: perSecond, throughput: tokens } = metrics;
  if (perSecond === undefined) return [];
  return [
    {
      key: "requests",
      label: t("Requests"),
      figure: { value: number(perSecond), unit: t("requests/s") },
      more: [tokens !== undefined && h("p", { class: "note" }, `${t("{rate} output tokens/s", { rate: number(tokens) })}${balance}`)],
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
      label: t("Memory, {phase} rank", { phase: worst.name }),
      figure: bytes(total),
      tone: worst.fits ? undefined : "bad",
      more: [
        h(
          "p",
          { class: classes("note", !worst.fits && "bad") },
          worst.fits
            ? t("{share} of {capacity}", { share: percent(share), capacity: text(bytes(capacity)) })
            : `✕ ${t("{excess} over {capacity}", { excess: text(bytes(total - capacity)), capacity: text(bytes(capacity)) })}`,
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
  const explain = (phase: PhaseReport): Child => {
    const { resource, share } = phase.bottleneck;
    const known = t("{phase}: {resource}, {share} of the step.", {
      phase: phase.name,
      resource: resourceName(resource),
      share: percent(share),
    });
    return h("p", { class: "note" }, `${known} ${sentence(tenthMore(phase))}`);
  };
  return [
    {
      key: "bottleneck",
      label: t("Bottleneck"),
      figure: { value: resourceName(limit.bottleneck.resource), unit: t("in {phase}", { phase: limit.name }) },
      more: phases.map(explain),
    },
  ];
}

function energyCard({ metrics: { power: watts, energy: joules, cost }, currency = "" }: PlanReport): Card[] {
  if (watts === undefined) return [];
  return [
    {
      key: "power",
      label: t("Power"),
      figure: power(watts),
      more: [
        joules !== undefined && h("p", { class: "note" }, t("{energy} per output token", { energy: text(energy(joules)) })),
        cost !== undefined &&
          h("p", { class: "note" }, t("{cost} per million output tokens", { cost: `${number(cost)} ${currency}`.trim() })),
      ],
    },
  ];
}

/** What a tenth more of the bottleneck gives: computed, or by its elasticity where it was not. */
export function tenthMore({ bottleneck: { resource, elasticity }, sensitivity }: PhaseReport): {
  readonly resource: string;
  readonly more: number;
} {
  return sensitivity?.find((each) => each.resource === resource) ?? { resource, more: elasticity / 10 };
}

/** Where eight of ten measurements lie. */
function range(plan: PlanReport, metric: string, divisor = 1): Child {
  const known = plan.uncertainty?.[metric];
  if (!known) return null;
  const { show } = metricName(metric);
  const [low, high] = [known.low / divisor, known.high / divisor];
  const words = t("likely {low} to {high}", {
    low: divisor === 1 ? show(low) : number(low),
    high: divisor === 1 ? show(high) : number(high),
  });
  return h(
    "p",
    { class: "note range", title: known.validated ? known.basis : known.outside.join("; ") },
    known.validated ? words : t("{range}, not validated", { range: words }),
  );
}

function trainCards(plan: PlanReport): Card[] {
  const { metrics, phases, currency = "" } = plan;
  const chips = phases.reduce((sum, phase) => sum + phase.chips, 0);
  const card = (key: string, more: readonly string[] = []): Card[] => {
    const value = metrics[key];
    if (value === undefined) return [];
    const { label, show } = metricName(key);
    return [
      {
        key,
        label,
        figure: { value: show(value), unit: "" },
        more: [...more.map((note) => h("p", { class: "note" }, note)), range(plan, key)],
      },
    ];
  };
  const others = (["mfu.full", "mfu.bf16", "hfu"] as const).flatMap((key) => {
    const value = metrics[key];
    return value === undefined ? [] : [`${metricName(key).label} ${percent(value)}`];
  });
  const perChip = (key: "throughput" | "flops") => `${metricName(key).show((metrics[key] ?? 0) / chips)} per chip`;
  const { energy: joules, cost } = metrics;
  const of = metrics["duration"] === undefined ? t("a step") : t("for the whole run");
  return [
    ...card(
      "step",
      metrics["bubble"] === undefined ? [] : [t("{share} of it waiting for other stages", { share: percent(metrics["bubble"]) })],
    ),
    ...card("mfu", others),
    ...card("throughput", chips > 0 ? [perChip("throughput"), perChip("flops")] : []),
    ...memory(phases),
    ...bottleneck(phases),
    ...card("goodput"),
    ...card("duration"),
    ...card("power", [
      ...(joules === undefined ? [] : [`${text(energy(joules))} ${of}`]),
      ...(cost === undefined ? [] : [`${number(cost)} ${currency} ${of}`.replace("  ", " ")]),
    ]),
  ];
}
