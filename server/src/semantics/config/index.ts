/** `model X from "config.json" { }`: a Hugging Face configuration as a block to start from. */

import { finding, type Finding } from "../../language/diagnostics";
import type { Block, StringLiteral } from "../../syntax";
import { placeOf, type Source } from "../draft";
import { blockOf } from "../given";
import type { Host } from "../program";
import { mapConfiguration } from "./mapping";
import type { Json } from "./reader";
import { type Phrase, phrase } from "../../language/phrase";

/** A message names so many keys. */
const mostKeys = 8;

export interface Configuration {
  /** A block as the user would have written it, all of it at the place of `from`. */
  readonly block: Block | undefined;
  readonly findings: readonly Finding[];
  readonly uri: string;
}

/** Reads the file that `from` names. */
export function readConfiguration(from: StringLiteral, source: Source, host: Host): Configuration {
  const path = from.value;
  const place = placeOf(source, from);
  const uri = host.locate(source.uri, path);
  const unreadable = (reason: Phrase): Configuration => ({
    block: undefined,
    findings: [finding("config-unreadable", place, { path: path === "" ? '""' : path, reason })],
    uri,
  });
  const answer = host.read(uri);
  if ("problem" in answer) return unreadable(reasons[answer.problem]);
  const config = parseObject(answer.text);
  if (!config) return unreadable(phrase`it is not a JSON object`);
  const mapping = mapConfiguration(config);
  if ("unsupported" in mapping) {
    return { block: undefined, findings: [finding("config-unsupported", place, { path, family: mapping.unsupported })], uri };
  }
  const { values, unmapped } = mapping;
  const more = unmapped.length - mostKeys;
  const shown = unmapped.slice(0, mostKeys).join(", ");
  const keys = more > 0 ? phrase`${shown} and ${more} more` : shown;
  const findings = unmapped.length > 0 ? [finding("config-unmapped", place, { path, keys })] : [];
  return { block: blockOf(values, from), findings, uri };
}

/** Why there is no text, as messages say it. */
export const reasons = {
  missing: phrase`there is no such file`,
  outside: phrase`it lies outside the workspace`,
  large: phrase`it is too large`,
  unreadable: phrase`the file cannot be read`,
} as const;

function parseObject(text: string): Json | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
  } catch {
    return undefined;
  }
}
