/** Which communication of a training step the software runs beside computation. */

import type { BlockSchema } from "./types";
import { share } from "./values";

/** What can be hidden, with the share where nothing is said: what training software does unasked. */
export const hideable = [
  ["gradients", "100%", "Reduction of gradients over the data parallel ranks, beside the backward pass."],
  ["parameters", "100%", "Gathering of split parameters, beside the passes that use them."],
  ["tensor", "0%", "Gathers and scatters of tensor parallel ranks, beside the multiplications that they feed."],
  [
    "tensor_gradients",
    "0%",
    "Gathers and scatters of tensor parallel ranks in the backward pass, beside multiplications that do not wait for them: those of the other gradient.",
  ],
  ["context", "100%", "Keys and values of context parallel ranks, beside the attention."],
  ["experts", "0%", "Dispatch and combine, beside the computation of another microbatch."],
  ["pipeline", "100%", "Sends between pipeline stages, beside the next microbatch."],
] as const;

export const overlap: BlockSchema = {
  name: "overlap",
  documentation:
    "Share of each communication of a training step that runs beside computation; it hides as far as that lasts, and takes cores from it.",
  properties: hideable.map(([name, usual, documentation]) => share(name, usual, documentation, { default: usual })),
  blocks: [],
};
