/** Features that answer with places in the file: signature help, highlights, selection, links, symbols. */

import assert from "node:assert/strict";
import { highlights } from "../../../server/src/features/highlights";
import { links } from "../../../server/src/features/links";
import { movedPaths } from "../../../server/src/features/moves";
import { selections } from "../../../server/src/features/selection";
import { signature } from "../../../server/src/features/signature";
import { workspaceSymbols } from "../../../server/src/features/symbols";
import { locate, relativePath } from "../../../server/src/lsp/uris";
import { functions } from "../../../server/src/language/words";
import { functionNames } from "../../../server/src/semantics/functions";
import { open } from "./helpers";

describe("signature help", () => {
  /** The signature with the active parameter in brackets. */
  function check(marked: string, expected: string | undefined) {
    it(marked.replaceAll("\n", "⏎"), () => {
      const { analysis, offset } = open(marked);
      const found = signature(analysis, offset);
      const active = found?.parameters[found.active]?.label ?? "";
      assert.equal(found?.label.replace(active, `[${active}]`), expected);
    });
  }
  check("let x = max(|", "max([value], …)");
  check("let x = max(3 GB, |", "max(value, […])");
  check("let x = max(3 GB, 4 GB, |)", "max(value, […])");
  check("let x = max(3 GB, 4 GB)|", undefined);
  check("chip C { hbm { capacity = ceil(2 * (3 + |", "ceil([value])");
  check("let x = min(log2(|), 3)", "log2([number])");
  check("let x = min(log2(8), 3|)", "min(value, […])");
  check("let x = nothing(|)", undefined);
  check("let x = (|)", undefined);
  it("is there for every function", () => {
    assert.deepEqual(functions.map(({ name }) => name).toSorted(), functionNames.toSorted());
  });
});

describe("highlights", () => {
  it("show a name wherever it stands, and where it is declared", () => {
    const { analysis, offset, text } = open("let x = 3 GB\nchip A { hbm { capacity = x| } }\nchip B : A { hbm { capacity = 2 * x } }\n");
    assert.deepEqual(
      highlights(analysis, offset).map(({ span, declares }) => [text.slice(0, span.start).split("\n").length, declares]),
      [
        [1, true],
        [2, false],
        [3, false],
      ],
    );
  });
  it("of a name from elsewhere have no declaration here", () => {
    const { analysis, offset } = open("chip A : H1|00 { }\nchip B : H100 { }");
    assert.deepEqual(
      highlights(analysis, offset).map(({ declares }) => declares),
      [false, false],
    );
  });
  it("are none where there is no name", () => {
    const { analysis, offset } = open("chip A { ran|ks = 2 }");
    assert.deepEqual(highlights(analysis, offset), []);
  });
});

describe("expand selection", () => {
  function check(marked: string, expected: readonly string[]) {
    it(marked, () => {
      const { analysis, offset, text } = open(marked);
      assert.deepEqual(
        selections(analysis, offset).map(({ start, end }) => text.slice(start, end)),
        expected,
      );
    });
  }
  check("chip A { hbm { capacity = 2 * (3 G|B) } }", [
    "GB",
    "3 GB",
    "(3 GB)",
    "2 * (3 GB)",
    "capacity = 2 * (3 GB)",
    " capacity = 2 * (3 GB) ",
    "{ capacity = 2 * (3 GB) }",
    "hbm { capacity = 2 * (3 GB) }",
    " hbm { capacity = 2 * (3 GB) } ",
    "{ hbm { capacity = 2 * (3 GB) } }",
    "chip A { hbm { capacity = 2 * (3 GB) } }",
  ]);
  check("|", [""]);
});

describe("document links", () => {
  it("are the paths between the quotes", () => {
    const { analysis, text } = open(
      'import "a.cmx"\nimport ""\nmodel M from "config.json" { }\nworkload w { trace = "r.jsonl" }\ntrain t { schedule = "gpipe" }',
    );
    const found = links(analysis.program.document);
    assert.deepEqual(
      found.map(({ path }) => path),
      ["a.cmx", "config.json", "r.jsonl"],
    );
    for (const { span, path } of found) assert.equal(text.slice(span.start, span.end), path);
  });
});

describe("workspace symbols", () => {
  const { program } = open("let x = 3\nchip Mine { }\nserve R1 { }").analysis;
  const named = (query: string) => workspaceSymbols([program], query).map(({ name, container }) => `${name} · ${container}`);
  it("are the files' own, as long as nothing is asked for", () => {
    assert.deepEqual(named(""), ["Mine · chip", "R1 · serve", "x · let"]);
  });
  it("are found by some of their letters, in the catalog too", () => {
    assert.equal(named("mne")[0], "Mine · chip");
    assert.ok(named("cm384").includes("CloudMatrix384 · supernode of the catalog"));
  });
});

describe("files that move", () => {
  const main = "file:///work/plans/main.cmx";
  /** The text of main.cmx after `from` has become `to`. */
  function check(
    name: string,
    { text, from, to }: { readonly text: string; readonly from: string; readonly to: string },
    expected: string,
  ) {
    it(name, () => {
      const moved = (uri: string) => (uri === from ? to : uri);
      const edits = movedPaths(main, text, { locate, relative: relativePath, moved });
      const after = edits.reduceRight((rest, { place, text: path }) => rest.slice(0, place.start) + path + rest.slice(place.end), text);
      assert.equal(after, expected);
    });
  }
  check(
    "an import follows its file",
    { text: 'import "../chips.cmx"\nimport "b.cmx"\n', from: "file:///work/chips.cmx", to: "file:///work/parts/my%20chips.cmx" },
    'import "../parts/my chips.cmx"\nimport "b.cmx"\n',
  );
  check(
    "the imports of a file that moves still mean the same",
    { text: 'import "../chips.cmx"\nmodel M from "config.json" { }\n', from: main, to: "file:///work/main.cmx" },
    'import "chips.cmx"\nmodel M from "plans/config.json" { }\n',
  );
  check(
    "what is not touched stays as it was written",
    { text: 'import "./a.cmx"\n', from: "file:///work/x.cmx", to: "file:///work/y.cmx" },
    'import "./a.cmx"\n',
  );
});
