import { deepEqual, equal, match, ok } from "node:assert/strict";
import { parseCommandLine } from "../../../server/src/cli/arguments";

const parse = (line: string) => parseCommandLine(line === "" ? [] : line.split(" "), "1.2.3");

/** A command line and the sentence that refuses it. */
function refused(line: string, problem: RegExp): void {
  it(`refuses: cmx ${line}`, () => {
    const request = parse(line);
    ok(request.type === "refuse", `accepted: ${line}`);
    match(request.problem, problem);
  });
}

/** A command line and what is understood. */
function understood(line: string, wanted: { operands: string[]; values?: Record<string, string>; switches?: string[] }): void {
  it(`understands: cmx ${line}`, () => {
    const request = parse(line);
    ok(request.type === "run", JSON.stringify(request));
    const { operands, values, switches } = request.invocation;
    deepEqual([operands, Object.fromEntries(values), [...switches]], [wanted.operands, wanted.values ?? {}, wanted.switches ?? []]);
  });
}

describe("arguments", () => {
  understood("check a.cmx b.cmx", { operands: ["a.cmx", "b.cmx"] });
  understood("check --strict --format=json a.cmx", { operands: ["a.cmx"], values: { format: "json" }, switches: ["strict"] });
  understood("check -", { operands: ["-"] });
  understood("check -- --odd-name.cmx", { operands: ["--odd-name.cmx"] });
  understood("simulate a.cmx --plan R1 --format html --out -", { operands: ["a.cmx"], values: { plan: "R1", format: "html", out: "-" } });
  understood("format --check a.cmx", { operands: ["a.cmx"], switches: ["check"] });
  understood("catalog", { operands: [] });
  understood("catalog Ascend910C", { operands: ["Ascend910C"] });

  refused("", /^which command\? One of check, simulate, format, catalog\./);
  refused("chekc a.cmx", /^there is no command chekc\. Did you mean check\?/);
  refused("check", /^check needs a FILE\. Usage: cmx check FILE… /);
  refused("check --format", /^--format needs one of text, json, sarif\.$/);
  refused("check --format --strict a.cmx", /^--format needs one of text, json, sarif\.$/);
  refused("check --format jsn a.cmx", /^--format is one of text, json, sarif, not jsn\. Did you mean json\?$/);
  refused("check --format html a.cmx", /^--format is one of text, json, sarif, not html\./);
  refused("check --strict=yes a.cmx", /^--strict takes no value\.$/);
  refused("check --strcit a.cmx", /^check has no option --strcit\. Did you mean --strict\? Usage: /);
  refused("check -x a.cmx", /^check has no option -x\./);
  refused("check - -", /^standard input can be read only once\.$/);
  refused("simulate", /^simulate needs a FILE\./);
  refused("simulate a.cmx b.cmx", /^simulate takes one FILE, not 2\./);
  refused("simulate a.cmx --plan", /^--plan needs a NAME\.$/);
  refused("simulate a.cmx --out=", /^--out needs a PATH\.$/);
  refused("catalog A B", /^catalog takes one NAME, not 2\./);

  it("prints the version", () => deepEqual(parse("--version"), { type: "print", text: "1.2.3\n" }));

  it("prints help that names every command and option", () => {
    const request = parse("--help");
    ok(request.type === "print");
    for (const usage of [
      "cmx check FILE… [--format text|json|sarif] [--strict]",
      "cmx simulate FILE [--plan NAME] [--explain PATH] [--format text|json|html|svg] [--out PATH]",
      "cmx format FILE… [--check]",
      "cmx catalog [NAME]",
    ]) {
      ok(request.text.includes(`  ${usage}\n`), usage);
    }
  });

  it("prints help of a command, whatever else is wrong", () => {
    const request = parse("check --help");
    equal(request.type === "print" && request.text.split("\n")[0], "cmx check FILE… [--format text|json|sarif] [--strict]");
  });
});
