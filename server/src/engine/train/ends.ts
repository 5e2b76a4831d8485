/** What stands before the first layer and behind the last one: embedding, prediction modules, head and loss. */

import { draftSort } from "../layers";
import { gemmOperator, vectorOperator } from "../time/matrix";
import { onlyOperator } from "../time/kernel";
import { normKernel } from "../time/layer";
import { bytesOf } from "../types";
import { computing } from "./computing";
import { collective, newPass } from "./item";
import { layerPiece, type Piece, pieceOf } from "./layer";
import type { Job } from "./setting";
import { tensorExchange } from "./tensor";
import { backwardName } from "./transpose";

/** Rows of the embedding are read and written; its gradients are added to rows of it. */
export function embeddingPiece(job: Job): Piece {
  const { device, plan, ownTokens, tokens } = job;
  const { model, layout, sequenceParallel } = plan;
  const group = { size: layout.tp, stride: 1 };
  const bytes = tokens * model.hidden * 2;
  const pass = newPass();
  computing(job, pass, [vectorOperator(device, "embedding", "expert", ownTokens * model.hidden * 4, 1)]);
  collective(job, pass.forward, "tensor_scatter", sequenceParallel ? "reduce_scatter" : "all_reduce", group, bytes);
  if (sequenceParallel) collective(job, pass.input, backwardName("tensor_gather"), "all_gather", group, bytes);
  return pieceOf(job, pass);
}

/** Final norm, projection to the vocabulary, and the loss over it. */
export function headPiece(job: Job): Piece {
  const { device, setting, plan, tokens, ownTokens } = job;
  const { model, layout, runtime } = plan;
  const columns = model.vocabulary / layout.tp;
  const lossBytes = tokens * columns * (runtime.fusedLoss ? fusedLoss : separateLoss);
  const pass = newPass();
  computing(job, pass, [
    onlyOperator((to) => normKernel(setting, "expert")(ownTokens, to)),
    gemmOperator(device, "head", "expert", { rows: tokens, depth: model.hidden, columns, weights: "bf16", activations: "bf16" }),
    vectorOperator(device, "loss", "expert", lossBytes, runtime.fusedLoss ? 2 : 8),
  ]);
  tensorExchange(job, pass, model.hidden);
  return pieceOf(job, pass);
}

/** Bytes for a logit in the forward pass: read twice in 16 bits, for the maximum with the sum and for the gradient, which is left in its place. */
const fusedLoss = 6;

/**
 * To 32 bits (6), maximum (4), subtracted (8), exponential (8), sum (4), divided (8): Megatron's vocabulary-parallel cross entropy, kernel
 * by kernel. The backward pass counts one and a half of it.
 */
const separateLoss = 38;

/** A prediction module but for the head, which it has once more: two norms and a projection from twice the width, and a layer (DeepSeek-V3 report, 2.2). */
export function modulePieces(job: Job): readonly Piece[] {
  const { device, setting, plan, tokens, ownTokens } = job;
  const { model, layout } = plan;
  const { weights, activations } = setting.precision;
  const columns = model.hidden / layout.tp;
  const projection = newPass();
  computing(job, projection, [
    onlyOperator((to) => normKernel(setting, "expert")(ownTokens, to)),
    gemmOperator(device, "prediction", "expert", { rows: tokens, depth: 2 * model.hidden, columns, weights, activations }),
  ]);
  return [layerPiece(job, draftSort(model), plan.recompute !== "none"), pieceOf(job, projection)];
}

/** Bytes of the logits of a microbatch on one rank of the last stage, with what the loss keeps of them. */
export function logitBytes({ plan, tokens }: Job): number {
  const { model, layout, runtime } = plan;
  const kept = runtime.fusedLoss ? 2 * bytesOf.bf16 : bytesOf.bf16 + 2 * bytesOf.fp32;
  return ((tokens * model.vocabulary) / layout.tp) * kept;
}
