import { deepEqual, equal, match } from "node:assert/strict";
import { type Folder, folder } from "./cmx";

describe("cmx catalog, --help, --version", () => {
  let here: Folder;
  before(() => {
    here = folder();
  });
  after(() => here.remove());

  it("lists the catalog by kind", () => {
    const { code, stdout, stderr } = here.cmx(["catalog"]);
    equal(code, 0);
    equal(stderr, "");
    deepEqual(
      stdout.split("\n").filter((line) => /^\S/.test(line)),
      ["chip", "supernode", "model", "engine"],
    );
    for (const name of ["Ascend910C", "CloudMatrix384", "DeepSeekR1"]) match(stdout, new RegExp(`^ {2}${name}( |$)`, "m"));
  });

  it("prints an entry as CMX that checks clean, sources included", () => {
    const { code, stdout } = here.cmx(["catalog", "Ascend910C"]);
    equal(code, 0);
    match(stdout, /^\/\/ .*Sources|^\/\/ /);
    match(stdout, /^chip Ascend910C \{$/m);
    const renamed = stdout.replace("chip Ascend910C", "chip Mine");
    equal(here.cmx(["check", "-"], renamed).stdout, "");
  });

  it("suggests names near an unknown one", () => {
    const { code, stdout, stderr } = here.cmx(["catalog", "Ascend910D"]);
    deepEqual([code, stdout], [2, ""]);
    match(stderr, /^cmx: the catalog has no Ascend910D\. Did you mean Ascend910C\b/);
  });

  it("prints help and version on standard output", () => {
    const help = here.cmx(["--help"]);
    deepEqual([help.code, help.stderr], [0, ""]);
    match(help.stdout, /cmx check FILE…/);
    match(here.cmx(["--version"]).stdout, /^\d+\.\d+\.\d+\n$/);
    match(here.cmx(["simulate", "--help"]).stdout, /^cmx simulate FILE /);
  });

  it("refuses what it does not understand, on standard error", () => {
    for (const args of [[], ["chekc"], ["check"], ["check", "--nope", "a.cmx"], ["simulate", "a.cmx", "--format", "pdf"]]) {
      const { code, stdout, stderr } = here.cmx(args);
      deepEqual([code, stdout], [2, ""], args.join(" "));
      match(stderr, /^cmx: .+\n$/);
    }
  });
});
