/** Where the time goes: in a step of each phase as it passes, by operator, under the roofline; and to the first token. */

import type { PhaseReport, TimePart, TimelineStage } from "../../../shared/report";
import { reached, rooflineChart, roofPoints, roofsOf } from "../charts/roofline";
import { timeChart, timeChartHeight } from "../charts/time";
import { type Child, h } from "../dom";
import { bytes, flop, number, percent, text, time } from "../format";
import { t } from "../language";
import { bounds, operatorName, resourceName, ttftParts } from "../names";
import { letter, stageTitle, timelineDrawing } from "../pictures/timeline";
import { spanButtons, timePicture } from "./axis";
import type { Part, PlanContext } from "./context";
import { figure, raw } from "./figure";
import { legend, section } from "./pieces";
import { sharesFigure } from "./shares";

export function timeTab(context: PlanContext): readonly Part[] {
  const phases = context.plan.phases.filter((phase) => phase.time.parts.length > 0);
  if (phases.length === 0) return [() => h("p", { class: "empty" }, t("Time of this plan is not computed."))];
  return [
    () => firstToken(context),
    ...phases.flatMap((phase) => [() => step(phase, context), () => timeline(phase, context), () => roofline(phase, context)]),
  ];
}

function step(phase: PhaseReport, { chart }: PlanContext): HTMLElement {
  const parts = [...phase.time.parts].sort((one, other) => other.seconds - one.seconds);
  const { total } = phase.time;
  const hides = parts.some((part) => part.hidden_seconds > 0);
  return section(
    { title: t("Time of a {phase} step", { phase: phase.name }), value: text(time(total)) },
    legend([
      ...bounds.map(({ key, label, colour }) => {
        const seconds = parts.filter((part) => part.bound === key).reduce((sum, part) => sum + part.seconds, 0);
        return { label: t("{resource}-bound", { resource: t(label) }), colour, value: percent(seconds / total) };
      }),
      ...(hides ? [{ label: t("hidden behind other work"), colour: "hatched" }] : []),
    ]),
    figure({
      key: `time ${phase.name}`,
      picture: chart({
        key: `time ${phase.name}`,
        title: t("Time of a {phase} step", { phase: phase.name }),
        legend: boundLegend(),
        label: parts.map((part) => `${operatorName(part.op)} ${text(time(part.seconds))}`).join(", "),
        height: timeChartHeight(parts),
        spec: timeChart(parts, total),
      }),
      open: true,
      columns: [
        { label: t("Operator") },
        { label: t("Bound by") },
        { label: t("Time"), numeric: true, unit: "s" },
        { label: t("Share"), numeric: true },
        { label: t("Hidden"), numeric: true, unit: "s" },
        { label: t("Work"), numeric: true, unit: "FLOP" },
        { label: t("Traffic"), numeric: true, unit: "B" },
      ],
      rows: parts.map((part) => [
        operatorName(part.op),
        boundOf(part),
        raw(part.seconds, text(time(part.seconds))),
        percent(part.seconds / total),
        raw(part.hidden_seconds, part.hidden_seconds > 0 ? text(time(part.hidden_seconds)) : "–"),
        raw(part.flop, part.flop > 0 ? text(flop(part.flop)) : "–"),
        raw(part.bytes, part.bytes > 0 ? text(bytes(part.bytes)) : "–"),
      ]),
    }),
  );
}

function boundLegend() {
  return bounds.map(({ label, colour }) => ({ label: t("{resource}-bound", { resource: t(label) }), colour }));
}

function boundOf({ bound, fabric }: TimePart): HTMLElement {
  const colour = bounds.find((each) => each.key === bound)?.colour ?? "grey";
  return h("span", { class: "named" }, h("span", { class: `swatch ${colour}` }), fabric ?? resourceName(bound));
}

/** The step as it passes. */
function timeline(phase: PhaseReport, context: PlanContext): Child {
  const { width, palette, span } = context;
  const stages = phase.timeline ?? [];
  if (stages.length === 0) return null;
  const key = `timeline ${phase.name}`;
  const label = t("A {phase} step as it passes", { phase: phase.name });
  const { drawing, height, axis } = timelineDrawing(stages, { width, palette, span: span(key) });
  const words = stages.map((stage) => `${stageTitle(stage)}: ${text(time(stage.times * stage.seconds))}`).join(", ");
  return section(
    label,
    h(
      "div",
      { class: "row" },
      h(
        "p",
        { class: "note" },
        t("Above, the whole step; below, each of its stages once. Lanes run side by side; what a fabric moves while others work is pale."),
      ),
      spanButtons(key, span(key)),
    ),
    figure({
      key,
      picture: timePicture(context, { key, label, legend: boundLegend(), width, height, drawing, axis, words: `${label}: ${words}` }),
      columns: [
        { label: t("Stage") },
        { label: t("Lane") },
        { label: t("Microbatch") },
        { label: t("Operator") },
        { label: t("Bound by") },
        { label: t("Begins"), numeric: true, unit: "s" },
        { label: t("Time"), numeric: true, unit: "s" },
      ],
      rows: () => stages.flatMap(timelineRows),
    }),
  );
}

function timelineRows(stage: TimelineStage): Child[][] {
  const many = stage.spans.some(({ microbatch }) => microbatch > 0);
  return stage.spans.map(({ op, lane, microbatch, start, seconds, bound, fabric }) => [
    stageTitle(stage),
    t(stage.lanes[lane] ?? ""),
    many ? letter(microbatch) : "",
    operatorName(op),
    fabric ?? resourceName(bound),
    raw(start, text(time(start))),
    raw(seconds, text(time(seconds))),
  ]);
}

/** The operators under the roofs of a rank. */
function roofline(phase: PhaseReport, { plan, chart }: PlanContext): Child {
  const points = roofPoints(phase.time.parts, phase.time.total);
  if (!plan.chip || points.length === 0) return null;
  const roofs = roofsOf(plan.chip);
  const bandwidth = plan.chip.hbm_bandwidth / plan.chip.ranks;
  const key = `roofline ${phase.name}`;
  return section(
    t("Roofline of {phase}", { phase: phase.name }),
    h(
      "p",
      { class: "note" },
      t("The larger a dot, the longer its operator takes. Left of the ridge the HBM bounds, right of it the multipliers."),
    ),
    figure({
      key,
      picture: chart({
        key,
        title: t("Roofline of {phase}", { phase: phase.name }),
        legend: boundLegend(),
        label: points
          .map(({ op, intensity, rate }) => `${operatorName(op)}: ${number(intensity)} FLOP/B, ${text(flop(rate))}/s`)
          .join("; "),
        height: 340,
        spec: rooflineChart(points, roofs, bandwidth),
      }),
      columns: [
        { label: t("Operator") },
        { label: t("FLOP for a byte"), numeric: true },
        { label: t("Reached"), numeric: true, unit: "FLOP/s" },
        { label: t("Of the roof"), numeric: true },
        { label: t("Share of the step"), numeric: true },
      ],
      rows: points
        .toSorted((left, right) => right.share - left.share)
        .map((point) => [
          operatorName(point.op),
          raw(point.intensity, number(point.intensity)),
          raw(point.rate, `${text(flop(point.rate))}/s`),
          percent(reached(point, roofs, bandwidth)),
          percent(point.share),
        ]),
    }),
  );
}

function firstToken(context: PlanContext): Child {
  const { ttft_parts: parts, metrics } = context.plan;
  if (!parts) return null;
  const items = ttftParts.map(({ key, label, colour }) => ({ label: t(label), colour, value: parts[key], shown: text(time(parts[key])) }));
  return section(
    { title: t("Time to first token"), value: text(time(metrics["ttft"] ?? items.reduce((sum, item) => sum + item.value, 0))) },
    sharesFigure(context, { key: "first token", title: t("Time to first token"), parts: items, column: { label: t("Part") }, unit: "s" }),
  );
}
