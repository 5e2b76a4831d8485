/** Texts of plans that the tests of several rooms share. */

/** A plan that fits its machine, on the catalog. `batch` is that of decode. */
export const planWith = (batch: string, name = "R1") => `serve ${name} {
  model = DeepSeekR1
  on = CloudMatrix384
  workload = chat
  precision { weights = int8, activations = int8, dispatch = int8 }

  prefill {
    instances = 6
    chips = 16
    dp = 32
    ep = 32
    batch = 16384 tokens per chip
    microbatches = 2
    redundant_experts = 32
  }

  decode {
    chips = 160
    dp = 320
    ep = 320
    batch = ${batch}
    microbatches = 2
    redundant_experts = 32
    shared_expert_ranks = 32
    mtp { tokens = 1, acceptance = 70% }
  }
}
`;

export const workload = `workload chat {
  input = 4096 tokens
  output = 256 tokens
  slo { ttft = 3 s, tpot = 50 ms }
}
`;

export const flagship = `${workload}\n${planWith("96 requests per chip")}`;
