/** Throughput: against the batch or the time per token, the balance of the pools, what each resource and each degree would change, sweeps. */

import type { Curve, PhaseReport, PlanReport, ScalingReport } from "../../../shared/report";
import { balanceChart, type Pool } from "../charts/balance";
import { linesChart, type LineSeries } from "../charts/lines";
import { throughputChart } from "../charts/throughput";
import { tornadoChart } from "../charts/tornado";
import { type Child, h } from "../dom";
import { exact, number, percent, signedPercent, text, time, whole } from "../format";
import { t } from "../language";
import { resourceName } from "../names";
import { type Part, type PlanContext, picked } from "./context";
import { figure, raw } from "./figure";
import { badge, legend, section, toggle } from "./pieces";
import { searchSection } from "./search";
import { sweepSection } from "./sweep";

const noCurve =
  "The curve is drawn for a phase that writes answers, and this plan only reads prompts. A sweep of prefill.batch draws one here.";

/** Throughput against batch, and the sweeps of the plan. */
export function throughputTab(context: PlanContext): readonly Part[] {
  const { plan, report } = context;
  const sweeps = report.sweeps.filter((sweep) => sweep.plan === plan.name);
  const searches = report.searches.filter((search) => search.plan === plan.name);
  return [
    () => (plan.curve ? curveSection(plan.curve, context) : plan.kind === "serve" && h("p", { class: "empty" }, t(noCurve))),
    ...searches.map((search) => () => searchSection(search, context)),
    ...sweeps.map((sweep) => () => sweepSection(sweep, context)),
    () => balance(context),
    ...plan.phases.map((phase) => () => tornado(phase, context)),
    ...plan.phases.map((phase) => () => scaling(phase, context)),
  ];
}

function curveSection(curve: Curve, context: PlanContext): HTMLElement {
  const { plan, chart } = context;
  const chips = plan.phases.find((phase) => phase.name === curve.phase)?.chips ?? 1;
  const current = curve.points.find((point) => point.current);
  const over = picked(context, "curve", ["batch", "tpot"]) ?? "batch";
  return section(
    t("Throughput against batch"),
    h(
      "div",
      { class: "row" },
      h(
        "p",
        { class: "note" },
        current
          ? t("The plan stands at {batch} requests per chip: {rate} tokens/s per chip at {tpot}.", {
              batch: number(current.batch / chips),
              rate: number(current.throughput_per_chip),
              tpot: text(time(current.tpot)),
            })
          : "",
      ),
      toggle(
        "pick",
        t("Drawn over"),
        [
          { value: "batch", label: t("Over batch") },
          { value: "tpot", label: t("Over TPOT") },
        ],
        over,
        "curve",
      ),
    ),
    legend([
      { label: t("tokens/s per chip"), colour: "blue line" },
      ...(over === "batch" ? [{ label: "TPOT", colour: "orange line" }] : []),
      ...(curve.slo_tpot === undefined ? [] : [{ label: "SLO", colour: "red dashed" }]),
      { label: t("does not fit"), colour: "hollow" },
    ]),
    figure({
      key: "throughput",
      picture: chart({
        key: "throughput",
        title: `${plan.name}: ${t("Throughput against batch")}`,
        legend: [
          { label: t("tokens/s per chip"), colour: "blue" },
          ...(over === "batch" ? [{ label: "TPOT", colour: "orange" } as const] : []),
        ],
        label: curve.points.map((point) => `batch ${point.batch}: ${number(point.throughput_per_chip)} tokens/s per chip`).join(", "),
        height: 320,
        spec:
          over === "batch" ? throughputChart(curve, chips) : paretoChart([paretoOf(plan, t("tokens/s per chip"))].flat(), curve.slo_tpot),
      }),
      open: true,
      columns: [
        { label: "" },
        { label: t("Requests per chip"), numeric: true },
        { label: t("tokens/s per chip"), numeric: true },
        { label: "TPOT", numeric: true, unit: "s" },
      ],
      rows: curve.points.map((point) => {
        const strong = (content: string): Child => (point.current ? h("strong", {}, content) : content);
        return [
          pointVerdict(point),
          raw(point.batch / chips, strong(number(point.batch / chips))),
          raw(point.throughput_per_chip, strong(number(point.throughput_per_chip))),
          raw(point.tpot, strong(text(time(point.tpot)))),
        ];
      }),
    }),
  );
}

/** The curve of a plan as a line of throughput over TPOT; none where the plan has no curve. */
export function paretoOf({ curve, phases }: PlanReport, label: string, look: Partial<LineSeries> = {}): LineSeries[] {
  if (!curve) return [];
  const chips = phases.find((phase) => phase.name === curve.phase)?.chips ?? 1;
  return [
    {
      label,
      colour: "blue",
      ...look,
      points: curve.points.map(({ tpot, throughput_per_chip, fits, current, batch }) => ({
        x: tpot * 1e3,
        y: throughput_per_chip,
        good: fits,
        current,
        words: [
          t("{rate} tokens/s per chip", { rate: number(throughput_per_chip) }),
          `TPOT ${text(time(tpot))}`,
          t("{count} requests per chip", { count: number(batch / chips) }),
          ...(fits ? [] : [t("does not fit")]),
        ],
      })),
    },
  ];
}

/** Tokens/s of a chip against the time per token, as the batch grows. */
export function paretoChart(series: readonly LineSeries[], slo: number | undefined) {
  return linesChart(series, {
    x: { title: t("TPOT in ms"), show: exact },
    y: { title: t("tokens/s per chip"), show: number },
    marks: ({ red }) => (slo === undefined ? [] : [{ axis: "x", value: slo * 1e3, label: `SLO ${text(time(slo))}`, colour: red }]),
  });
}

function pointVerdict({ fits, meets_slo, current }: Curve["points"][number]): Child {
  if (!fits) return badge("bad", t("does not fit"));
  if (!meets_slo) return badge("warn", t("misses the SLO"));
  return badge("good", current ? t("the plan") : t("fits"));
}

/** What each pool could sustain beside what the plan asks of it. */
function balance({ plan, chart }: PlanContext): Child {
  const { requests } = plan.metrics;
  const pools = plan.phases.flatMap(({ name, utilization }): Pool[] =>
    requests !== undefined && utilization > 0 ? [{ name, used: requests, capacity: requests / utilization }] : [],
  );
  if (pools.length < 2) return null;
  const slack = pools.filter(({ used, capacity }) => used / capacity < 0.8);
  const words = slack.map(({ name, used, capacity }) => t("{pool} is used to {share}", { pool: name, share: percent(used / capacity) }));
  return section(
    t("Balance of the pools"),
    h(
      "p",
      { class: "note" },
      slack.length === 0 ? t("The pools are in balance.") : `${words.join("; ")}. ${t("Chips moved to the other pool would serve more.")}`,
    ),
    figure({
      key: "balance",
      picture: chart({
        key: "balance",
        title: t("Balance of the pools"),
        label: pools.map(({ name, capacity }) => `${name}: ${number(capacity)} requests/s`).join("; "),
        height: pools.length * 44 + 60,
        spec: balanceChart(pools),
      }),
      columns: [{ label: t("Pool") }, { label: t("Sustains"), numeric: true, unit: "requests/s" }, { label: t("Used"), numeric: true }],
      rows: pools.map(({ name, capacity, used }) => [name, raw(capacity, `${number(capacity)} requests/s`), percent(used / capacity)]),
    }),
  );
}

function tornado({ name, sensitivity }: PhaseReport, { chart }: PlanContext): Child {
  if (!sensitivity || sensitivity.length === 0) return null;
  const [first] = sensitivity;
  const key = `sensitivity ${name}`;
  return section(
    t("What a tenth of each resource does to {phase}", { phase: name }),
    first && h("p", { class: "note" }, sentence(first)),
    legend([
      { label: t("10% less"), colour: "orange" },
      { label: t("10% more"), colour: "blue" },
    ]),
    figure({
      key,
      picture: chart({
        key,
        title: t("What a tenth of each resource does to {phase}", { phase: name }),
        legend: [
          { label: t("10% less"), colour: "orange" },
          { label: t("10% more"), colour: "blue" },
        ],
        label: sensitivity.map(sentence).join(" "),
        height: sensitivity.length * 28 + 60,
        spec: tornadoChart(sensitivity),
      }),
      columns: [{ label: t("Resource") }, { label: t("10% less"), numeric: true }, { label: t("10% more"), numeric: true }],
      rows: sensitivity.map(({ resource, less, more }) => [
        resourceName(resource),
        raw(less, signedPercent(less)),
        raw(more, signedPercent(more)),
      ]),
    }),
  );
}

/** `10% more UB bandwidth gives 1.8% more tokens/s.` */
export function sentence({ resource, more }: { readonly resource: string; readonly more: number }): string {
  const what =
    { compute: t("compute"), hbm: t("HBM bandwidth"), overhead: t("speed of fixed times") }[resource] ??
    t("{fabric} bandwidth", { fabric: resource });
  if (Math.abs(more) < 0.0005) return t("10% more {what} gives nothing.", { what });
  return t("10% more {what} gives {share} more tokens/s.", { what, share: percent(more) });
}

const axisNames: Readonly<Record<ScalingReport["axis"], string>> = { ep: "ep", dp: "dp", tp: "tp", instances: "instances" };

/** A small picture for each degree of a phase. */
function scaling({ name }: PhaseReport, context: PlanContext): Child {
  const axes = (context.plan.scaling ?? []).filter(({ phase }) => phase === name);
  if (axes.length === 0) return null;
  return section(
    t("How {phase} scales", { phase: name }),
    h("p", { class: "note" }, t("ep and dp on so many more chips with the same work for each; tp on the same chips.")),
    h(
      "div",
      { class: "columns" },
      axes.map((each) => scalingFigure(each, context)),
    ),
  );
}

function scalingFigure({ phase, axis, points }: ScalingReport, { chart }: PlanContext): HTMLElement {
  const key = `scaling ${phase} ${axis}`;
  // More instances change what the whole plan serves, not what a chip does.
  const whole_plan = axis === "instances";
  const what = whole_plan ? t("requests/s of the plan") : t("tokens/s per chip");
  const value = (point: ScalingReport["points"][number]) => (whole_plan ? point.requests : point.throughput_per_chip);
  const latency = phase === "prefill" ? t("Prompt") : "TPOT";
  const series: LineSeries = {
    label: what,
    colour: whole_plan ? "green" : "blue",
    points: points.map((point) => ({
      x: point.value,
      y: value(point),
      good: point.fits,
      current: point.current,
      words: [
        `${axisNames[axis]} ${whole(point.value)} · ${t("{count} chips", { count: whole(point.chips) })}`,
        `${number(value(point))} ${what}`,
        `${latency}: ${text(time(point.latency))}`,
        ...(point.fits ? [] : [t("does not fit")]),
      ],
    })),
  };
  return figure({
    key,
    picture: chart({
      key,
      title: `${t("How {phase} scales", { phase })}: ${axisNames[axis]}`,
      label: points.map((point) => `${axis} ${point.value}: ${number(value(point))} ${what}`).join(", "),
      height: 220,
      spec: linesChart([series], { x: { title: axisNames[axis], show: whole, logarithmic: true }, y: { title: what, show: number } }),
    }),
    columns: [
      { label: "" },
      { label: axisNames[axis], numeric: true },
      { label: t("Chips"), numeric: true },
      { label: t("tokens/s per chip"), numeric: true },
      { label: t("requests/s of the plan"), numeric: true },
      { label: latency, numeric: true, unit: "s" },
    ],
    rows: points.map((point) => [
      point.fits ? badge("good", point.current ? t("the plan") : t("fits")) : badge("bad", t("does not fit")),
      raw(point.value, whole(point.value)),
      raw(point.chips, whole(point.chips)),
      raw(point.throughput_per_chip, number(point.throughput_per_chip)),
      raw(point.requests, number(point.requests)),
      raw(point.latency, text(time(point.latency))),
    ]),
  });
}
