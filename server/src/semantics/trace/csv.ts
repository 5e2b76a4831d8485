/**
 * A table with a line of names: the traces of Azure (Azure/AzurePublicDataset: TIMESTAMP, ContextTokens, GeneratedTokens), whose times are
 * dates, and BurstGPT's (HPMLL/BurstGPT: Timestamp, Request tokens, Response tokens), whose times are seconds.
 */

import { linesOf, readAll, shown, tokensIn } from "./lines";
import type { Parsed, Read } from "./types";
import { phrase } from "../../language/phrase";

/** How the columns are called, in lower case. */
const inputs = ["contexttokens", "request tokens", "input_length"];
const outputs = ["generatedtokens", "response tokens", "output_length"];
const times = ["timestamp"];

export function readTable(text: string): Parsed {
  const [head] = linesOf(text);
  const names = head ? cellsOf(head.text) : [];
  const column = (among: readonly string[]) => names.findIndex((name) => among.includes(name.toLowerCase()));
  const [input, output, time] = [column(inputs), column(outputs), column(times)];
  if (!head || input < 0 || output < 0) {
    return { reason: phrase`it has neither JSON objects nor columns such as ContextTokens and GeneratedTokens` };
  }
  const readRow = (row: string): Read => {
    const cells = row.split(",");
    const cell = (index: number) => unquoted(cells[index] ?? "");
    const read = tokensIn(names[input] ?? "", cell(input));
    if (typeof read !== "number") return { reason: read };
    const written = tokensIn(names[output] ?? "", cell(output));
    if (typeof written !== "number") return { reason: written };
    const seconds = time < 0 ? undefined : secondsOf(cell(time));
    if (Number.isNaN(seconds)) {
      return { reason: phrase`${names[time] ?? ""} is ${shown(cell(time))}, which is no time` };
    }
    return { time: seconds, input: read, output: written, blocks: none };
  };
  return readAll(linesOf(text, head.start + head.text.length + 1, head.number + 1), readRow);
}

/** No trace has commas inside of its cells. */
function cellsOf(line: string): readonly string[] {
  return line.split(",").map(unquoted);
}

function unquoted(cell: string): string {
  const text = cell.trim();
  return text.startsWith('"') && text.endsWith('"') ? text.slice(1, -1) : text;
}

const none: readonly never[] = [];
const date = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:Z|([+-])(\d\d):?(\d\d))?$/;

/** Seconds, written as such or as a date; NaN where it is neither. */
function secondsOf(text: string): number {
  if (text !== "" && Number(text) >= 0) return Number(text);
  const parts = date.exec(text);
  if (!parts) return Number.NaN;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  const offset = (parts[7] === "-" ? -1 : 1) * (Number(parts[8] ?? 0) * 60 + Number(parts[9] ?? 0)) * 60;
  return Date.UTC(year, month - 1, day, hour, minute) / 1000 + second - offset;
}
