/** What a model's dimensions add up to, for whoever shows a model without a plan. */

import { countParameters, type ParameterCount } from "../engine";
import type { ResolvedDeclaration } from "../semantics/program";
import { lowerModel } from "./lower/model";

/** The computed parameters of a model; undefined for anything else, and where an error makes them meaningless. */
export function parametersOf(declaration: ResolvedDeclaration): ParameterCount | undefined {
  return declaration.kind === "model" && declaration.sound ? countParameters(lowerModel(declaration)) : undefined;
}
