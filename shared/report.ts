/**
 * The report: what `cmx simulate --format json` prints, what the report page draws, and the messages between host and page.
 * Types only, and all in one file: they refer to each other, and nothing in this room imports. All figures are SI (bytes, seconds, watts,
 * tokens, requests); keys in snake case, as in the contract.
 */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Range {
  readonly start: Position;
  readonly end: Position;
}

export interface ReportDiagnostic {
  readonly code: string;
  readonly severity: "error" | "warning" | "information";
  readonly message: string;
  readonly range: Range;
  /** Only where it is not the report's own file (an import). */
  readonly file?: string;
}

export type Bound = "compute" | "hbm" | "fabric" | "overhead";

export type MemoryPart = "weights" | "kv_cache" | "gradients" | "optimizer" | "activations" | "buffers" | "reserve";

/** Bytes on the worst rank. Serving has no gradients and no optimizer, training no KV cache. */
export interface MemoryReport {
  readonly capacity: number;
  readonly total: number;
  readonly parts: Readonly<Partial<Record<MemoryPart, number>>>;
}

/** One operator of a step. The `seconds` of all parts add up to the total; what hides behind other work stands in `hidden_seconds`. */
export interface TimePart {
  readonly op: string;
  /** Exposed time in the step, all layers together. */
  readonly seconds: number;
  readonly hidden_seconds: number;
  readonly bound: Bound;
  /** The fabric, where one carries it. */
  readonly fabric?: string;
  /** Work of one rank in the step, all layers. */
  readonly flop: number;
  readonly bytes: number;
}

/** Work that happens together, `times` in a step: a layer of one sort, or what happens once. The seconds of all add up to the step. */
export interface TimelineStage {
  readonly name: string;
  readonly times: number;
  /** Of one. */
  readonly seconds: number;
  /** Names of what runs side by side; one, "", where everything takes turns. */
  readonly lanes: readonly string[];
  readonly spans: readonly {
    readonly op: string;
    /** Index of the lane. */
    readonly lane: number;
    /** From zero. */
    readonly microbatch: number;
    /** Seconds from the beginning of the stage. */
    readonly start: number;
    readonly seconds: number;
    readonly bound: Bound;
    readonly fabric?: string;
  }[];
}

/** Memory of the worst rank at another batch or context. */
export interface MemoryPoint {
  /** In the phase's `batch_unit` of one instance, or tokens of a request. */
  readonly value: number;
  readonly total: number;
  readonly parts: MemoryReport["parts"];
}

/** Memory as the batch, or the tokens of a request (prompt and answer), grow beside the rest of the plan. */
export interface MemoryGrowth {
  readonly batch: readonly MemoryPoint[];
  readonly context: readonly MemoryPoint[];
  /** The longest request that fits with the plan's batch; absent when none does, or when the memory does not grow with it. */
  readonly largest_context?: number;
}

/** By what share a phase's throughput changes with a tenth less and a tenth more of a resource. */
export interface SensitivityReport {
  readonly resource: string;
  readonly less: number;
  readonly more: number;
}

export interface FabricReport {
  readonly name: string;
  /** Bytes over time × capacity, at the most loaded tier. */
  readonly utilization: number;
  /** Bytes that one chip sends in a step. */
  readonly bytes: number;
  readonly tiers: readonly { readonly tier: number; readonly bytes: number; readonly utilization: number }[];
}

export interface PhaseReport {
  /** A training plan is one phase. */
  readonly name: "prefill" | "decode" | "colocated" | "train";
  readonly instances: number;
  /** Per instance. */
  readonly chips: number;
  readonly ranks: number;
  readonly degrees: { readonly tp: number; readonly pp: number; readonly cp: number; readonly dp: number; readonly ep: number };
  /** Tokens (prefill) or requests of one instance; sequences of a training step. */
  readonly batch: number;
  readonly batch_unit: "tokens" | "requests" | "sequences";
  readonly fits: boolean;
  readonly memory: MemoryReport;
  readonly time: { readonly total: number; readonly parts: readonly TimePart[] };
  readonly fabrics: readonly FabricReport[];
  readonly bottleneck: { readonly resource: string; readonly share: number; readonly elasticity: number };
  /** Percent of throughput for a percent of each resource. */
  readonly elasticities: Readonly<Record<string, number>>;
  /** Share of the pool's capacity that the plan's balanced rate uses. */
  readonly utilization: number;
  /** Largest batch that fits, in `batch_unit` of one instance; absent when none does. */
  readonly largest_batch?: number;
  /** Watts of a chip at the plan's rate; absent where no power is known. */
  readonly power_per_chip?: number;
  /** Ranks that hold the same experts' parts together: an expert group has every so manieth rank. */
  readonly expert_tensor?: number;
  /** Of serving phases: one step as it passes, memory and throughput when something changes. */
  readonly timeline?: readonly TimelineStage[];
  readonly growth?: MemoryGrowth;
  /** The most influential resource first. */
  readonly sensitivity?: readonly SensitivityReport[];
}

export interface ExpectationReport {
  readonly text: string;
  readonly actual: number | null;
  readonly expected: number;
  readonly pass: boolean;
  readonly range: Range;
  /** `actual` in words, with the unit and scope that the text speaks of: `1,987 tokens/s per chip`. */
  readonly actual_text?: string;
}

/** A point of the curve of throughput against batch. */
export interface CurvePoint {
  /** As in the phase: of one instance. */
  readonly batch: number;
  /** Output tokens/s of one chip of the pool. */
  readonly throughput_per_chip: number;
  readonly tpot: number;
  readonly fits: boolean;
  readonly meets_slo: boolean;
  /** The plan's own batch. */
  readonly current: boolean;
}

export interface Curve {
  readonly phase: "decode" | "colocated";
  readonly points: readonly CurvePoint[];
  readonly slo_tpot?: number;
}

/** A phase with one of its degrees changed: `ep` and `dp` on so many more chips with the same work for each, `tp` on the same chips. */
export interface ScalingReport {
  readonly phase: PhaseReport["name"];
  readonly axis: "ep" | "dp" | "tp" | "instances";
  readonly points: readonly ScalingPoint[];
}

export interface ScalingPoint {
  readonly value: number;
  /** Of all instances of the phase. */
  readonly chips: number;
  /** Tokens/s: of prompts in prefill, of answers otherwise. */
  readonly throughput_per_chip: number;
  /** Requests/s that the whole plan then sustains. */
  readonly requests: number;
  /** Of a prompt in prefill, of an output token otherwise. */
  readonly latency: number;
  readonly fits: boolean;
  readonly current: boolean;
}

/** A number of the plan that a reader may try other values of. SI. */
export interface Knob {
  /** `decode.batch`, or through a reference `workload.input`. */
  readonly path: string;
  /** With its scope: `requests per chip`; "" for plain numbers. */
  readonly unit: string;
  readonly value: number;
  /** Ascending; the value is one of them. */
  readonly choices: readonly number[];
}

/** What a plan serves. Lengths are means. */
export interface WorkloadReport {
  readonly input: number;
  readonly output: number;
  readonly slo: { readonly ttft?: number; readonly tpot?: number };
  /** Recorded requests that the lengths, the rate and the cached share come from, as far as nothing else is written. */
  readonly trace?: TraceReport;
  /** What the engine computes with: standard deviations over means, correlation of lengths, arrivals, share found in the cache. */
  readonly input_spread?: number;
  readonly output_spread?: number;
  readonly correlation?: number;
  readonly arrival_spread?: number;
  readonly rate?: number;
  readonly cached?: number;
}

export interface LengthsReport {
  readonly mean: number;
  readonly p50: number;
  readonly p99: number;
  readonly spread: number;
}

export interface TraceReport {
  /** The path as the file names it. */
  readonly file: string;
  readonly requests: number;
  /** Without input or without an answer. */
  readonly left_out: number;
  readonly input: LengthsReport;
  readonly output: LengthsReport;
  readonly correlation: number;
  /** From the first to the last request; absent where the trace has no times. */
  readonly seconds?: number;
  readonly rate?: number;
  readonly arrival_spread?: number;
  /** Of a cache without end; absent where the trace does not name the blocks of prompts. */
  readonly cached?: number;
  /** Tokens of a block of such names. */
  readonly block?: number;
}

/** Values of knobs by their paths. */
export type KnobValues = Readonly<Record<string, number>>;

/** What one chip has. */
export interface ChipReport {
  readonly name: string;
  /** Dense FLOP/s by number type. */
  readonly compute: Readonly<Record<string, number>>;
  readonly hbm_capacity: number;
  readonly hbm_bandwidth: number;
  readonly ranks: number;
}

/** Where things stand, for the drawing. Chips are numbered through: node by node, supernode by supernode. */
export interface TopologyReport {
  readonly machine: string;
  readonly chip: string;
  readonly ranks_per_chip: number;
  readonly supernodes: number;
  readonly nodes: number;
  readonly chips_per_node: number;
  readonly cpus_per_node: number;
  readonly racks: { readonly compute: number; readonly switch: number };
  readonly fabrics: readonly {
    readonly name: string;
    readonly role: "scale_up" | "scale_out" | "frontend";
    readonly topology: "switch" | "mesh" | "torus";
    /** Chips along each axis of a torus. */
    readonly dimensions?: readonly number[];
    readonly bandwidth_per_chip: number;
    readonly tiers: number;
    readonly planes: number;
  }[];
  /** Which chips each instance has: `[first_chip, first_chip + chips)`. */
  readonly placements: readonly {
    readonly phase: PhaseReport["name"];
    readonly instance: number;
    readonly first_chip: number;
    readonly chips: number;
  }[];
}

/** The range of eight measurements in ten, by rows of the nearest kind of plans in docs/validation.md. */
export interface UncertaintyReport {
  readonly low: number;
  readonly high: number;
  /** The larger of the two distances, as a share of the figure. */
  readonly relative: number;
  /** `112 rows: H200, vllm, dense`. */
  readonly basis: string;
  /** False where the plan is unlike every row; `outside` says in what. */
  readonly validated: boolean;
  readonly outside: readonly string[];
}

/** A kernel of an operator: once, but for `runs`, `exposed` and `hidden`, which are of the step. */
export interface ExplainedKernel {
  readonly shape?: { readonly rows: number; readonly depth: number; readonly columns: number; readonly count: number };
  readonly runs: number;
  readonly flop: number;
  /** Of the HBM, or over fabrics. */
  readonly bytes: number;
  readonly seconds: { readonly compute: number; readonly memory: number; readonly transfer: number; readonly overhead: number };
  /** Share of the shorter of compute and memory that does not hide. */
  readonly exposed_share: number;
  readonly exposed: number;
  readonly hidden: number;
  readonly bound: string;
  /** Its time, formula by formula, with the numbers filled in. */
  readonly formulas: readonly string[];
}

/** How a figure came about. The parts add up to it, or are what the formula takes the least of. */
export interface Explanation {
  readonly path: string;
  readonly value: number;
  readonly text: string;
  /** With the numbers filled in. */
  readonly formula: string;
  readonly documentation: string;
  readonly bound?: string;
  readonly flop?: number;
  readonly bytes?: number;
  /** Where the efficiencies are from. */
  readonly basis?: string;
  /** Calibration figures behind it with the comments of the catalog. */
  readonly sources?: readonly string[];
  readonly parts: readonly { readonly name: string; readonly value: number; readonly text: string }[];
  readonly kernels: readonly ExplainedKernel[];
}

/** Something that is assumed, not computed, and what a change of it does to the headline. */
export interface AssumptionReport {
  readonly name: string;
  readonly value: string;
  /** Where the value comes from. */
  readonly source: string;
  /** What is moved: a metric. */
  readonly metric: string;
  /** What is changed: `1% more`, or the other choice. */
  readonly change: string;
  /** By what share the metric moves: 0.004 is 0.4% up. */
  readonly effect: number;
}

/** What a training plan has beside its one phase. */
export interface TrainingReport {
  readonly schedule: "1f1b" | "interleaved" | "zero_bubble" | "dualpipe";
  /** Model chunks of a stage, where it has several. */
  readonly chunks?: number;
  /** Microbatches of a step on one data parallel rank. */
  readonly microbatches: number;
  /** Of the pipeline, in their order; seconds are those of one microbatch: forward, gradients of inputs, gradients of weights. */
  readonly stages: readonly {
    readonly layers: number;
    readonly forward: number;
    readonly input_gradients: number;
    readonly weight_gradients: number;
    /** Bytes on one rank. */
    readonly memory: number;
  }[];
  /** FLOP of a step on all chips: model FLOP (causal attention once), with the attention not halved, with what is computed again. */
  readonly flop: { readonly model: number; readonly full: number; readonly hardware: number };
  /** FLOP/s of all chips, in the type in which linear layers compute, and in bf16. */
  readonly peak: { readonly linear: number; readonly bf16: number };
  /** Where failures are declared: seconds between checkpoints, the best, and what the time goes into. */
  readonly goodput?: {
    readonly interval: number;
    readonly optimal_interval: number;
    readonly progress: number;
    readonly checkpoints: number;
    readonly lost: number;
    readonly restarts: number;
    /** Progress at other intervals. */
    readonly curve?: readonly { readonly interval: number; readonly progress: number }[];
  };
  /** Where the tokens of the run are given: its steps and tokens. */
  readonly run?: { readonly tokens: number; readonly steps: number };
}

export interface PlanReport {
  readonly name: string;
  readonly kind: "serve" | "train";
  /** Fits the memory, the machine and its fabrics. */
  readonly feasible: boolean;
  readonly model: string;
  readonly machine: string;
  /** Of a training plan `input` is the tokens of a sequence, and `output` 0. */
  readonly workload: WorkloadReport;
  /** By the names of the table of metrics. A metric that does not apply is absent. */
  readonly metrics: Readonly<Record<string, number>>;
  /** By metric: how far a measurement may be. A metric that no measurement stands beside is absent. */
  readonly uncertainty?: Readonly<Record<string, UncertaintyReport>>;
  /** What the result rests on, the most influential first. */
  readonly assumptions?: readonly AssumptionReport[];
  /** Of `cost`: the currency of the machine's price. */
  readonly currency?: string;
  /** Parts of the time to first token, which add up to it. */
  readonly ttft_parts: Readonly<Record<"wait" | "prefill" | "kv_transfer" | "first_step", number>> | null;
  readonly phases: readonly PhaseReport[];
  /** Of a training plan. */
  readonly training?: TrainingReport;
  readonly expectations: readonly ExpectationReport[];
  readonly topology: TopologyReport;
  readonly chip?: ChipReport;
  /** How values are stored and computed, by what they are: `weights`, `kv_cache`, … */
  readonly precision?: Readonly<Record<string, string>>;
  readonly curve: Curve | null;
  readonly scaling?: readonly ScalingReport[];
  readonly knobs?: readonly Knob[];
  /** What the reader should know before trusting a figure: estimated efficiencies, assumptions. */
  readonly notes: readonly string[];
  readonly range: Range;
}

export interface SweepReport {
  readonly name: string;
  readonly plan: string;
  readonly axes: readonly { readonly path: string; readonly unit: string; readonly values: readonly number[] }[];
  /** One for each combination, the last axis fastest. */
  readonly points: readonly {
    readonly values: readonly number[];
    readonly feasible: boolean;
    readonly metrics: Readonly<Record<string, number>>;
  }[];
}

/** Every combination of the varied values, and which of them is best. */
export interface SearchReport {
  readonly name: string;
  readonly plan: string;
  readonly goal: { readonly direction: "maximize" | "minimize"; readonly metric: string; readonly scope?: string };
  /** The metric that the front weighs the goal against. */
  readonly against: string;
  readonly axes: SweepReport["axes"];
  readonly points: readonly (SweepReport["points"][number] & {
    readonly meets_slo: boolean;
    /** What the point reaches of the goal, in the goal's scope. */
    readonly goal: number | null;
    /** No other point that fits is better in the goal and in `against`. */
    readonly front: boolean;
  })[];
  /** Index of the best point that fits and meets the slo. */
  readonly best: number | null;
  /** What the plan reaches as it is written. */
  readonly written: number | null;
}

export interface PendingPlan {
  readonly name: string;
  readonly kind: "serve" | "train";
  readonly range: Range;
}

export interface Report {
  readonly schema: "cmx-report/1";
  readonly file: string;
  readonly plans: readonly PlanReport[];
  /** Plans of the text without figures: an error is in the way, or they are of a kind that is not computed yet. */
  readonly pending: readonly PendingPlan[];
  readonly sweeps: readonly SweepReport[];
  readonly searches: readonly SearchReport[];
  /** Of `expect` at the top of the file. */
  readonly expectations: readonly ExpectationReport[];
  readonly diagnostics: readonly ReportDiagnostic[];
}

/** A picture of the report as a file. */
export interface PictureFile {
  readonly name: string;
  readonly content: string;
}

/** What of a map is seen: its middle as shares of width and height, and how many times larger than the whole. */
export interface MapView {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** What of a time axis is seen, as shares of the whole. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** State of the page that outlives edits, hiding and reload. */
export interface PageState {
  readonly plan: string | undefined;
  readonly tab: "overview" | "topology" | "throughput" | "time" | "memory" | "compare";
  readonly colour_by: "placement" | "memory" | "fabric" | "power";
  readonly scroll: number;
  /** Whether the page stays with its plan when the cursor moves to another. */
  readonly pinned: boolean;
  readonly view: MapView;
  /** Of pictures along time that the reader looks at from near, by their keys. */
  readonly spans: Readonly<Record<string, TimeSpan>>;
  /** The cell of the map that the reader chose. */
  readonly cell?: number;
  /** What the reader chose elsewhere, by what it is about: the metric of a sweep, what a chart goes over, a plan left out of a comparison. */
  readonly picked: Readonly<Record<string, string>>;
  /** Values that are tried, by the plan's name. */
  readonly tried: Readonly<Record<string, KnobValues>>;
  /** URI of the text, from the page's `<body data-document="…">`: after a reload the host finds the text by it. Absent outside an editor. */
  readonly document?: string;
}

/** From the host to the page. A message with `id` is answered by a reply with that id. */
export type HostMessage =
  | { readonly type: "report"; readonly id: number; readonly report: Report; readonly select?: string }
  /** The cursor stands in another plan; a pinned page stays where it is. */
  | { readonly type: "follow"; readonly id: number; readonly plan: string }
  /** Reports of the other open files. */
  | { readonly type: "others"; readonly id: number; readonly reports: readonly Report[] }
  /** A plan with the values that are tried, and the values that this is; null where they leave nothing to compute. */
  | {
      readonly type: "tried";
      readonly id: number;
      readonly name: string;
      readonly values: KnobValues;
      readonly plan: PlanReport | null;
      readonly problem?: string;
    }
  | { readonly type: "failed"; readonly id: number; readonly reason: string };

/** From the page to the host. */
export type PageMessage =
  | { readonly type: "ready" }
  /** Reply to the message `id`: drawn, or why not. */
  | { readonly type: "reply"; readonly id: number; readonly ok: boolean; readonly reason?: string }
  /** Show this place in the text. The host replies with `report` or `failed`. */
  | { readonly type: "reveal"; readonly range: Range }
  /** Send the reports of the other open files. */
  | { readonly type: "compare" }
  /** Compute a plan with these values; only the last question is answered. */
  | { readonly type: "try"; readonly plan: string; readonly values: KnobValues }
  /** Write these values into the text, as one edit. */
  | { readonly type: "write"; readonly plan: string; readonly values: KnobValues }
  | { readonly type: "copy"; readonly text: string }
  /** Keep a file; pictures of pixels come as base64. */
  | { readonly type: "save"; readonly name: string; readonly content: string; readonly encoding: "text" | "base64" }
  /** Keep the whole report as a standalone page. */
  | { readonly type: "export" }
  | { readonly type: "state"; readonly state: PageState };
