import type { Curve } from "../../../shared/report";
import { throughputChart } from "../charts/throughput";
import { type Child, h } from "../dom";
import { number, text, time } from "../format";
import type { PlanContext } from "./context";
import { badge, legend, section, table } from "./pieces";
import { searchSection } from "./search";
import { sweepSection } from "./sweep";

const noCurve =
  "The curve is drawn for a phase that writes answers, and this plan only reads prompts. A sweep of prefill.batch draws one here.";

/** Throughput against batch, and the sweeps of the plan. */
export function throughputTab(context: PlanContext): Child {
  const { plan, report } = context;
  const sweeps = report.sweeps.filter((sweep) => sweep.plan === plan.name);
  const searches = report.searches.filter((search) => search.plan === plan.name);
  if (!plan.curve && sweeps.length + searches.length === 0) return h("p", { class: "empty" }, noCurve);
  return [
    plan.curve && curveSection(plan.curve, context),
    ...searches.map(searchSection),
    ...sweeps.map((sweep) => sweepSection(sweep, context)),
  ];
}

function curveSection(curve: Curve, { plan, chart }: PlanContext): HTMLElement {
  const chips = plan.phases.find((phase) => phase.name === curve.phase)?.chips ?? 1;
  const current = curve.points.find((point) => point.current);
  return section(
    "Throughput against batch",
    current &&
      h(
        "p",
        { class: "note" },
        `The plan stands at ${number(current.batch / chips)} requests per chip: ${number(current.throughput_per_chip)} tokens/s per chip at ${text(time(current.tpot))}.`,
      ),
    legend([
      { label: "tokens/s per chip", colour: "blue line" },
      { label: "TPOT", colour: "orange line" },
      ...(curve.slo_tpot === undefined ? [] : [{ label: "SLO", colour: "red dashed" }]),
      { label: "does not fit", colour: "hollow" },
    ]),
    chart({
      key: "throughput",
      label: curve.points.map((point) => `batch ${point.batch}: ${number(point.throughput_per_chip)} tokens/s per chip`).join(", "),
      height: 320,
      spec: throughputChart(curve, chips),
    }),
    table(
      [
        { label: "" },
        { label: "Requests per chip", numeric: true },
        { label: "tokens/s per chip", numeric: true },
        { label: "TPOT", numeric: true },
      ],
      curve.points.map((point) => {
        const strong = (content: string): Child => (point.current ? h("strong", {}, content) : content);
        return [
          pointVerdict(point),
          strong(number(point.batch / chips)),
          strong(number(point.throughput_per_chip)),
          strong(text(time(point.tpot))),
        ];
      }),
    ),
  );
}

function pointVerdict({ fits, meets_slo, current }: Curve["points"][number]): Child {
  if (!fits) return badge("bad", "does not fit");
  if (!meets_slo) return badge("warn", "misses the SLO");
  return badge("good", current ? "the plan" : "fits");
}
