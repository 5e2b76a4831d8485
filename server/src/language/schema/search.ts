/** Many plans at once. */

import type { KindSchema } from "./types";
import { metric, reference } from "./values";

export const sweep: KindSchema = {
  name: "sweep",
  allowsVary: true,
  documentation: "Evaluates a plan for every combination of the varied values and draws the curve.",
  properties: [reference("plan", ["serve", "train"], "R1", "The plan.", { required: true })],
  blocks: [],
};

export const search: KindSchema = {
  name: "search",
  allowsVary: true,
  documentation:
    "Finds the best plan that fits the memory and meets the slo among all combinations of the varied values, and the front of plans that no other beats in the goal and in the time per token. Without a goal: the most throughput per chip.",
  properties: [
    reference("plan", ["serve", "train"], "R1", "The plan to start from.", { required: true }),
    metric("maximize", "throughput per chip", "What to make as large as possible."),
    metric("minimize", "cost", "What to make as small as possible."),
  ],
  blocks: [],
};
