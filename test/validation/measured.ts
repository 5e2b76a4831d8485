/** The measured operators in data/operators.json: each beside the engine's time, and those that cannot be predicted. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { lowerMachine } from "../../server/src/analysis/lower/machine";
import type { Machine } from "../../server/src/engine";
import { resolve } from "../../server/src/semantics";
import { folderHost, uriOf } from "../unit/catalog/host";
import { collectiveRows } from "./collectives";
import { type OperatorRow, predict } from "./operators";
import type { LeftOut, Prediction } from "./prediction";

const folder = join("test", "validation");

interface Data {
  readonly sources: readonly string[];
  readonly rows: readonly OperatorRow[];
  readonly leftOut: readonly { readonly reason: string; readonly ids: readonly string[] }[];
}

/** Every measured operator with the engine's seconds; its metric is its family, with the number type or the path of an exchange. */
export function operatorPredictions(): Prediction[] {
  const machines = measuredMachines();
  const { rows, sources } = data();
  return [...rows, ...collectiveRows()].map((row) => {
    const machine = machines.get(row.chip);
    const predicted = machine && predict(row, machine);
    if (predicted === undefined) throw new Error(`the engine has no time for ${row.id}`);
    return {
      id: row.id,
      source: sources[row.source] ?? "",
      chip: row.chip,
      engine: undefined,
      modelClass: "operator",
      model: "",
      metric: [row.family, row.shape["type"], row.shape["path"]].filter((part) => part !== undefined).join(" "),
      predicted,
      measured: row.microseconds * 1e-6,
      calibrated: true,
      remarks: row.shape["inputs"] === undefined ? [] : ["a whole linear layer: the quantisation of its inputs is in both times"],
    };
  });
}

/** Rows of the reference collection that are no input, each with the reason. */
export function operatorsLeftOut(): LeftOut[] {
  return data().leftOut.flatMap(({ reason, ids }) => ids.map((id) => ({ id, source: "reference collection, operators.json", reason })));
}

function data(): Data {
  return JSON.parse(readFileSync(join(folder, "data", "operators.json"), "utf8")) as Data;
}

function measuredMachines(): ReadonlyMap<string, Machine> {
  const text = readFileSync(join(folder, "plans", "machines.cmx"), "utf8");
  const program = resolve(uriOf("machines.cmx"), text, folderHost(join(folder, "plans")));
  return new Map(
    program.declarations.flatMap((declaration) => {
      const machine = lowerMachine(declaration);
      return machine ? [[machine.chip.name, machine]] : [];
    }),
  );
}
