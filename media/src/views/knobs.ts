/** Sliders that try other values of a plan. The text stays as it is until the reader writes them into it. */

import type { Knob, KnobValues, PlanReport, Report, SearchReport } from "../../../shared/report";
import { type Child, h } from "../dom";
import { counted, exact, number, percent, signedPercent, text, time, whole } from "../format";
import { t } from "../language";
import { memoryShare } from "../topology/occupancy";
import type { PlanContext } from "./context";
import { chipRate } from "./plans";
import { section } from "./pieces";

/**
 * The values of a plan that are tried, as far as the plan (still) has such knobs and they differ; a search may vary numbers that are no
 * knobs, because nobody wrote them.
 */
export function triedValues(
  { name, knobs = [] }: PlanReport,
  { searches }: Pick<Report, "searches">,
  tried: Readonly<Record<string, KnobValues>>,
): KnobValues {
  const values = tried[name] ?? {};
  const standing = new Map(knobs.map(({ path, value }) => [path, value]));
  const varied = searches.filter(({ plan }) => plan === name).flatMap(({ axes }) => axes.map(({ path }) => path));
  const paths = [...new Set([...standing.keys(), ...varied])];
  return Object.fromEntries(
    paths.flatMap((path) => (values[path] === undefined || values[path] === standing.get(path) ? [] : [[path, values[path]]])),
  );
}

/** Whether the values of a search's points can be tried, and written: they stand in the plan itself, in the unit of the search. */
export function canTry({ knobs = [] }: PlanReport, { axes }: SearchReport): boolean {
  return axes.every(({ path, unit }) => {
    const knob = knobs.find((each) => each.path === path);
    return knob ? knob.unit === unit : unit === "" && path.split(".").length <= 2;
  });
}

/** Above the page, while its figures are not those of the text. */
export function trialNotice({ plan, written, state, report }: PlanContext): Child {
  if (plan === written) return null;
  const values = Object.entries(triedValues(written, report, state.tried)).map(([path, value]) => `${path} = ${exact(value)}`);
  return h(
    "div",
    { class: "trial row", "data-key": "trial" },
    h("p", { role: "status" }, t("These figures are of values that are tried, not of the text."), " ", h("code", {}, values.join(", "))),
    decide(true),
  );
}

function decide(changed: boolean): HTMLElement {
  return h(
    "span",
    { class: "buttons" },
    h("button", { type: "button", class: "button", "data-action": "untry", disabled: !changed }, t("Reset")),
    h("button", { type: "button", class: "button primary", "data-action": "write", disabled: !changed }, t("Write into the text")),
  );
}

export function knobsSection({ written, plan, problem, state, report, editor }: PlanContext): Child {
  const { knobs = [] } = written;
  if (!editor || knobs.length === 0) return null;
  const tried = triedValues(written, report, state.tried);
  const changed = Object.keys(tried).length > 0;
  return section(
    t("Try other values"),
    h(
      "div",
      { class: "knobs" },
      knobs.map((knob) => slider(knob, tried[knob.path] ?? knob.value, written.name)),
    ),
    h(
      "div",
      { class: "row" },
      h(
        "p",
        { class: problem === undefined ? "note" : "note bad", "aria-live": "polite" },
        changed ? (problem ?? effect(written, plan)) : t("Nothing is written into the text until you say so."),
      ),
      decide(changed),
    ),
  );
}

function slider({ path, unit, value, choices }: Knob, tried: number, plan: string): HTMLElement {
  const index = nearest(choices, tried);
  const [noun = "", scope] = unit.split(" per ");
  const amount = noun === "" ? whole(tried) : counted(tried, noun.replace(/s$/, ""));
  const shown = scope === undefined ? amount : t("{amount} per {scope}", { amount, scope: t(scope) });
  const input = h("input", {
    type: "range",
    min: 0,
    max: choices.length - 1,
    step: 1,
    "data-action": "try",
    "data-subject": path,
    "data-plan": plan,
    "data-choices": choices.join(","),
    "aria-label": path,
    "aria-valuetext": shown,
    "--share": choices.length > 1 ? index / (choices.length - 1) : 0,
  }) as HTMLInputElement;
  input.value = String(index);
  input.setAttribute("value", String(index));
  return h(
    "label",
    { class: tried === value ? "knob" : "knob changed", "data-key": `knob ${path}` },
    h("code", {}, path),
    input,
    h("span", { class: "value" }, shown),
  );
}

function nearest(choices: readonly number[], value: number): number {
  let best = 0;
  for (const [index, choice] of choices.entries()) if (Math.abs(choice - value) < Math.abs((choices[best] ?? 0) - value)) best = index;
  return best;
}

/** Share of the memory of the fullest rank. */
function fullest({ phases }: PlanReport): number | undefined {
  return phases.length === 0 ? undefined : Math.max(...phases.map(memoryShare));
}

/** What the tried values change, in the figures that matter most. */
function effect(written: PlanReport, plan: PlanReport): string {
  if (plan === written) return t("Computing…");
  const rows: readonly (readonly [
    label: string,
    before: number | undefined,
    after: number | undefined,
    show: (value: number) => string,
  ])[] = [
    [t("tokens/s per chip"), chipRate(written), chipRate(plan), number],
    ["TPOT", written.metrics["tpot"], plan.metrics["tpot"], (value) => text(time(value))],
    ["TTFT", written.metrics["ttft"], plan.metrics["ttft"], (value) => text(time(value))],
    [t("requests/s"), written.metrics["requests"], plan.metrics["requests"], number],
    [t("Step"), written.metrics["step"], plan.metrics["step"], (value) => text(time(value))],
    ["MFU", written.metrics["mfu"], plan.metrics["mfu"], percent],
    [t("Memory"), fullest(written), fullest(plan), percent],
  ];
  return rows
    .flatMap(([label, before, after, show]) =>
      before === undefined || after === undefined
        ? []
        : [`${label} ${show(before)} → ${show(after)} (${signedPercent(after / before - 1)})`],
    )
    .join(" · ");
}
