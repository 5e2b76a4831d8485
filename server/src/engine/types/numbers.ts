/** Number types: how values are stored and computed. */

export type NumberType = "bf16" | "fp16" | "fp8" | "int8" | "int4" | "fp4" | "fp32";
export type ComputeType = "bf16" | "fp16" | "fp8" | "int8" | "fp4" | "tf32" | "vector";

/** Bytes of one value. */
export const bytesOf: Readonly<Record<NumberType, number>> = { bf16: 2, fp16: 2, fp8: 1, int8: 1, int4: 0.5, fp4: 0.5, fp32: 4 };
