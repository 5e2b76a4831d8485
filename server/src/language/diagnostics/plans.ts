/** CMX3xx layout, CMX4xx memory, CMX5xx bandwidth, CMX6xx slo and expectations, CMX7xx advice. */

import { rows } from "./types";

export const planRows = rows({
  "too-many-chips": {
    code: "CMX301",
    severity: "error",
    title: "More chips than the machine has",
    message: "{plan} uses {used} chips ({parts}); {machine} has {available}.",
    explanation: "The instances of all phases stand side by side on the machine. Use fewer instances, smaller ones, or a larger machine.",
  },
  "ranks-disagree": {
    code: "CMX302",
    severity: "error",
    title: "Degrees and ranks disagree",
    message: "tp {tp} × pp {pp} × cp {cp} × dp {dp} are {degrees} ranks; {chips} chips have {ranks}.",
    explanation: "The ranks of an instance are tp × pp × cp × dp. Leave dp out, and it follows from the chips.",
  },
  "heads-not-divisible": {
    code: "CMX303",
    severity: "error",
    title: "Heads do not divide",
    message: "{heads} attention heads do not divide by tp {tp}.{suggestion}",
    explanation: "Tensor parallelism gives each rank whole heads.",
  },
  "layers-uneven": {
    code: "CMX304",
    severity: "warning",
    title: "Layers do not divide",
    message: "{layers} layers do not divide by pp {pp}: the fullest stage has {most}, and sets the pace.{suggestion}",
    explanation: "Pipeline stages with different numbers of layers wait for the slowest one. CMX computes the fullest.",
  },
  "experts-not-divisible": {
    code: "CMX305",
    severity: "error",
    title: "Experts do not divide",
    message: "{experts} routed experts ({redundant} of them redundant) do not divide by the {ranks} ranks that hold them.{suggestion}",
    explanation: "Expert parallelism gives each rank the same number of experts. Redundant experts make up the difference.",
  },
  "expert-degree-not-divisible": {
    code: "CMX306",
    severity: "error",
    title: "Expert parallel degree does not divide",
    message: "ep {ep} does not divide the {ranks} ranks of a stage (tp × cp × dp).{suggestion}",
    explanation: "ep times the tensor parallelism inside an expert is tp × cp × dp.",
  },
  "more-ranks-than-experts": {
    code: "CMX307",
    severity: "error",
    title: "More ranks than experts",
    message: "{ranks} ranks share {experts} routed experts: {idle} ranks would hold none.{suggestion}",
    explanation: "A rank without an expert has nothing to do. Lower ep, or add redundant experts or ranks for the shared expert.",
  },
  "no-experts": {
    code: "CMX308",
    severity: "error",
    title: "Model without experts",
    message: "{property} is for mixture-of-experts models; {model} is dense.",
    explanation: "Leave the property out.",
  },
  "shared-expert-ranks": {
    code: "CMX309",
    severity: "error",
    title: "Ranks of the shared expert",
    message: "{reason}",
    explanation: "Ranks of their own for the shared expert need a model that has one, and must leave ranks for the routed experts.",
  },
  "batch-below-ranks": {
    code: "CMX310",
    severity: "warning",
    title: "Batch smaller than the ranks",
    message:
      "{batch} for {groups} data parallel ranks with {microbatches} microbatches is {each} each: some would idle. CMX computes with the fraction.",
    explanation: "Every data parallel rank has requests of its own. Raise the batch, or lower dp or the microbatches.",
  },
  "precision-unsupported": {
    code: "CMX311",
    severity: "error",
    title: "Number type that the chip lacks",
    message: "{chip} has no {type} units{instead}.",
    explanation:
      "The matrix units compute only in the types that the chip declares. Weights in 4 bits are unpacked to the type of the activations; others are where the plan says which that is, as in `weights = fp8, activations = bf16`.",
  },
  "context-too-long": {
    code: "CMX312",
    severity: "warning",
    title: "Longer than the model's context",
    message: "Input and output are {length} tokens; {model} was made for {limit}.",
    explanation: "Beyond its context a model's answers are unreliable, however fast they come.",
  },
  "kv-heads-replicated": {
    code: "CMX313",
    severity: "information",
    title: "Key heads are replicated",
    message: "tp {tp} is more than the {heads} key and value heads: each is kept {copies} times.",
    explanation: "Beyond the number of key and value heads, tensor parallelism no longer saves KV cache. Data parallel attention does.",
  },
  "no-draft-modules": {
    code: "CMX314",
    severity: "error",
    title: "No module to draft with",
    message: "{model} has no multi-token prediction modules: mtp has nothing to draft with.",
    explanation:
      "Speculation with mtp uses modules that ship with the model. Leave the block out, or say in the model how many it has: mtp { modules = 1 }.",
  },
  "torus-dimensions": {
    code: "CMX315",
    severity: "error",
    title: "A torus of another size than the machine",
    message: "{fabric} is a torus of {dimensions} = {product} chips; {machine} has {chips}.",
    explanation:
      "The dimensions of a torus multiply to the chips of the supernode, or of the cluster where the fabric joins supernodes. A fabric that is no torus has none.",
  },
  "all-reduce-unavailable": {
    code: "CMX316",
    severity: "warning",
    title: "An all-reduce that the machine does not have",
    message:
      "{machine} has no {algorithm} all-reduce for tp {tp}; the {instead} is computed. all_reduce = auto takes the quickest that it has.",
    explanation:
      "tree wants ranks on several nodes; switch a scale-up fabric with reduction; one_shot and two_shot a chip with calibration.collective.direct, and multicast one with calibration.collective.multicast and a fabric with reduction, all within one supernode. auto takes the quickest of what there is.",
  },
  "two-drafters": {
    code: "CMX317",
    severity: "error",
    title: "Two drafters",
    message: "{phase} drafts with a model and with the model's own modules: one of them must go.",
    explanation: "A step verifies the drafts of one source. Keep `draft` or `mtp`.",
  },
  "draft-vocabulary": {
    code: "CMX318",
    severity: "warning",
    title: "A draft model with another vocabulary",
    message: "{draft} has {own} tokens in its vocabulary, {model} {other}: its drafts must be translated, which CMX does not count.",
    explanation: "Models of one family share their vocabulary, and a draft token is a token of the model that verifies it.",
  },
  "experts-apart": {
    code: "CMX319",
    severity: "error",
    title: "Two places for the experts",
    message: "ep = {ep}, and {chips} chips of their own, which are {ranks} ranks: the experts lie on the latter.",
    explanation: "Where the routed experts have chips of their own, their ranks are the expert parallel degree. Leave ep out.",
  },
  "chunk-full": {
    code: "CMX320",
    severity: "warning",
    title: "No room for prompts in a step",
    message:
      "{answers} tokens of answers in each group leave {room} of the {chunk} tokens of a step for prompts: requests wait to be read.",
    explanation:
      "A colocated step carries answers and a chunk of prompts, chunk tokens together. Allow more tokens, or fewer requests: those that find no room wait.",
  },
  "attention-group": {
    code: "CMX321",
    severity: "error",
    title: "Attention groups do not divide",
    message: "attention_group {group} does not divide {what} {whole}.",
    explanation:
      "The ranks of an attention group read their prompts together and share the heads: they divide the data parallel degree and the heads.",
  },
  "rate-and-concurrency": {
    code: "CMX322",
    severity: "warning",
    title: "Requests that come at a rate and from clients that wait",
    message:
      "{workload} has a rate and a concurrency: requests arrive at a rate, or {clients} clients send the next when the last is answered. The clients count.",
    explanation:
      "With a rate, requests come whatever the plan does, and queue when it is slow. With a concurrency, clients wait for their answers, and the plan sets the rate. Leave one of them out.",
  },
  "batch-not-divisible": {
    code: "CMX323",
    severity: "error",
    title: "Batch does not divide",
    message: "{batch} sequences do not divide by microbatch {microbatch} × dp {dp}. {right} do.",
    explanation: "Every data parallel rank works through the same number of whole microbatches in a step.",
  },
  "microbatches-uneven": {
    code: "CMX324",
    severity: "warning",
    title: "Microbatches that do not fill the rounds of an interleaved schedule",
    message: "{microbatches} microbatches are no multiple of pp {pp}, which an interleaved schedule wants.",
    explanation:
      "Stages take up pp microbatches at a time in each of their chunks (Megatron-LM refuses other numbers). CMX computes as if they divided.",
  },
  "chunks-uneven": {
    code: "CMX325",
    severity: "warning",
    title: "Chunks do not divide the layers of a stage",
    message: "{chunks} chunks do not divide the {layers} layers of a stage.{suggestion}",
    explanation: "Chunks of different sizes wait for the largest one. CMX computes with their mean.",
  },
  "chunks-unused": {
    code: "CMX326",
    severity: "warning",
    title: "Chunks without an interleaved schedule",
    message: "chunks = {chunks} is for an interleaved schedule; {schedule} has one chunk on each stage.",
    explanation: "Write schedule = interleaved, or leave the chunks out.",
  },
  "stage-layers": {
    code: "CMX327",
    severity: "error",
    title: "More layers at the ends than the model has",
    message: "The first and the last stage together have {ends} layers, the model {layers}.",
    explanation: "first_layers and last_layers are layers of the first and of the last pipeline stage; the stages between share the rest.",
  },
  "expert-tensors": {
    code: "CMX328",
    severity: "error",
    title: "Experts do not divide the ranks of a stage",
    message: "ep {ep} × expert_tp {expertTp} does not divide the {ranks} ranks of a stage (tp × cp × dp).{suggestion}",
    explanation: "The experts of a stage lie on ep × expert_tp ranks; what that leaves of tp × cp × dp holds further copies of them.",
  },
  "sequence-not-divisible": {
    code: "CMX329",
    severity: "error",
    title: "Sequence does not divide",
    message: "A sequence of {sequence} tokens does not divide by cp {cp}.",
    explanation: "Context parallel ranks have the same number of tokens of each sequence.",
  },
  "images-unseen": {
    code: "CMX330",
    severity: "error",
    title: "Images that the model cannot see",
    message: "{workload} has images, and {model} has no vision encoder.",
    explanation:
      "The tokens of an image depend on the model's encoder, and so does the work of making them. Name a model with a `vision` block, or a workload without `images`.",
  },

  "zero-ranks": {
    code: "CMX331",
    severity: "error",
    title: "Ranks that share a copy do not divide",
    message: "zero_ranks {zeroRanks} does not divide the {ranks} ranks that hold the same parameters (dp × cp).{suggestion}",
    explanation: "Each copy of what ZeRO splits lies on the same number of ranks.",
  },

  "memory-overflow": {
    code: "CMX401",
    severity: "error",
    title: "Memory overflow",
    message: "{phase} needs {needed} a rank, {excess} over the {capacity} of {chip}: {parts}; {remedy}.",
    explanation:
      "The worst rank decides. Weights, KV cache at full length, activations, communication buffers and the runtime's reserve must fit together.",
  },
  "nothing-fits": {
    code: "CMX402",
    severity: "error",
    title: "Too large for the memory",
    message: "{phase} needs {needed} a rank even with the smallest batch, {excess} over the {capacity} of {chip}: {parts}; {remedy}.",
    explanation: "No batch is small enough. Spread the weights over more ranks, or store them in a smaller type.",
  },

  bottleneck: {
    code: "CMX501",
    severity: "information",
    title: "Bottleneck of a phase",
    message: "{phase}: {resource} limits, {share} of the step. 1% {change} of it gives {elasticity} more throughput.",
    explanation:
      "The resource whose growth would raise throughput most, by re-evaluating the plan with 1% more of it. Of overhead, the fixed times, less is better.",
  },
  "fabric-overloaded": {
    code: "CMX502",
    severity: "error",
    title: "Fabric beyond its capacity",
    message: "{fabric} must carry {demand} a chip, {percent} of its {capacity}: {parts}.",
    explanation:
      "The fabric cannot carry what the pools produce at their rate: queues would grow without end. Use a faster fabric, or fewer requests.",
  },

  "fabric-saturated": {
    code: "CMX503",
    severity: "warning",
    title: "Fabric that cannot keep up",
    message:
      "{phase}: {fabric} is busy {busy} of a step with {operators}, and all the rest takes {rest}: {percent} of what could be hidden.{remedy}",
    explanation:
      "Communication hides behind computation only as far as there is computation. Beyond that the chips wait for the network: keep tensor parallel groups within a node, overlap microbatches, or take a faster fabric.",
  },

  "slo-missed": {
    code: "CMX601",
    severity: "warning",
    title: "Service level missed",
    message: "{metric} is {actual}, {excess} over the {target} of {workload}; {reason}.",
    explanation: "The latency at this batch is above what the workload asks for.",
  },
  "expect-failed": {
    code: "CMX602",
    severity: "error",
    title: "Expectation failed",
    message: "{expression} is {actual}, {difference}.",
    explanation: "An expect is a test of the plan. The figure that the engine gives is in the message.",
  },
  "rate-not-sustained": {
    code: "CMX603",
    severity: "warning",
    title: "Arrivals exceed the plan",
    message: "{rate} arrive, the plan sustains {sustained}: {phase} limits.",
    explanation: "Queues would grow without end. Add instances to the pool that limits.",
  },
  "expect-unknown": {
    code: "CMX604",
    severity: "warning",
    title: "Expectation without a figure",
    message: "{expression} cannot be computed: {reason}.",
    explanation: "The plan has no value for it; it counts as failed.",
  },

  "fewer-microbatches": {
    code: "CMX702",
    severity: "information",
    title: "Microbatches that cost more than they hide",
    message: "With microbatches = {better}, {phase} would be {gain} faster.",
    explanation: "Each microbatch reads the weights again. At small batches that costs more than the overlap gains.",
  },
  "training-faster": {
    code: "CMX704",
    severity: "information",
    title: "A faster step that fits",
    message: "With {change} the plan fits, and a step is {gain} faster.",
    explanation:
      "One property was changed and the plan evaluated anew: less computed again, states split less, or more chunks against the bubble.",
  },
  "pool-idle": {
    code: "CMX703",
    severity: "information",
    title: "Pools out of balance",
    message: "{idle} is used to {percent}: {limiting} limits at {requests}.",
    explanation: "The requests that one pool can take are fewer than the other could serve. Move instances from one to the other.",
  },
});
