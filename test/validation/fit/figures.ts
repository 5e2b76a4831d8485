/** The figures of serving engines that are fitted: those marked [fit] in the catalog's text. */

export interface FittedFigure {
  readonly engine: string;
  readonly property: string;
  /** As the catalog writes it. */
  readonly text: string;
  readonly unit: string;
  /** Of the line in the catalog's text, from 0. */
  readonly line: number;
}

export interface EngineText {
  readonly name: string;
  /** All that its block sets itself. */
  readonly own: ReadonlySet<string>;
  readonly fitted: readonly FittedFigure[];
}

/** The engines of a catalog text, with the figures that are fitted. */
export function enginesIn(text: string): readonly EngineText[] {
  const engines: EngineText[] = [];
  let name = "";
  let own = new Set<string>();
  let fitted: FittedFigure[] = [];
  text.split("\n").forEach((content, line) => {
    const head = /^engine (\w+)/.exec(content);
    if (head?.[1]) {
      name = head[1];
      own = new Set();
      fitted = [];
      engines.push({ name, own, fitted });
    }
    const [, property, value, unit = ""] = /^ {2}(\w+) *= (\S+?)(?: (\w+)|(?=%))?%? *(?:\/\/|$)/.exec(content) ?? [];
    if (property === undefined || value === undefined) return;
    own.add(property);
    if (content.includes("// [fit]")) fitted.push({ engine: name, property, text: value, unit: unit === "" ? "%" : unit, line });
  });
  return engines;
}

/** The catalog's text with another value at the figure's place. */
export function withFigure(text: string, { line }: FittedFigure, value: string): string {
  const lines = text.split("\n");
  lines[line] = (lines[line] ?? "").replace(/= \S+( \w+)?/, `= ${value}`);
  return lines.join("\n");
}
