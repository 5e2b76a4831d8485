/** The user's settings, section `cmx`. One setting switches each kind of hint off. */

import type { HintKind } from "../features/hints";
import type { Finding } from "../language/diagnostics";
import type { Connection } from "./connection";

export interface Settings {
  readonly codeLens: boolean;
  readonly hints: Readonly<Record<HintKind, boolean>>;
  readonly bottleneck: boolean;
  readonly advice: boolean;
}

const defaults: Settings = { codeLens: true, hints: { figures: true, inferred: true }, bottleneck: true, advice: true };

/** Asks the client for its settings. Without an answer everything is on. */
export async function readSettings(connection: Connection): Promise<Settings> {
  const [section] = await connection.ask("workspace/configuration", { items: [{ section: "cmx" }] }).catch(() => []);
  return {
    codeLens: flag(section, ["codeLens", "enabled"], defaults.codeLens),
    hints: {
      figures: flag(section, ["inlayHints", "figures"], defaults.hints.figures),
      inferred: flag(section, ["inlayHints", "inferred"], defaults.hints.inferred),
    },
    bottleneck: flag(section, ["diagnostics", "bottleneck"], defaults.bottleneck),
    advice: flag(section, ["diagnostics", "advice"], defaults.advice),
  };
}

export const defaultSettings: Settings = defaults;

/** Whether the user wants to see the finding. */
export function isWanted(finding: Finding, settings: Settings): boolean {
  if (finding.key === "bottleneck") return settings.bottleneck;
  return !finding.code.startsWith("CMX7") || settings.advice;
}

function flag(section: unknown, path: readonly string[], fallback: boolean): boolean {
  let value = section;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return fallback;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return typeof value === "boolean" ? value : fallback;
}
