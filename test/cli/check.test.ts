import { deepEqual, equal, match, ok } from "node:assert/strict";
import { doubtful, faulty, type Folder, folder, good } from "./cmx";

interface Log {
  readonly version: string;
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string; readonly helpUri: string }[] };
    };
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region: { readonly startLine: number; readonly startColumn: number };
        };
      }[];
    }[];
  }[];
}

describe("cmx check", () => {
  let here: Folder;
  before(() => {
    here = folder({ "good.cmx": good, "faulty.cmx": faulty, "doubtful.cmx": doubtful, "odd name.cmx": faulty });
  });
  after(() => here.remove());

  /** A command line, its exit code, and that nothing but diagnostics stands on standard output. */
  function exits(code: number, ...args: readonly string[]): void {
    it(`exits ${code}: cmx check ${args.join(" ")}`, () => {
      const outcome = here.cmx(["check", ...args]);
      equal(outcome.code, code, outcome.stdout + outcome.stderr);
      for (const line of outcome.stdout.split("\n").slice(0, -1)) match(line, /^.+:\d+:\d+: (error|warning|information) CMX\d{3}: .+\.$/);
    });
  }

  exits(0, "good.cmx");
  exits(0, "doubtful.cmx");
  exits(1, "doubtful.cmx", "--strict");
  exits(1, "faulty.cmx");
  exits(1, "good.cmx", "faulty.cmx");
  exits(2, "absent.cmx");
  exits(2, "good.cmx", "absent.cmx", "faulty.cmx");
  exits(2, ".");

  it("puts the fault under the unit", () => match(here.cmx(["check", "faulty.cmx"]).stdout, /^faulty\.cmx:2:16: error CMX2\d\d: /m));

  it("sums up on standard error", () => {
    match(here.cmx(["check", "faulty.cmx"]).stderr, /^1 error\b.* in 1 file\.\n$/);
    match(here.cmx(["check", "absent.cmx"]).stderr, /^cmx: cannot read absent\.cmx: there is no such file\.\n$/);
    match(here.cmx(["check", "."]).stderr, /^cmx: cannot read \.: it is a folder\.\n$/);
  });

  it("reads standard input", () => {
    const { code, stdout } = here.cmx(["check", "-"], faulty);
    equal(code, 1);
    match(stdout, /^<stdin>:2:16: error CMX2\d\d: /m);
  });

  it("writes JSON and nothing else", () => {
    const { code, stdout, stderr } = here.cmx(["check", "faulty.cmx", "--format", "json"]);
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Record<string, unknown>[] };
    equal(code, 1);
    equal(stderr, "");
    const error = diagnostics.find(({ severity }) => severity === "error");
    ok(error);
    deepEqual(Object.keys(error).sort(), ["code", "file", "message", "range", "severity"]);
    equal(error["file"], "faulty.cmx");
    deepEqual(error["range"], { start: { line: 1, character: 15 }, end: { line: 1, character: 17 } });
  });

  it("writes SARIF whose results point to rules and places", () => {
    const { code, stdout, stderr } = here.cmx(["check", "odd name.cmx", "--format", "sarif"]);
    const log = JSON.parse(stdout) as Log;
    const [run] = log.runs;
    equal(code, 1);
    equal(stderr, "");
    equal(log.version, "2.1.0");
    ok(run);
    equal(run.tool.driver.name, "cmx");
    for (const { id, helpUri } of run.tool.driver.rules) ok(helpUri.endsWith(`#${id.toLowerCase()}`), helpUri);
    const ids = run.tool.driver.rules.map(({ id }) => id);
    deepEqual(ids, [...new Set(ids)]);
    for (const { ruleId, ruleIndex } of run.results) equal(ids[ruleIndex], ruleId);
    const place = run.results.find(({ level }) => level === "error")?.locations[0]?.physicalLocation;
    equal(place?.artifactLocation.uri, "odd%20name.cmx");
    deepEqual([place?.region.startLine, place?.region.startColumn], [2, 16]);
  });

  it("follows imports inside the folder and refuses others", () => {
    here.write("machines/mine.cmx", "chip Mine : H100 { power = 500 W }\n");
    here.write("importing.cmx", 'import "machines/mine.cmx"\nchip Other : Mine { power = 400 W }\n');
    here.write("outside.cmx", 'import "../secret.cmx"\n');
    here.write("missing.cmx", 'import "nowhere.cmx"\n');
    equal(here.cmx(["check", "importing.cmx"]).stdout, "");
    match(here.cmx(["check", "outside.cmx"]).stdout, /^outside\.cmx:1:8: error CMX2\d\d: .*outside/);
    match(here.cmx(["check", "missing.cmx"]).stdout, /^missing\.cmx:1:8: error CMX2\d\d: /);
  });

  it("answers to bytes that are no text", () => {
    here.write(
      "bytes.cmx",
      Uint8Array.from({ length: 4096 }, (_, index) => (index * 197 + (index >> 4)) % 256),
    );
    const { code, stderr } = here.cmx(["check", "bytes.cmx"]);
    equal(code, 1);
    match(stderr, /^\d[\d,]* errors?.* in 1 file\.\n$/);
  });
});
