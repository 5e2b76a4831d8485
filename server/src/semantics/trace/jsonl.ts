/**
 * A JSON object a line, as the traces of Mooncake (kvcache-ai/Mooncake, FAST25-release/traces) have it: `timestamp` in milliseconds,
 * `input_length`, `output_length`, `hash_ids`. Those of Bailian (alibaba-edu/qwen-bailian-usagetraces-anon) have the same names, with a
 * `chat_id`, and their times are seconds.
 */

import { linesOf, readAll, shown, tokensIn } from "./lines";
import type { Parsed, Read } from "./types";
import { phrase } from "../../language/phrase";

export function readJsonLines(text: string): Parsed {
  return readAll(linesOf(text), readLine);
}

function readLine(text: string): Read {
  const row = parseObject(text);
  if (!row) return { reason: phrase`it is no JSON object` };
  const input = tokensIn("input_length", row["input_length"]);
  if (typeof input !== "number") return { reason: input };
  const output = tokensIn("output_length", row["output_length"]);
  if (typeof output !== "number") return { reason: output };
  const timestamp = row["timestamp"] ?? undefined;
  if (timestamp !== undefined && (typeof timestamp !== "number" || timestamp < 0)) {
    return { reason: phrase`timestamp is ${shown(timestamp)}, which is no time` };
  }
  const time = timestamp === undefined || "chat_id" in row ? timestamp : timestamp / 1000;
  const blocks = row["hash_ids"] ?? [];
  if (!Array.isArray(blocks) || !blocks.every(isName)) return { reason: phrase`hash_ids is no list of numbers` };
  return { time, input, output, blocks };
}

function isName(value: unknown): value is number | string {
  return typeof value === "number" || typeof value === "string";
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : undefined;
  } catch {
    return undefined;
  }
}
