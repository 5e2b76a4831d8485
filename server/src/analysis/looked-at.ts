/** A plan as an analysis tells of it: figures, and how they came about. */

import type { Explanation, KnobValues } from "../../../shared/report";
import type { TextEdit } from "../language/diagnostics";
import { english } from "../language/translation";
import type { ResolvedDeclaration } from "../semantics/program";
import type { ComputedPlan, ComputedTraining } from "./examine";
import { calibrationOf, calibrationOfTraining, explain, explainable, explainableTraining, explainTraining, spoken } from "./explain";
import { isTraining, type PlanResult } from "./metrics";
import { reportPlan } from "./report/plan";
import { reportTraining } from "./report/train";
import { sourcesOf } from "./sources";
import { type Trial, tryValues, writeValues } from "./trial";
import type { PlanAnalysis } from "./types";
import type { View } from "./view";

/** Reports (elasticities, curves) are made when somebody looks at them. A class: see language/notes.ts. */
export class LookedAtPlan implements PlanAnalysis {
  readonly #computed: ComputedPlan | undefined;
  readonly #view: View;
  #report: { readonly made: PlanAnalysis["report"] } | undefined;

  constructor(
    readonly declaration: ResolvedDeclaration,
    computed: ComputedPlan | undefined,
    view: View,
  ) {
    this.#computed = computed;
    this.#view = view;
  }

  get report(): PlanAnalysis["report"] {
    this.#report ??= { made: this.#computed && reportOf(this.#view, this.declaration, this.#computed) };
    return this.#report.made;
  }

  get explainable(): readonly string[] {
    const result = this.#computed?.result;
    if (!result) return [];
    return isTraining(result) ? explainableTraining(result) : explainable(result);
  }

  explain(path: string, say = english.say): Explanation | undefined {
    const result = this.#computed?.result;
    const explained = result && (isTraining(result) ? explainTraining(result, path) : explain(result, path));
    const explanation = explained && spoken(explained, say);
    return explanation && { ...explanation, sources: sourcesOf(this.#view, this.declaration, figuresBehind(result, explanation)) };
  }

  tryValues(values: KnobValues): Trial | undefined {
    return this.#computed && tryValues(this.#view, this.declaration, values);
  }

  writeValues(values: KnobValues): readonly TextEdit[] {
    return this.#computed ? writeValues(this.#view, this.declaration, values) : [];
  }
}

function reportOf(view: View, declaration: ResolvedDeclaration, plan: ComputedPlan): PlanAnalysis["report"] {
  return isComputedTraining(plan) ? reportTraining(view, declaration, plan) : reportPlan(view, declaration, plan);
}

function figuresBehind(result: PlanResult, explanation: Explanation): readonly string[] {
  return isTraining(result) ? calibrationOfTraining(result.plan, explanation) : calibrationOf(result.plan, explanation);
}

function isComputedTraining(plan: ComputedPlan): plan is ComputedTraining {
  return isTraining(plan.result);
}
