/** Parallel degrees, and how tokens reach their experts. */

import type { PropertySchema } from "./types";
import { count } from "./values";

export const degrees: readonly PropertySchema[] = [
  count("tp", "8", "Tensor parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
  count("pp", "1", "Pipeline parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
  count("cp", "1", "Context parallel degree.", { min: 1, max: 1e6, integer: true }, { default: "1" }),
  count(
    "dp",
    "32",
    "Data parallel degree of the attention.",
    { min: 1, max: 1e6, integer: true },
    { default: "(ranks of an instance / (tp × pp × cp))" },
  ),
  count(
    "ep",
    "32",
    "Expert parallel degree; what it leaves of tp × cp × dp splits each expert.",
    { min: 1, max: 1e6, integer: true },
    { default: "1" },
  ),
];

/** How tokens reach their experts. */
export const expertPaths = [
  ["low_latency", "Every copy of a token goes straight to its expert's rank (DeepEP low-latency, CANN fused dispatch)."],
  ["normal", "A token goes once to each rank or node that needs it (DeepEP normal)."],
  ["all_gather", "Every rank gets every token and keeps what is its own; results are reduce-scattered."],
] as const;
