/** Model architectures. */

/** Scores all tokens before a query cheaply, so that attention reads the best `topK` alone (DeepSeek-V3.2 report, 2.1). */
export interface Indexer {
  readonly heads: number;
  readonly headDim: number;
  readonly topK: number;
}

/** Groups of query heads share keys and values. */
export interface GroupedAttention {
  readonly kind: "gqa";
  readonly heads: number;
  readonly kvHeads: number;
  readonly headDim: number;
  /** Tokens; undefined: the whole sequence. */
  readonly window: number | undefined;
  /** The window does not slide: the sequence is cut into pieces of its length (Llama 4). */
  readonly chunked?: boolean;
  /** The result is multiplied by a gate as wide as the queries (Qwen3-Next). */
  readonly gate?: boolean;
  readonly bias?: "none" | "qkv" | "all";
  /** A norm of queries and keys: of each head, or over all heads together. */
  readonly queryKeyNorm?: "none" | "head" | "all";
  /** One learned score a head that takes attention from all tokens (gpt-oss). */
  readonly sinks?: boolean;
}

/** Keys and values are compressed into one latent vector. */
export interface LatentAttention {
  readonly kind: "mla";
  readonly heads: number;
  readonly qRank: number;
  readonly kvRank: number;
  readonly nopeDim: number;
  readonly ropeDim: number;
  readonly valueDim: number;
  readonly window: number | undefined;
  readonly gate?: boolean;
  readonly indexer?: Indexer | undefined;
}

/** A state of constant size in place of a cache: one matrix of key_dim × value_dim a head. */
export interface LinearAttention {
  readonly kind: "linear";
  readonly rule: "gated_delta" | "kda" | "lightning" | "mamba2";
  /** Value heads. */
  readonly heads: number;
  /** Query and key heads; of Mamba-2 its groups. */
  readonly keyHeads: number;
  /** Width of a query or key; of Mamba-2 its state dimension. */
  readonly keyDim: number;
  readonly valueDim: number;
  /** Tokens that the short convolution before it sees; 0: there is none. */
  readonly convolution: number;
  /** Rank of the output gate; 0: a full matrix. */
  readonly gateRank: number;
}

/**
 * DeepSeek-V4: one key that is its own value for all heads, a short window of tokens, and before it one entry for each `ratio` tokens;
 * an indexer chooses among them.
 */
export interface CompressedAttention {
  readonly kind: "compressed";
  readonly heads: number;
  readonly headDim: number;
  readonly ropeDim: number;
  readonly qRank: number;
  readonly outputRank: number;
  readonly outputGroups: number;
  readonly window: number;
  /** Tokens of one compressed entry; undefined: there is the window alone. */
  readonly ratio: number | undefined;
  readonly indexer?: Indexer | undefined;
}

export type Attention = GroupedAttention | LatentAttention | LinearAttention | CompressedAttention;

export interface MixtureOfExperts {
  readonly experts: number;
  readonly active: number;
  readonly shared: number;
  readonly intermediate: number;
  readonly sharedIntermediate: number;
  readonly firstDense: number;
  readonly every: number;
  /** Width that the routed experts work on, below the residual stream's (Kimi K3); undefined: all of it. */
  readonly latent?: number | undefined;
  /** A gate of the shared experts' result. */
  readonly sharedGate?: boolean;
  /** One bias an expert, for balance. */
  readonly routerBias?: boolean;
  /** Biases in the experts. */
  readonly bias?: boolean;
}

/** Which layers have the model's `attention`, and what the others have. Layers count from 1. */
export interface Interleaving {
  readonly other: Attention;
  /** `first`, `first + every`, … have the model's attention. */
  readonly first: number;
  readonly every: number;
  /** The last layer has it too. */
  readonly last: boolean;
  /** So many layers at the start have neither, but the window alone (compressed). */
  readonly windowed: number;
}

/** What a layer is: an attention followed by a network, or one of the two alone (Nemotron-H). */
export interface LayerSort {
  readonly attention: Attention | undefined;
  readonly network: "dense" | "experts" | undefined;
}

/** An encoder of images, whose patches become tokens of the prompt. */
export interface VisionEncoder {
  readonly layers: number;
  readonly hidden: number;
  readonly intermediate: number;
  readonly heads: number;
  /** Pixels along each side of a patch. */
  readonly patch: number;
  /** Patches along each side of the square that becomes one token. */
  readonly merge: number;
  /** Projections to the language model's width: one, or more where layers inside feed it, too. */
  readonly projectors: number;
}

/** A transformer's shape. */
export interface Model {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  readonly tiedEmbeddings: boolean;
  readonly attention: Attention;
  /** Absent: all layers have the same attention. */
  readonly interleaving?: Interleaving | undefined;
  /** Of each layer, where they follow no rule of `interleaving` and `moe`; layers that are alike are the same object. */
  readonly order?: readonly LayerSort[] | undefined;
  /** Absent: every layer has experts. */
  readonly ffn: { readonly intermediate: number } | undefined;
  /** Matrices of a feed-forward network: 3 when gated, else 2. */
  readonly ffnMatrices: 2 | 3;
  readonly moe: MixtureOfExperts | undefined;
  readonly mtpModules: number;
  readonly vision?: VisionEncoder | undefined;
  /** Copies of the residual stream that learned weights mix before and after each block (manifold-constrained hyper-connections); 1: plain. */
  readonly streams?: number;
}
