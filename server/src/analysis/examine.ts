/** What there is to say of one declaration, and of a plan what the engine says. */

import type { ServeResult, TrainResult } from "../engine";
import type { Finding } from "../language/diagnostics";
import type { Carried } from "../semantics";
import type { ResolvedDeclaration } from "../semantics/program";
import { checkAdvice } from "./checks/advice";
import { checkBandwidth } from "./checks/bandwidth";
import { checkLayout } from "./checks/layout";
import { checkMachine } from "./checks/machine";
import { checkMemory } from "./checks/memory";
import { checkModel } from "./checks/model";
import { checkPrecision } from "./checks/precision";
import { checkSaturation } from "./checks/saturation";
import { checkService } from "./checks/service";
import { checkTraining, checkTrainingLayout } from "./checks/training";
import { checkVision } from "./checks/vision";
import { type LoweredPlan, lowerServe } from "./lower/plan";
import { type LoweredTraining, lowerTrain } from "./lower/train";
import { evaluateOnce, trainOnce } from "./memo";
import { isTraining } from "./metrics";
import { movedFinding } from "./moved-finding";

/** A serving plan that could be computed. */
export interface ComputedServing {
  readonly lowered: LoweredPlan;
  readonly result: ServeResult;
  /** Fits the machine, too. */
  readonly feasible: boolean;
}

/** The same of a training plan. */
export interface ComputedTraining {
  readonly lowered: LoweredTraining;
  readonly result: TrainResult;
  readonly feasible: boolean;
}

export type ComputedPlan = ComputedServing | ComputedTraining;

export interface Examined {
  readonly findings: readonly Finding[];
  /** Of a plan that could be computed. */
  readonly plan: ComputedPlan | undefined;
}

const nothing: Examined = { findings: [], plan: undefined };

export function examine(declaration: ResolvedDeclaration): Examined {
  const only = (findings: readonly Finding[]): Examined => ({ findings, plan: undefined });
  switch (declaration.kind) {
    case "model":
      return only(checkModel(declaration));
    case "serve":
      return declaration.sound ? examineServe(declaration) : nothing;
    case "train":
      return declaration.sound ? examineTrain(declaration) : nothing;
    case "supernode":
    case "cluster":
      return declaration.sound ? only(checkMachine(declaration)) : nothing;
    case "search":
    case "sweep":
    case "workload":
    case "chip":
    case "engine":
      return nothing;
  }
}

/** What was said of the declaration that `former` was before an edit; undefined where one of the places is not to be found again. */
export function examinedAgain(
  declaration: ResolvedDeclaration,
  former: ResolvedDeclaration,
  { findings, plan }: Examined,
  { place }: Carried,
): Examined | undefined {
  const moved = { range: former.range, shift: declaration.range.start - former.range.start };
  const found: Finding[] = [];
  for (const each of findings) {
    const again = movedFinding(each, moved, place);
    if (!again) return undefined;
    found.push(again);
  }
  return new ExaminedAgain(found, plan && planOf(declaration, plan));
}

/** A class: see language/notes.ts. */
class ExaminedAgain implements Examined {
  constructor(
    readonly findings: readonly Finding[],
    readonly plan: ComputedPlan | undefined,
  ) {}
}

/** The same plan in its new place; what it was lowered to points into the text, so it is lowered again when somebody asks. */
function planOf(declaration: ResolvedDeclaration, plan: ComputedPlan): ComputedPlan {
  const { result, feasible } = plan;
  return isTraining(result)
    ? new MovedPlan(result, feasible, () => lowerTrain(declaration))
    : new MovedPlan(result, feasible, () => lowerServe(declaration));
}

/** A class: see language/notes.ts. */
class MovedPlan<Lowered, Result> {
  #made: Lowered | undefined;

  constructor(
    readonly result: Result,
    readonly feasible: boolean,
    private readonly lower: () => Lowered | undefined,
  ) {}

  get lowered(): Lowered {
    this.#made ??= this.lower();
    if (!this.#made) throw new Error("a plan that was computed can be lowered");
    return this.#made;
  }
}

function examineServe(declaration: ResolvedDeclaration): Examined {
  const lowered = lowerServe(declaration);
  if (!lowered) return nothing;
  const { model, precision, machine } = lowered.plan;
  const layout = [...checkLayout(lowered), ...checkPrecision(declaration, precision, machine.chip), ...checkVision(declaration, model)];
  // A plan that is too large for its machine still has figures; one whose degrees do not divide has none.
  if (layout.some(({ severity, key }) => severity === "error" && key !== "too-many-chips")) return { findings: layout, plan: undefined };
  const result = evaluateOnce(lowered.plan);
  const feasible = result.feasible && !layout.some(({ severity }) => severity === "error");
  const check = { lowered, result };
  const findings = [
    ...layout,
    ...checkMemory(check),
    ...checkBandwidth(check),
    ...checkSaturation(check),
    ...checkService(check),
    ...checkAdvice(check),
  ];
  return { findings, plan: { lowered, result, feasible } };
}

function examineTrain(declaration: ResolvedDeclaration): Examined {
  const lowered = lowerTrain(declaration);
  if (!lowered) return nothing;
  const layout = checkTrainingLayout(lowered);
  if (layout.some(({ severity, key }) => severity === "error" && key !== "too-many-chips")) return { findings: layout, plan: undefined };
  const result = trainOnce(lowered.plan);
  const feasible = result.fits && !layout.some(({ severity }) => severity === "error");
  return { findings: [...layout, ...checkTraining(lowered, result)], plan: { lowered, result, feasible } };
}
