/** Whatever the client or the server can say has a sentence in every language that we ship, with the same blanks. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json";
import { diagnosticRows } from "../../server/src/language/diagnostics";
import { translation } from "../../server/src/language/translation";
import { analyse } from "../../server/src/analysis";
import snippets from "../../syntaxes/snippets.json";

type Texts = Readonly<Record<string, string>>;
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Texts;

const blanksOf = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).toSorted((left, right) => left.localeCompare(right));

function sources(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => readFileSync(join(folder, file), "utf8"));
}

/** Literals that are handed to the translator, and those of a choice between two. */
function said(texts: readonly string[], call: RegExp): readonly string[] {
  return texts.flatMap((text) => [...text.matchAll(call)].map(([, literal = '""']) => JSON.parse(literal) as string));
}

const client = said(sources("client/src"), /l10n\.t\(\s*("(?:[^"\\]|\\.)*")/g);
const lenses = said(sources("server/src/features"), /\bsay\((?:[^"()]*\?\s*"[^"]*"\s*:\s*)?("(?:[^"\\]|\\.)*")/g);
const tooltips = said(sources("server/src/features"), /(?:tooltip: |figures, )("(?:[^"\\]|\\.)*")/g);
const templates = Object.values(snippets).flatMap((snippet) => ("isFileTemplate" in snippet ? [snippet.description] : []));
const messages = Object.values(diagnosticRows).map(({ message }) => message);
const wanted = [...new Set([...client, ...lenses, ...tooltips, ...templates, ...messages])];

for (const file of readdirSync("l10n")) {
  const bundle = read(join("l10n", file));

  it(`${file} has every text`, () => {
    assert.ok(client.length > 10 && lenses.length > 2 && tooltips.length > 2 && templates.length > 2);
    assert.deepEqual(
      wanted.filter((text) => bundle[text] === undefined),
      [],
    );
  });

  it(`${file} keeps the blanks`, () => {
    for (const [text, translated] of Object.entries(bundle)) assert.deepEqual(blanksOf(translated), blanksOf(text), text);
  });
}

for (const file of readdirSync(".").filter((name) => /^package\.nls\..+\.json$/.test(name))) {
  it(`${file} has what package.nls.json has, and the manifest uses all of it`, () => {
    const english = read("package.nls.json");
    assert.deepEqual(Object.keys(read(file)), Object.keys(english));
    const written = JSON.stringify(manifest);
    assert.deepEqual(
      Object.keys(english).filter((key) => !written.includes(`%${key}%`)),
      [],
    );
    const used = [...written.matchAll(/"%([\w.]+)%"/g)].map(([, key = ""]) => key);
    assert.deepEqual(
      used.filter((key) => english[key] === undefined),
      [],
    );
  });
}

it("a finding is said in the language of the bundle, its figures in their places", () => {
  const { findings } = analyse("file:///a.cmx", "let a = 1\nlet a = 2\n", {
    read: () => ({ problem: "missing" }),
    locate: (_, path) => path,
  });
  const { messageOf } = translation(read("l10n/bundle.l10n.zh-cn.json"));
  assert.deepEqual(findings.map(messageOf), ["a 已在第 1 行声明。"]);
});
