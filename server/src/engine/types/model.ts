/** Model architectures. */

export type Attention =
  | {
      readonly kind: "gqa";
      readonly heads: number;
      readonly kvHeads: number;
      readonly headDim: number;
      readonly window: number | undefined;
    }
  | {
      readonly kind: "mla";
      readonly heads: number;
      readonly qRank: number;
      readonly kvRank: number;
      readonly nopeDim: number;
      readonly ropeDim: number;
      readonly valueDim: number;
      readonly window: number | undefined;
    };

export interface MixtureOfExperts {
  readonly experts: number;
  readonly active: number;
  readonly shared: number;
  readonly intermediate: number;
  readonly sharedIntermediate: number;
  readonly firstDense: number;
  readonly every: number;
}

/** A transformer's shape. */
export interface Model {
  readonly name: string;
  readonly layers: number;
  readonly hidden: number;
  readonly vocabulary: number;
  readonly tiedEmbeddings: boolean;
  readonly attention: Attention;
  /** Absent: every layer has experts. */
  readonly ffn: { readonly intermediate: number } | undefined;
  /** Matrices of a feed-forward network: 3 when gated, else 2. */
  readonly ffnMatrices: 2 | 3;
  readonly moe: MixtureOfExperts | undefined;
  readonly mtpModules: number;
}
