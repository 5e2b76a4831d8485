/** The user's settings, section `cmx`. One setting switches each kind of hint off. */

import type { HintKind } from "../features/hints";
import type { Finding } from "../language/diagnostics";
import type { Connection } from "./connection";
import type { ShownSeverity } from "./convert";

export interface Settings {
  readonly codeLens: boolean;
  readonly hints: Readonly<Record<HintKind, boolean>>;
  readonly bottleneck: boolean;
  readonly advice: boolean;
  /** By code; codes that it does not name are shown as the table says. */
  readonly severity: ReadonlyMap<string, ShownSeverity | "off">;
}

const defaults: Settings = {
  codeLens: true,
  hints: { figures: true, inferred: true },
  bottleneck: true,
  advice: true,
  severity: new Map(),
};

/** The settings that hold for a file: a folder may have others than its neighbour. */
export type SettingsOf = (uri: string) => Promise<Settings>;

export interface SettingsSource {
  readonly of: SettingsOf;
  /** The settings have changed: ask again. */
  forget(): void;
}

/** Asks a client that is `able` to answer, once for each file. */
export function createSettings(connection: Connection, able: () => boolean): SettingsSource {
  const known = new Map<string, Promise<Settings>>();
  return {
    of(uri) {
      if (!able()) return Promise.resolve(defaults);
      const found = known.get(uri) ?? readSettings(connection, uri);
      known.set(uri, found);
      return found;
    },
    forget: () => known.clear(),
  };
}

/** Without an answer everything is on. */
async function readSettings(connection: Connection, scopeUri: string): Promise<Settings> {
  const [section] = await connection.ask("workspace/configuration", { items: [{ scopeUri, section: "cmx" }] }).catch(() => []);
  return {
    codeLens: flag(section, ["codeLens", "enabled"], defaults.codeLens),
    hints: {
      figures: flag(section, ["inlayHints", "figures"], defaults.hints.figures),
      inferred: flag(section, ["inlayHints", "inferred"], defaults.hints.inferred),
    },
    bottleneck: flag(section, ["diagnostics", "bottleneck"], defaults.bottleneck),
    advice: flag(section, ["diagnostics", "advice"], defaults.advice),
    severity: severities(valueAt(section, ["diagnostics", "severity"])),
  };
}

/** How the user wants to see the finding, if at all. What is said of its code goes before what is said of its kind. */
export function shownSeverity(finding: Finding, { severity, bottleneck, advice }: Settings): ShownSeverity | "off" {
  const chosen = severity.get(finding.code);
  if (chosen !== undefined) return chosen;
  if (finding.key === "bottleneck") return bottleneck ? finding.severity : "off";
  return !finding.code.startsWith("CMX7") || advice ? finding.severity : "off";
}

function flag(section: unknown, path: readonly string[], fallback: boolean): boolean {
  const value = valueAt(section, path);
  return typeof value === "boolean" ? value : fallback;
}

const levels: readonly unknown[] = ["error", "warning", "information", "hint", "off"];

/** What is not one of the levels counts as not said. */
function severities(setting: unknown): Settings["severity"] {
  const isLevel = (value: unknown): value is ShownSeverity | "off" => levels.includes(value);
  const entries: readonly (readonly [string, unknown])[] = typeof setting === "object" && setting ? Object.entries(setting) : [];
  return new Map(entries.flatMap(([code, level]) => (isLevel(level) ? [[code, level] as const] : [])));
}

function valueAt(section: unknown, path: readonly string[]): unknown {
  let value = section;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
