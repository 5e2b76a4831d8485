/** `trace = "requests.jsonl"`: recorded requests as a block of lengths, rate and cached share to start from. */

import { finding, type Finding, related } from "../../language/diagnostics";
import { formatInformation } from "../../language/figures";
import type { Block, StringLiteral } from "../../syntax";
import { reasons } from "../config";
import { placeOf, type Source } from "../draft";
import { blockOf, type GivenValue } from "../given";
import type { Host } from "../program";
import { readTable } from "./csv";
import { readJsonLines } from "./jsonl";
import { summarise, type TraceSummary } from "./summary";
import type { LineProblem } from "./types";
import { type Phrase, phrase } from "../../language/phrase";

export type { TraceSummary } from "./summary";

/** Characters of a trace: a second or two of reading. */
const mostCharacters = 32e6;

export interface Trace {
  /** A block as the user would have written it, all of it at the place of the path. */
  readonly block: Block | undefined;
  readonly summary: TraceSummary | undefined;
  readonly findings: readonly Finding[];
  readonly uri: string;
}

/** Reads the file that `path` names. `closed`: requests come from clients that wait for their answers, whatever the trace's times. */
export function readTrace(path: StringLiteral, source: Source, host: Host, { closed }: { readonly closed: boolean }): Trace {
  const place = placeOf(source, path);
  const uri = host.locate(source.uri, path.value);
  const name = path.value === "" ? '""' : path.value;
  const none = (found: Finding): Trace => ({ block: undefined, summary: undefined, findings: [found], uri });
  const answer = host.read(uri);
  const looked = "text" in answer ? look(answer.text) : { reason: reasons[answer.problem] };
  if ("reason" in looked) return none(finding("trace-unreadable", place, { path: name, reason: looked.reason }));
  if ("problem" in looked) {
    const { line, reason, start, end } = looked.problem;
    const there = related({ uri, start, end }, phrase`Line ${line} of the trace.`);
    return none(finding("trace-malformed", place, { path: name, line, reason }, { related: [there] }));
  }
  return { block: blockOf(valuesOf(looked.summary, closed), path), summary: looked.summary, findings: [], uri };
}

function valuesOf({ input, output, correlation, arrivals, prefixes }: TraceSummary, closed: boolean): readonly GivenValue[] {
  const value = (property: string, figure: number | undefined, unit?: string): readonly GivenValue[] =>
    figure === undefined ? [] : [{ block: undefined, property, value: figure, ...(unit === undefined ? {} : { unit }) }];
  const share = (property: string, figure: number | undefined) => value(property, figure === undefined ? undefined : 100 * figure, "%");
  return [
    ...value("input", input.mean, "tokens"),
    ...value("output", output.mean, "tokens"),
    ...share("input_spread", input.spread),
    ...share("output_spread", output.spread),
    ...value("correlation", correlation),
    ...share("cached", prefixes?.cached),
    ...(closed ? [] : [...value("rate", arrivals?.rate, "requests/s"), ...share("arrival_spread", arrivals?.spread)]),
  ];
}

type Looked = { readonly summary: TraceSummary } | { readonly reason: Phrase } | { readonly problem: LineProblem };

/** The last traces, by their text: a key press reads none of them again. */
const recent = new Map<string, Looked>();
const kept = 4;

function look(text: string): Looked {
  const known = recent.get(text);
  if (known) return known;
  const looked = read(text);
  const [oldest] = recent.keys();
  if (recent.size >= kept && oldest !== undefined) recent.delete(oldest);
  recent.set(text, looked);
  return looked;
}

function read(text: string): Looked {
  if (text.length > mostCharacters) {
    return { reason: phrase`it has ${formatInformation(text.length)}, and CMX reads up to ${formatInformation(mostCharacters)}` };
  }
  if (text.trim() === "") return { reason: phrase`it is empty` };
  const parsed = text.trimStart().startsWith("{") ? readJsonLines(text) : readTable(text);
  if (!("requests" in parsed)) return parsed;
  const summary = summarise(parsed.requests);
  return summary ? { summary } : { reason: phrase`it has no request with input and an answer` };
}
