/** Plans of imported files that an expectation of this one measures. */

import type { ServeResult, TrainResult } from "../engine";
import type { Finding } from "../language/diagnostics";
import type { Program, ResolvedDeclaration } from "../semantics/program";
import { checkLayout } from "./checks/layout";
import { checkTrainingLayout } from "./checks/training";
import { lowerServe } from "./lower/plan";
import { lowerTrain } from "./lower/train";
import { evaluateOnce, trainOnce } from "./memo";
import type { PlanResult } from "./metrics";

/** Their results. Of a file that expects nothing, none. */
export function foreignPlans(program: Program): [ResolvedDeclaration, PlanResult][] {
  const imported = program.visible.imported();
  const measures = imported.length > 0 && (program.expects.length > 0 || program.declarations.some(({ expects }) => expects.length > 0));
  if (!measures) return [];
  return imported.flatMap((declaration): [ResolvedDeclaration, PlanResult][] => {
    const result = declaration.sound ? resultOf(declaration) : undefined;
    return result ? [[declaration, result]] : [];
  });
}

function resultOf(declaration: ResolvedDeclaration): PlanResult | undefined {
  if (declaration.kind === "serve") return foreignServing(declaration);
  return declaration.kind === "train" ? foreignTraining(declaration) : undefined;
}

function foreignServing(declaration: ResolvedDeclaration): ServeResult | undefined {
  const lowered = lowerServe(declaration);
  return lowered && isSound(checkLayout(lowered)) ? evaluateOnce(lowered.plan) : undefined;
}

function foreignTraining(declaration: ResolvedDeclaration): TrainResult | undefined {
  const lowered = lowerTrain(declaration);
  return lowered && isSound(checkTrainingLayout(lowered)) ? trainOnce(lowered.plan) : undefined;
}

function isSound(layout: readonly Finding[]): boolean {
  return !layout.some(({ severity }) => severity === "error");
}
