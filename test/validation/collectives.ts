/** Measured collectives: curves over the size of the buffer, as rows of the same shape as the other operators. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { OperatorRow } from "./operators";

interface Curve {
  readonly chip: string;
  readonly family: string;
  /** Undefined: the collective library alone; vllm: the serving engine's own kernels too. */
  readonly path?: string;
  readonly ranks: number;
  readonly source: number;
  readonly bytes: readonly number[];
  readonly microseconds: readonly number[];
}

/** Every point of every curve in data/collectives.json. */
export function collectiveRows(): OperatorRow[] {
  const text = readFileSync(join("test", "validation", "data", "collectives.json"), "utf8");
  const { curves } = JSON.parse(text) as { readonly curves: readonly Curve[] };
  return curves.flatMap(({ chip, family, path, ranks, source, bytes, microseconds }) =>
    bytes.flatMap((size, index): OperatorRow[] => {
      const measured = microseconds[index];
      const shape = { ranks, bytes: size, ...(path === undefined ? {} : { path }) };
      const id = [chip, family, path, ranks, size].filter((part) => part !== undefined).join("-");
      return measured === undefined ? [] : [{ id, chip, family, shape, microseconds: measured, source }];
    }),
  );
}
