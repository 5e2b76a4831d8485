import { deepEqual, equal, match } from "node:assert/strict";
import { type Folder, folder } from "./cmx";

const untidy = "chip  Mine:H100{power=500 W // hot\n}\n";

describe("cmx format", () => {
  let here: Folder;
  let tidy: string;
  beforeEach(() => {
    here = folder({ "untidy.cmx": untidy });
    tidy = here.cmx(["format", "-"], untidy).stdout;
    here.write("tidy.cmx", tidy);
  });
  afterEach(() => here.remove());

  it("formats standard input to standard output", () => {
    match(tidy, /^chip Mine : H100 \{\n {2}power = 500 W +\/\/ hot\n\}\n$/);
    deepEqual(here.cmx(["format", "-"], tidy), { code: 0, stdout: tidy, stderr: "" });
  });

  it("formats files in place", () => {
    deepEqual(here.cmx(["format", "tidy.cmx", "untidy.cmx"]), { code: 0, stdout: "", stderr: "1 file changed.\n" });
    equal(here.read("untidy.cmx"), tidy);
  });

  it("--check lists the files that differ and writes none", () => {
    deepEqual(here.cmx(["format", "--check", "tidy.cmx", "untidy.cmx"]), {
      code: 1,
      stdout: "untidy.cmx\n",
      stderr: "1 file would change.\n",
    });
    equal(here.read("untidy.cmx"), untidy);
    deepEqual(here.cmx(["format", "--check", "tidy.cmx"]), { code: 0, stdout: "", stderr: "" });
    equal(here.cmx(["format", "--check", "-"], untidy).stdout, "<stdin>\n");
  });

  it("says that a file has syntax errors", () => {
    here.write("broken.cmx", "chip Mine {\n  power = = 5 W\n}\n");
    const { code, stdout, stderr } = here.cmx(["format", "broken.cmx"]);
    deepEqual([code, stdout], [1, ""]);
    match(stderr, /^cmx: broken\.cmx has syntax errors.* cmx check says which\.\n/);
  });

  it("leaves bytes that are no text alone", () => {
    const bytes = Uint8Array.of(0x63, 0xff, 0xfe, 0x0a);
    here.write("bytes.cmx", bytes);
    deepEqual(here.cmx(["format", "bytes.cmx"]), { code: 2, stdout: "", stderr: "cmx: bytes.cmx is not UTF-8 text; left as it is.\n" });
  });

  it("goes on after a file that it cannot read", () => {
    const { code, stderr } = here.cmx(["format", "absent.cmx", "untidy.cmx"]);
    equal(code, 2);
    match(stderr, /^cmx: cannot read absent\.cmx: there is no such file\.\n1 file changed\.\n$/);
    equal(here.read("untidy.cmx"), tidy);
  });
});
