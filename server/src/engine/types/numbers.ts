/** Number types: how values are stored and computed. */

export type NumberType = "bf16" | "fp16" | "fp8" | "int8" | "int4" | "fp4" | "fp32";
export type ComputeType = "bf16" | "fp16" | "fp8" | "int8" | "fp4" | "tf32" | "vector";

/** Bytes of one value, of four bits with its part of a scale: 8 bits for 16 values (NVFP4; MXFP4 has one for 32). */
export const bytesOf: Readonly<Record<NumberType, number>> = { bf16: 2, fp16: 2, fp8: 1, int8: 1, int4: 0.5, fp4: 0.5 + 1 / 16, fp32: 4 };
