/** CMX330: images for a model that has no encoder of them. */

import type { Model } from "../../engine";
import { type Finding, finding } from "../../language/diagnostics";
import type { ResolvedDeclaration } from "../../semantics/program";
import { targetOf } from "../lower/read";
import { placeIn } from "./context";

/** The finding stands under the model that the plan names. */
export function checkVision(declaration: ResolvedDeclaration, model: Model): Finding[] {
  const workload = targetOf(declaration, "workload");
  if (model.vision || !workload?.blocks.has("images")) return [];
  return [
    finding("images-unseen", placeIn(declaration, declaration.values.get("model")?.place), { model: model.name, workload: workload.name }),
  ];
}
