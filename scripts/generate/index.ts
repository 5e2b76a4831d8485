/** Everything in the repository that is made from the tables: documentation, grammar, language configuration, snippets. */

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { languageConfiguration } from "./configuration";
import { diagnosticsManual } from "./diagnostics";
import { readExamples } from "./examples";
import { grammar } from "./grammar";
import { languageManual } from "./language";
import { snippets } from "./snippets";

export interface GeneratedFile {
  /** Relative to the root of the checkout. */
  readonly path: string;
  readonly text: string;
}

/** All generated files as they should be; `root` is the checkout, for the hand-written introductions and the examples. */
export function generate(root: string): readonly GeneratedFile[] {
  const introduction = (name: string) => readFileSync(join(root, "scripts/generate", name), "utf8");
  return [
    { path: "docs/language.md", text: languageManual(introduction("language.md")) },
    { path: "docs/diagnostics.md", text: diagnosticsManual(introduction("diagnostics.md"), readExamples(root)) },
    json("syntaxes/cmx.tmLanguage.json", grammar()),
    json("syntaxes/language-configuration.json", languageConfiguration()),
    json("syntaxes/snippets.json", snippets()),
  ];
}

function json(path: string, value: unknown): GeneratedFile {
  return { path, text: `${JSON.stringify(value, null, 2)}\n` };
}
