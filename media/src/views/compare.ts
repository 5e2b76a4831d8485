/** Plans side by side: of this file, and of the other open ones. What differs is marked, and who is best. */

import type { PlanReport, Report } from "../../../shared/report";
import { seriesColour, seriesDash } from "../charts/lines";
import { type Child, classes, h } from "../dom";
import { bytes, flop, number, percent, signedPercent, text, time, whole } from "../format";
import { t } from "../language";
import { metricName, resourceName, smallerIsBetter } from "../names";
import { memoryShare } from "../topology/occupancy";
import { type Part, type PlanContext, picked } from "./context";
import { figure, raw } from "./figure";
import { degrees } from "./phases";
import { badge, legend, section, toggle } from "./pieces";
import { paretoChart, paretoOf } from "./throughput";
import { chipRate } from "./plans";
import { verdictOf } from "./verdict";

interface Candidate {
  /** Unique among all files. */
  readonly id: string;
  readonly name: string;
  readonly file: string | undefined;
  readonly plan: PlanReport;
}

export function compareTab(context: PlanContext): readonly Part[] {
  const candidates = candidatesOf(context);
  const shown = candidates.filter(({ id }) => context.state.picked[`compare ${id}`] !== "off");
  return [
    () => chooser(candidates, shown, context),
    ...(shown.length < 2 ? [() => tooFew(candidates)] : [() => curves(shown, context), () => comparison(shown, context)]),
  ];
}

function tooFew({ length }: readonly Candidate[]): HTMLElement {
  const words =
    length < 2 ? t("There is one plan here. Declare another, or open another file with plans.") : t("Choose at least two plans.");
  return h("p", { class: "empty" }, words);
}

/** The plan that is shown comes first, so that the others are measured against it. */
function candidatesOf({ report, others, plan }: PlanContext): Candidate[] {
  const of = ({ plans, file }: Report, foreign: boolean): Candidate[] =>
    plans.map((each) => ({
      id: foreign ? `${file} ${each.name}` : each.name,
      name: each.name,
      file: foreign ? file : undefined,
      plan: each,
    }));
  const own = of(report, false);
  return [
    ...own.filter(({ name }) => name === plan.name),
    ...own.filter(({ name }) => name !== plan.name),
    ...others.flatMap((other) => of(other, true)),
  ];
}

function chooser(candidates: readonly Candidate[], shown: readonly Candidate[], { editor }: PlanContext): HTMLElement {
  return h(
    "div",
    { class: "row chooser", "data-key": "chooser" },
    h(
      "div",
      { class: "chips", role: "group", "aria-label": t("Plans that are compared") },
      candidates.map(({ id, name, file }) =>
        h(
          "button",
          {
            type: "button",
            class: "choice",
            "data-action": "pick",
            "data-subject": `compare ${id}`,
            "data-value": shown.some((each) => each.id === id) ? "off" : "on",
            "aria-pressed": String(shown.some((each) => each.id === id)),
          },
          name,
          file !== undefined && h("span", { class: "note" }, ` ${file}`),
        ),
      ),
    ),
    editor && h("button", { type: "button", class: "button", "data-action": "compare" }, t("Add plans of other open files")),
  );
}

function curves(shown: readonly Candidate[], { chart }: PlanContext): Child {
  const series = shown.flatMap(({ plan, name }, index) => paretoOf(plan, name, { colour: seriesColour(index), dash: seriesDash(index) }));
  if (series.length < 2) return null;
  const slo = shown[0]?.plan.workload.slo.tpot;
  return section(
    t("Throughput against time per token"),
    legend(series.map(({ label, colour }) => ({ label, colour: `${colour} line` }))),
    figure({
      key: "compare",
      picture: chart({
        key: "compare",
        title: t("Throughput against time per token"),
        legend: series,
        label: series
          .map(({ label, points }) => `${label}: ${points.map(({ x, y }) => `${number(x)} ms ${number(y)}`).join(", ")}`)
          .join("; "),
        height: 320,
        spec: paretoChart(series, slo),
      }),
      columns: [
        { label: t("Plan") },
        { label: t("TPOT in ms"), numeric: true },
        { label: t("tokens/s per chip"), numeric: true },
        { label: "" },
      ],
      rows: series.flatMap(({ label, points }) =>
        points.map(({ x, y, good }) => [
          label,
          raw(x, number(x)),
          raw(y, number(y)),
          good ? badge("good", t("fits")) : badge("bad", t("does not fit")),
        ]),
      ),
    }),
  );
}

interface Row {
  readonly label: string;
  /** As it reads, for each plan. */
  readonly texts: readonly string[];
  /** For figures: their SI values, and whether less is better. */
  readonly values?: readonly (number | undefined)[];
  readonly smaller?: boolean | undefined;
}

function comparison(shown: readonly Candidate[], context: PlanContext): Child {
  const plans = shown.map(({ plan }) => plan);
  const all = picked(context, "compare rows", ["all", "differences"]) !== "differences";
  const groups = [
    { title: t("Figures"), rows: figureRows(plans) },
    { title: t("Plan"), rows: planRows(plans) },
    { title: t("Hardware"), rows: hardwareRows(plans) },
  ];
  return section(
    t("Side by side"),
    h(
      "div",
      { class: "row" },
      h("p", { class: "note" }, t("Differences are of the first plan; ★ is the best of a row, • differs from the first.")),
      toggle(
        "pick",
        t("Rows"),
        [
          { value: "all", label: t("All") },
          { value: "differences", label: t("Differences only") },
        ],
        all ? "all" : "differences",
        "compare rows",
      ),
    ),
    figure({
      key: "side by side",
      columns: [
        { label: "" },
        ...shown.map(({ name, file }) => ({ label: file === undefined ? name : `${name} · ${file}`, numeric: true })),
      ],
      rows: [
        [h("span", { class: "note" }, t("Verdict")), ...plans.map((plan) => badge(verdictOf(plan).tone, verdictOf(plan).headline))],
        ...groups.flatMap(({ title, rows }) => {
          const kept = all ? rows : rows.filter(differs);
          return kept.length === 0 ? [] : [[h("strong", {}, title), ...plans.map(() => "")], ...kept.map(comparedRow)];
        }),
      ],
    }),
  );
}

function differs({ texts }: Row): boolean {
  return texts.some((each) => each !== texts[0]);
}

function comparedRow({ label, texts, values, smaller }: Row): Child[] {
  const [base] = values ?? [];
  const known = (values ?? []).filter((each) => each !== undefined);
  const best =
    smaller === undefined || known.length < 2 || new Set(known).size < 2 ? undefined : smaller ? Math.min(...known) : Math.max(...known);
  return [
    h("span", { class: "note" }, label),
    ...texts.map((shown, index): Child => {
      const value = values?.[index];
      const change = index > 0 && base !== undefined && value !== undefined && base !== 0 ? signedPercent(value / base - 1) : "";
      const apart = values === undefined && shown !== texts[0];
      return raw(
        value,
        h(
          "span",
          { class: classes("compared", apart && "apart", best !== undefined && value === best && "best") },
          apart && h("span", { "aria-hidden": "true" }, "• "),
          shown,
          best !== undefined && value === best && h("span", { role: "img", "aria-label": t("best"), class: "star" }, " ★"),
          change !== "" && change !== "0%" && h("span", { class: "change" }, ` ${change}`),
        ),
      );
    }),
  ];
}

function figureRows(plans: readonly PlanReport[]): Row[] {
  const names = [...new Set(plans.flatMap(({ metrics }) => Object.keys(metrics)))];
  const perChip: Row = {
    label: t("tokens/s per chip"),
    values: plans.map(chipRate),
    texts: plans.map((plan) => shownOr(chipRate(plan), number)),
    smaller: false,
  };
  return [
    perChip,
    ...names.flatMap((name) => (ofAll.has(name) ? ["serve" as const, "train" as const].map((kind) => ofKind(name, kind)) : [ofKind(name)])),
  ].filter(({ values = [] }) => values.some((value) => value !== undefined));

  /** A metric of the plans of one kind, or of all. */
  function ofKind(name: string, kind?: PlanReport["kind"]): Row {
    const { label, show } = metricName(kind === "train" ? `train.${name}` : name);
    const values = plans.map((plan) => (kind === undefined || plan.kind === kind ? plan.metrics[name] : undefined));
    const currency = (plan: PlanReport | undefined) => (name === "cost" && plan?.currency !== undefined ? ` ${plan.currency}` : "");
    return {
      label,
      values,
      texts: values.map((value, index) => (value === undefined ? "–" : `${show(value)}${currency(plans[index])}`)),
      smaller: smallerIsBetter(name),
    };
  }
}

/** Of a token where a plan serves, of all that is trained where it trains. */
const ofAll: ReadonlySet<string> = new Set(["energy", "cost"]);

function shownOr(value: number | undefined, show: (value: number) => string): string {
  return value === undefined ? "–" : show(value);
}

function planRows(plans: readonly PlanReport[]): Row[] {
  const row = (label: string, show: (plan: PlanReport) => string): Row => ({ label, texts: plans.map(show) });
  const phases = [...new Set(plans.flatMap((plan) => plan.phases.map(({ name }) => name)))];
  const precisions = [...new Set(plans.flatMap(({ precision = {} }) => Object.keys(precision)))];
  return [
    row(t("Model"), ({ model }) => model),
    row(t("Workload"), ({ workload: { input, output } }) => t("{input} in, {output} out", { input: whole(input), output: whole(output) })),
    row("SLO", ({ workload: { slo } }) => [slo.ttft, slo.tpot].map((each) => shownOr(each, (value) => text(time(value)))).join(", ")),
    ...phases.flatMap((name) => {
      const of = (plan: PlanReport) => plan.phases.find((phase) => phase.name === name);
      const phaseRow = (label: string, show: (phase: PlanReport["phases"][number]) => string) =>
        row(`${name}: ${label}`, (plan) => {
          const phase = of(plan);
          return phase ? show(phase) : "–";
        });
      return [
        phaseRow(t("Chips"), ({ instances, chips }) => (instances > 1 ? `${instances} × ${whole(chips)}` : whole(chips))),
        phaseRow(t("Parallelism"), degrees),
        phaseRow(t("Batch of an instance"), ({ batch, batch_unit }) => `${whole(batch)} ${t(batch_unit)}`),
        phaseRow(t("Memory"), (phase) => percent(memoryShare(phase))),
        phaseRow(t("Limited by"), ({ bottleneck }) => resourceName(bottleneck.resource)),
      ];
    }),
    ...precisions.map((key) => row(`${t("Precision")}: ${key.replaceAll("_", " ")}`, ({ precision }) => precision?.[key] ?? "–")),
  ];
}

function hardwareRows(plans: readonly PlanReport[]): Row[] {
  const row = (label: string, value: (plan: PlanReport) => number | undefined, show: (value: number) => string): Row => {
    const values = plans.map(value);
    return { label, values, texts: values.map((each) => shownOr(each, show)) };
  };
  const chips = ({ topology: { supernodes, nodes, chips_per_node } }: PlanReport) => supernodes * nodes * chips_per_node;
  const scaleUp = ({ topology }: PlanReport) => topology.fabrics.find(({ role }) => role === "scale_up")?.bandwidth_per_chip;
  return [
    { label: t("Machine"), texts: plans.map(({ machine }) => machine) },
    { label: t("Chip"), texts: plans.map(({ topology }) => topology.chip) },
    row(t("Chips of the machine"), chips, whole),
    row(t("Chips of the plan"), ({ phases }) => phases.reduce((sum, phase) => sum + phase.instances * phase.chips, 0), whole),
    row(
      t("Peak of a chip, bf16"),
      ({ chip }) => chip?.compute["bf16"],
      (value) => `${text(flop(value))}/s`,
    ),
    row(
      t("HBM of a chip"),
      ({ chip }) => chip?.hbm_capacity,
      (value) => text(bytes(value)),
    ),
    row(
      t("HBM bandwidth of a chip"),
      ({ chip }) => chip?.hbm_bandwidth,
      (value) => `${text(bytes(value))}/s`,
    ),
    row(t("Scale-up of a chip and direction"), scaleUp, (value) => `${text(bytes(value))}/s`),
  ];
}
