import assert from "node:assert/strict";
import type { TraceSummary } from "../../../server/src/semantics/trace";
import { check, clean, declaration, program, values } from "./support";

type Row = Readonly<Record<string, unknown>>;

const lines = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).join("\n");
const request = (timestamp: number, input: number, output: number, blocks: readonly number[] = []): Row => ({
  timestamp,
  input_length: input,
  output_length: output,
  hash_ids: blocks,
});

/** What a workload reads out of a trace. */
function summary(trace: string, name = "requests.jsonl"): TraceSummary {
  const found = declaration(clean(`workload W { trace = "${name}" }`, { [name]: trace }), "W").trace;
  assert.ok(found);
  return found;
}

/** A workload with a trace has these values. */
const reads = (trace: string, expected: Readonly<Record<string, string>>, text = 'workload W { trace = "t.jsonl" }') =>
  values(text, expected, { "t.jsonl": trace });

/** The trace cannot be read, and that is said under its path. */
const refused = (code: string, trace: string, saying: string) =>
  check(code, 'workload W { trace = ⟦"t.jsonl"⟧ }', saying, { "t.jsonl": trace });

const two = lines([request(0, 1000, 100), request(500, 3000, 300)]);

describe("formats", () => {
  it("Mooncake: JSON lines, milliseconds", () => {
    assert.deepEqual(summary(`${lines([request(0, 1000, 100), request(2000, 1000, 100), request(4000, 4000, 100)])}\n`).arrivals, {
      seconds: 4,
      rate: 0.5,
      spread: 0,
    });
  });
  it("Bailian: the same with a chat_id, seconds", () => {
    const rows = [request(0, 10, 1), request(2, 10, 1), request(4, 10, 1)].map((row) => ({ ...row, chat_id: 1 }));
    assert.equal(summary(lines(rows)).arrivals?.rate, 0.5);
  });
  it("Azure: a table, dates", () => {
    const table =
      "TIMESTAMP,ContextTokens,GeneratedTokens\r\n2023-11-16 18:15:46.6805900,374,44\r\n2023-11-16 18:15:50.6805900,396,109\r\n";
    const { requests, input, output, arrivals } = summary(table, "azure.csv");
    assert.deepEqual([requests, input.mean, output.mean], [2, 385, 76.5]);
    assert.ok(Math.abs((arrivals?.seconds ?? 0) - 4) < 1e-6);
  });
  it("dates with an offset", () => {
    const table = "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-10 01:00:00+01:00,1,1\n2024-05-10T00:00:30Z,1,1\n";
    assert.equal(summary(table, "azure.csv").arrivals?.seconds, 30);
  });
  it("BurstGPT: a table, seconds, requests that failed", () => {
    const table =
      "Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,ChatGPT,472,18,490,Conversation log\n45,GPT-4,1087,0,1087,Conversation log\n118,ChatGPT,417,276,693,API log\n";
    const { requests, leftOut, arrivals } = summary(table, "burst.csv");
    assert.deepEqual([requests, leftOut, arrivals?.seconds], [2, 1, 113]);
  });
  it("a trace without times has no rate", () => {
    const { arrivals } = summary('{"input_length": 5, "output_length": 6}\n');
    assert.equal(arrivals, undefined);
  });
});

describe("what the requests have in common", () => {
  it("means, percentiles and spreads", () => {
    const rows = Array.from({ length: 100 }, (_, index) => request(index * 1000, index + 1, 7));
    const { input, output, correlation } = summary(lines(rows));
    assert.deepEqual([input.mean, input.p50, input.p99], [50.5, 50, 99]);
    assert.ok(Math.abs(input.spread - Math.sqrt((100 ** 2 - 1) / 12) / 50.5) < 1e-12);
    assert.deepEqual([output.spread, correlation], [0, 0]);
  });
  it("long prompts with long answers correlate", () => {
    assert.ok(Math.abs(summary(two).correlation - 1) < 1e-12);
    assert.ok(Math.abs(summary(lines([request(0, 1000, 300), request(500, 3000, 100)])).correlation + 1) < 1e-12);
  });
  it("the order of the lines does not matter", () => {
    const rows = [request(0, 1024, 5, [1, 2]), request(1000, 1536, 5, [1, 2, 3]), request(5000, 512, 9, [4])];
    assert.deepEqual(summary(lines(rows.toReversed())), summary(lines(rows)));
  });
  it("arrivals: how their times differ", () => {
    const spread = summary(lines([0, 1000, 2000, 6000].map((time) => request(time, 1, 1)))).arrivals?.spread;
    assert.ok(Math.abs((spread ?? 0) - Math.sqrt(2) / 2) < 1e-12);
  });
  it("a clock of which most requests share a tick says nothing of that", () => {
    const { arrivals } = summary(lines([0, 0, 0, 3000].map((time) => request(time, 1, 1))));
    assert.deepEqual(arrivals, { seconds: 3, rate: 1 });
  });
  it("cached: leading blocks that were there before, in a cache without end", () => {
    // 1,024 tokens are new; then 1,024 of 1,536 are known; then none, for the first block is another.
    const rows = [request(0, 1024, 5, [1, 2]), request(1, 1536, 5, [1, 2, 3]), request(2, 1536, 5, [9, 2, 3])];
    assert.deepEqual(summary(lines(rows)).prefixes, { cached: 1024 / 4096, block: 512 });
  });
  it("a last block that is short counts with the tokens that it has", () => {
    const rows = [request(0, 512, 5, [1]), request(1, 600, 5, [1, 2]), request(2, 600, 5, [1, 2])];
    assert.equal(summary(lines(rows)).prefixes?.cached, (512 + 600) / 1712);
  });
});

describe("the workload", () => {
  it("has what the trace says", () =>
    reads(two, { "W.input": "2000", "W.output": "200", "W.input_spread": "0.5", "W.rate": "2", "W.cached": "nothing" }));
  it("its own words come first, one by one", () =>
    reads(
      two,
      { "W.input": "700", "W.output": "200", "W.input_spread": "0.5", "W.rate": "2" },
      'workload W { trace = "t.jsonl", input = 700 tokens }',
    ));
  it("clients in a closed loop have no rate beside them", () =>
    reads(two, { "W.rate": "nothing", "W.arrival_spread": "nothing" }, 'workload W { concurrency = 5 requests, trace = "t.jsonl" }'));
  it("one that is derived has the figures of its base, and its summary", () => {
    const text = 'workload W { trace = "t.jsonl" }\nworkload V : W { output = 5 tokens }';
    reads(two, { "V.input": "2000", "V.output": "5" }, text);
    assert.equal(declaration(program(text, { "t.jsonl": two }), "V").trace?.requests, 2);
  });
  it("a trace of its own lies over the base", () =>
    reads(
      two,
      { "V.input": "2000", "V.rounds": "3" },
      'workload W { input = 1 tokens, output = 1 tokens, rounds = 3 }\nworkload V : W { trace = "t.jsonl" }',
    ));
  it("depends on the file", () =>
    assert.deepEqual(program('workload W { trace = "t.jsonl" }', { "t.jsonl": two }).dependencies, ["file:///work/t.jsonl"]));
  it("of an imported file finds its trace", () => {
    const files = { "w.cmx": 'workload W { trace = "t.jsonl" }', "t.jsonl": two };
    values('import "w.cmx"\nworkload V : W { }', { "V.input": "2000" }, files);
  });
});

it("a pause of months is a burst like any other", () => {
  const times = [...Array.from({ length: 40_000 }, (_, index) => index), 1e10];
  const found = clean('workload W { trace = "t.jsonl" }', { "t.jsonl": lines(times.map((time) => request(time, 1, 1))) });
  assert.ok((declaration(found, "W").trace?.arrivals?.spread ?? 0) > 100);
});

describe("what is wrong with a trace", () => {
  const missing = (path: string, saying: string) => check("CMX259", `workload W { trace = ⟦"${path}"⟧ }`, saying);
  it("no such file", () => missing("t.jsonl", "t.jsonl is no trace of requests: there is no such file."));
  it("outside of the workspace", () => missing("../t.jsonl", "outside the workspace"));
  it("empty", () => refused("CMX259", " \n", "it is empty"));
  it("something else", () => refused("CMX259", "PK\u0003\u0004", "neither JSON objects nor columns"));
  it("no request with an answer", () => refused("CMX259", lines([request(0, 10, 0)]), "no request with input and an answer"));
  it("giant", () => refused("CMX259", `{${" ".repeat(40e6)}`, "and CMX reads up to 32"));
  it("a line that is cut off", () =>
    refused("CMX260", `${two}\n\n{"timestamp": 5`, "Line 4 of t.jsonl is no request: it is no JSON object."));
  it("a line without a length", () => refused("CMX260", '{"input_length": 5}', "it has no output_length"));
  it("a negative number", () => refused("CMX260", lines([request(0, -5, 6)]), "input_length is -5, which is negative"));
  it("a number that is damage", () =>
    refused("CMX260", lines([request(0, 1e300, 6)]), "input_length is 1e+300, more than any model reads"));
  it("half a token", () => refused("CMX260", lines([request(0, 5, 6.5)]), "output_length is 6.5, which is no whole number"));
  it("a word", () => refused("CMX260", "ContextTokens,GeneratedTokens\n5,many\n", "GeneratedTokens is many, which is no number"));
  it("a row that is cut off", () =>
    refused("CMX260", "ContextTokens,GeneratedTokens\n5\n", "Line 2 of t.jsonl is no request: it has no GeneratedTokens"));
  it("a time that is none", () =>
    refused("CMX260", "TIMESTAMP,ContextTokens,GeneratedTokens\nyesterday,5,5\n", "TIMESTAMP is yesterday, which is no time"));
  it("a negative time", () => refused("CMX260", lines([request(-3, 5, 6)]), "timestamp is -3, which is no time"));
  it("blocks without names", () =>
    refused("CMX260", '{"input_length": 5, "output_length": 5, "hash_ids": [null]}', "hash_ids is no list of numbers"));
  it("points to the line in the trace", () => {
    const trace = `${two}\n[]`;
    const [found] = program('workload W { trace = "t.jsonl" }', { "t.jsonl": trace }).findings;
    assert.deepEqual(
      found?.related.map(({ place, message }) => [place.uri, trace.slice(place.start, place.end), message]),
      [["file:///work/t.jsonl", "[]", "Line 3 of the trace."]],
    );
  });
  it("a plan of such a workload is not computed, and nothing else is said", () =>
    assert.equal(declaration(program('workload W { trace = "t.jsonl" }'), "W").sound, false));
});
