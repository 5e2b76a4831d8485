import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { documentationUri } from "../../../server/src/language/diagnostics/link";
import { diagnosticRows } from "../../../server/src/language/diagnostics";
import { kinds } from "../../../server/src/language/schema";
import { analyse } from "../../../server/src/analysis";

const alone = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };
const language = readFileSync("docs/language.md", "utf8");
const diagnostics = readFileSync("docs/diagnostics.md", "utf8");

/** Anchors of a page's headings, as GitHub and VS Code make them from plain words. */
const anchorsOf = (page: string) => [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading.toLowerCase().replaceAll(" ", "-"));

it("the examples of the language manual have neither errors nor warnings", () => {
  const examples = [...language.matchAll(/```cmx\n(.*?)```/gs)].map(([, source = ""]) => source);
  assert(examples.length > 0);
  for (const example of examples) {
    const troubles = analyse("file:///manual.cmx", example, alone).findings.filter(({ severity }) => severity !== "information");
    assert.deepEqual(
      troubles.map(({ code, message }) => `${code} ${message}`),
      [],
    );
  }
});

it("every kind has a section", () => {
  const anchors = anchorsOf(language);
  for (const { name } of kinds) assert(anchors.includes(name), name);
});

it("every code's link leads to its section", () => {
  const anchors = anchorsOf(diagnostics);
  for (const { code } of Object.values(diagnosticRows)) {
    const [, anchor = ""] = documentationUri(code).split("#");
    assert(anchors.includes(anchor), code);
  }
});
