/** The whole page: who and what on top, the tabs, and what the chosen tab shows. */

import type { KnobValues, PageState, PendingPlan, PlanReport, Report } from "../../../shared/report";
import { type Child, h } from "../dom";
import { counted, text, time, whole } from "../format";
import { t } from "../language";
import { tabs } from "../state";
import type { Context, Part, PlanContext } from "./context";
import { adviceSection, diagnosticsSection, expectationsSection, notesSection } from "./findings";
import { compareTab } from "./compare";
import { headline } from "./headline";
import { knobsSection, trialNotice } from "./knobs";
import { fabricsSection, machineSection, tiersSection } from "./machine";
import { memoryTab } from "./memory";
import { elasticities, phasesTable } from "./phases";
import { reveal, select } from "./pieces";
import { plansSection } from "./plans";
import { throughputTab } from "./throughput";
import { timeTab } from "./time";
import { goodputSection, peakSection, pipelineSection, stagesSection } from "./training";
import { assumptionsSection, rangesSection } from "./trust";
import { verdict } from "./verdict";

const tabViews: Readonly<Record<PageState["tab"], { readonly label: string; readonly view: (context: PlanContext) => readonly Part[] }>> = {
  overview: { label: "Overview", view: overview },
  topology: {
    label: "Topology",
    view: (context) => [() => machineSection(context), () => fabricsSection(context.plan), () => tiersSection(context.plan.phases)],
  },
  throughput: {
    label: "Throughput",
    view: (context) => [...throughputTab(context), () => goodputSection(context), () => knobsSection(context)],
  },
  time: { label: "Time", view: (context) => [() => peakSection(context), () => pipelineSection(context), ...timeTab(context)] },
  memory: { label: "Memory", view: (context) => [...memoryTab(context), () => stagesSection(context)] },
  compare: { label: "Compare", view: compareTab },
};

/** The plan that is shown: the wanted one, or the first while that is not there. A plan that waits for its errors to be mended shows no other's figures. */
export function shownPlan({ report, state }: Pick<Context, "report" | "state">): PlanReport | undefined {
  const waits = report.pending.some((plan) => plan.name === state.plan);
  return report.plans.find((plan) => plan.name === state.plan) ?? (waits ? undefined : report.plans[0]);
}

/** A plan with other values, or why they leave nothing to compute. */
export interface Tried {
  readonly name: string;
  readonly values: KnobValues;
  readonly plan: PlanReport | undefined;
  readonly problem: string | undefined;
}

/** What stands for a report before the first one. */
export const noReport: Report = {
  schema: "cmx-report/1",
  file: "",
  plans: [],
  pending: [],
  sweeps: [],
  searches: [],
  expectations: [],
  diagnostics: [],
};

/** The page for a report; `failure` says why the report could not follow the text. */
export function page(context: Context, failure: string | undefined, tried: Tried | undefined): Child[] {
  const plan = shownPlan(context);
  const notice = failure === undefined ? null : h("p", { class: "failure", role: "alert", "data-key": "failure" }, failure);
  if (context.report === noReport) return [notice, h("p", { class: "empty" }, t("The next edit of the text makes the report anew."))];
  if (!plan) return [notice, context.report.plans.length > 0 && waitingHeader(context), without(context)];
  const shown = { ...context, plan: tried?.plan ?? plan, written: plan, problem: tried?.problem };
  return [notice, header(shown), content(shown)];
}

function header(context: PlanContext): HTMLElement {
  const { plan, report, state } = context;
  const names = choices(report);
  const what = t("{model} on {machine}", { model: plan.model, machine: plan.machine });
  return h(
    "header",
    { "data-key": "header" },
    h(
      "div",
      { class: "title" },
      h("h1", {}, names.length > 1 ? select("plan", t("Plan"), names, plan.name) : reveal(context, plan.range, plan.name)),
      h("p", {}, names.length > 1 ? reveal(context, plan.range, what) : what),
      h("p", { class: "note" }, plan.kind === "serve" ? workload(plan) : job(plan)),
      takeAlong(context),
    ),
    h(
      "div",
      { class: "tabs", role: "tablist", "aria-label": t("Parts of the report") },
      tabs.map((tab) =>
        h(
          "button",
          {
            type: "button",
            role: "tab",
            id: `tab-${tab}`,
            "aria-selected": String(tab === state.tab),
            "aria-controls": "content",
            tabindex: tab === state.tab ? 0 : -1,
            "data-action": "tab",
            "data-value": tab,
          },
          t(tabViews[tab].label),
        ),
      ),
    ),
  );
}

/** Pin, and the whole report as a file. */
function takeAlong({ editor, state }: Context): HTMLElement {
  return h(
    "span",
    { class: "tools always" },
    editor &&
      h(
        "button",
        {
          type: "button",
          "data-action": "pin",
          "aria-pressed": String(state.pinned),
          title: t("Stay with this plan when the cursor moves to another"),
        },
        state.pinned ? t("Pinned") : t("Pin"),
      ),
    editor &&
      h(
        "button",
        { type: "button", "data-action": "export", "data-value": "html", title: t("Save the whole report as one HTML file") },
        "HTML",
      ),
    h("button", { type: "button", "data-action": "export", "data-value": "json", title: t("Save the whole report as JSON") }, "JSON"),
  );
}

function content(context: PlanContext): HTMLElement {
  const { tab } = context.state;
  return h(
    "main",
    { id: "content", role: "tabpanel", "aria-labelledby": `tab-${tab}`, "data-key": `tab ${tab}` },
    trialNotice(context),
    tab !== "compare" && verdict(context),
    tabViews[tab].view(context).map((make, index) => context.part(`part ${index}`, make)),
  );
}

function overview(context: PlanContext): readonly Part[] {
  const { plan, report } = context;
  return [
    () => headline(plan),
    () => adviceSection(plan, report, context),
    () => plansSection(context),
    () => machineSection(context),
    () => knobsSection(context),
    () => expectationsSection([...plan.expectations, ...report.expectations], context),
    () => plan.phases.length > 0 && h("div", { class: "columns" }, phasesTable(plan.phases), elasticities(plan.phases)),
    () => diagnosticsSection(report, context),
    () => rangesSection(plan),
    () => assumptionsSection(plan),
    () => notesSection(plan.notes),
  ];
}

/** Every plan of the text can be chosen, one without figures too. */
function choices({ plans, pending }: Report): { readonly value: string; readonly label: string }[] {
  const computed = plans.map(({ name }) => ({ value: name, label: name }));
  return [...computed, ...pending.map(({ name }) => ({ value: name, label: `${name} (${t("no figures")})` }))];
}

function waitingHeader({ report, state }: Context): HTMLElement {
  const chosen = select("plan", t("Plan"), choices(report), state.plan ?? "");
  return h("header", { "data-key": "header" }, h("div", { class: "title waiting" }, h("h1", {}, chosen)));
}

/** A file without a plan may still claim something about machines, or hold the error that hides its plan. */
function without(context: Context): HTMLElement {
  const { report, state } = context;
  const waiting = report.pending.find(({ name }) => name === state.plan) ?? report.pending[0];
  return h(
    "main",
    { id: "content", "data-key": "empty" },
    h("p", { class: "empty" }, waiting ? whyWaiting(waiting, context) : t(nothingYet)),
    expectationsSection(report.expectations, context),
    diagnosticsSection(report, context),
  );
}

const nothingYet = "There is no plan in this file yet. For a whole one, type “plan” in the text and accept the suggestion.";

function whyWaiting({ name, range }: PendingPlan, context: Context): Child[] {
  return [reveal(context, range, name), ` ${t("has no figures until its errors are mended.")}`];
}

/** What a training step works on. */
function job({ workload: { input }, phases: [phase], training }: PlanReport): string {
  return [
    ...(phase
      ? [t("{sequences} of {tokens} a step", { sequences: counted(phase.batch, "sequence"), tokens: counted(input, "token") })]
      : []),
    ...(training
      ? [t("schedule {schedule}, {count} microbatches", { schedule: training.schedule, count: whole(training.microbatches) })]
      : []),
  ].join(" · ");
}

function workload({ workload: { input, output, slo } }: PlanReport): string {
  return [
    t("{input} in, {output} out", { input: counted(input, "token"), output: counted(output, "token") }),
    ...(slo.ttft === undefined ? [] : [`TTFT ≤ ${text(time(slo.ttft))}`]),
    ...(slo.tpot === undefined ? [] : [`TPOT ≤ ${text(time(slo.tpot))}`]),
  ].join(" · ");
}
