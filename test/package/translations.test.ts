/** Whatever the client or the server can say has a sentence in every language that we ship, with the same blanks. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json";
import { diagnosticRows } from "../../server/src/language/diagnostics";
import { describeDimension } from "../../server/src/language/dimensions";
import { metrics } from "../../server/src/language/metrics";
import { type BlockSchema, kinds } from "../../server/src/language/schema";
import { translation } from "../../server/src/language/translation";
import { units } from "../../server/src/language/units";
import { functions, keywords, scopeWords } from "../../server/src/language/words";
import { choicesOf } from "../../server/src/features/describe";
import { analyse } from "../../server/src/analysis";
import { completion } from "../../server/src/features/completion";
import { hints } from "../../server/src/features/hints";
import { hover } from "../../server/src/features/hover";
import { lenses } from "../../server/src/features/lenses";
import { fixesOf } from "../../server/src/features/mends";
import { refactorings } from "../../server/src/features/refactorings";
import { flagship } from "../texts";
import { folderHost, uriOf } from "../unit/catalog/host";
import snippets from "../../syntaxes/snippets.json";

type Texts = Readonly<Record<string, string>>;
const read = (path: string) => JSON.parse(readFileSync(path, "utf8")) as Texts;

const blanksOf = (text: string) =>
  [...text.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name).toSorted((left, right) => left.localeCompare(right));

function sources(folder: string): readonly string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => file.endsWith(".ts")).map((file) => readFileSync(join(folder, file), "utf8"));
}

/** Literals that are handed to the translator. */
function said(texts: readonly string[], call: RegExp): readonly string[] {
  return texts.flatMap((text) => [...text.matchAll(call)].map(([, literal = '""']) => JSON.parse(literal) as string));
}

/** What phrase`…` templates say, their figures as `{0}`, `{1}`, …; templates inside of these are found on their own. */
function phrases(source: string): readonly string[] {
  return [...source.matchAll(/\bphrase`/g)].map(({ index }) => {
    let text = "";
    let blanks = 0;
    for (let at = index + "phrase`".length; source[at] !== "`"; at++) {
      if (source.startsWith("${", at)) {
        text += `{${blanks++}}`;
        at = closing(source, at + 1);
      } else if (source[at] === "\\") {
        at++;
        text += source[at] === "n" ? "\n" : (source[at] ?? "");
      } else text += source[at] ?? "";
    }
    return text;
  });
}

/** Where the brace at `open` is closed; braces in texts balance. */
function closing(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length; at++) {
    if (source[at] === "{") depth++;
    else if (source[at] === "}" && --depth === 0) return at;
  }
  return source.length;
}

/** Signs alone are the same in every language. */
const hasWords = (text: string) => /[A-Za-z]/.test(text.replace(/\{\w+\}/g, ""));

function documentationOf(block: BlockSchema): readonly string[] {
  const properties = block.properties.flatMap(({ documentation, default: absent, value }) => [
    documentation,
    ...(absent?.startsWith("(") ? [absent.slice(1, -1)] : []),
    ...choicesOf(value).map((choice) => choice.documentation),
  ]);
  return [block.documentation, ...properties, ...block.blocks.flatMap(documentationOf)];
}

const client = said(sources("client/src"), /l10n\.t\(\s*("(?:[^"\\]|\\.)*")/g);
const templates = Object.values(snippets).flatMap((snippet) => ("isFileTemplate" in snippet ? [snippet.description] : []));
const messages = Object.values(diagnosticRows).map(({ message }) => message);
const inCode = sources("server/src").flatMap(phrases);
const schema = kinds.flatMap(documentationOf);
const tables = [
  ...metrics.map(({ documentation }) => documentation),
  ...units.flatMap(({ documentation, dimension }) => [documentation, describeDimension(dimension).text]),
  ...[...functions, ...keywords].map(({ documentation }) => documentation),
  ...functions.map(({ parameter }) => parameter.documentation),
  ...Object.values(scopeWords),
];
/** What the parser misses: its room knows no phrases. */
const inSyntax = [
  ...sources("server/src/syntax/parse").flatMap((text) =>
    [...text.matchAll(/(?:\b(?:expected|missing|nameOr|path|term|operand|expression|stringLiteral)\(p, |what = )"([^"\n]+)"/g)].map(
      ([, what = ""]) => what,
    ),
  ),
  ...kinds.flatMap(({ name }) => [`a name for the ${name}`, `the ${name} to derive from`]),
  "the end of the file",
  "the end of the line",
];
/** Keys of the engine and the program that are said as words: operators, resources, parts of memory and of a model, kinds of values. */
const keys = (
  "activation,all gather,all reduce,attention,attention exchange,attention gather,attention projection,cache load,combine,compressor," +
  "convolution,dispatch,draft,embedding,experts,ffn,gate,head,indexer,latent,norm,permute,quantisation,recurrence,rotary,step overhead," +
  "vision,host,pipeline send,pipeline wait,compute,hbm,overhead,kv cache,gradients,optimizer,embeddings,dense,routed,shared,tier,axis," +
  "fabric,wait,first step,layers,word,text,numbers,metric,KV cache from prefill to decode"
).split(",");
const wanted = [...new Set([...client, ...templates, ...messages, ...inCode, ...schema, ...tables])].filter(hasWords);

for (const file of readdirSync("l10n")) {
  const bundle = read(join("l10n", file));

  it(`${file} has every text`, () => {
    assert.ok(client.length > 10 && templates.length > 2 && inCode.length > 150 && schema.length > 400 && tables.length > 60);
    assert.deepEqual(
      [...wanted, ...inSyntax.filter((text) => text.includes(" ") && hasWords(text)), ...keys].filter((text) => bundle[text] === undefined),
      [],
    );
  });

  it(`${file} has no text that nobody says`, () => {
    const known = new Set([...wanted, ...inSyntax, ...keys]);
    assert.deepEqual(
      Object.keys(bundle).filter((text) => !known.has(text) && hasWords(text)),
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

describe("in Chinese", () => {
  const { say, messageOf } = translation(read("l10n/bundle.l10n.zh-cn.json"));
  /** Four English words in a row are a sentence that somebody forgot; code, comments of files and names are none. */
  const english = (text: string) => /[A-Za-z]{2,}(?: [a-z]{2,}){3,}/.exec(text.replace(/`[^`]*`|\*\[[^\n]*/g, ""))?.[0];
  const folder = "test/fixtures/diagnostics";
  const host = folderHost(folder);
  /** CMX256 repeats the words of the file's author. */
  const wrong = readdirSync(folder).filter((name) => name.endsWith(".wrong.cmx") && !name.startsWith("CMX256"));
  const analysed = (name: string) => analyse(uriOf(name), readFileSync(join(folder, name), "utf8"), host);

  it("a finding is said with its figures in their places", () => {
    const { findings } = analyse(uriOf("a.cmx"), "let a = 1\nlet a = 2\n", host);
    assert.deepEqual(findings.map(messageOf), ["a 已在第 1 行声明。"]);
    assert.deepEqual(
      findings.flatMap(({ related }) => related.map(({ words }) => say(words))),
      ["第一个 a。"],
    );
  });

  it("a phrase inside of a finding, too", () => {
    const { findings } = analyse(uriOf("a.cmx"), "workload w { input = 3 GB, output = 5 tokens }", host);
    assert.deepEqual(findings.map(messageOf), ["input 需要 token 数；这里是 信息量。"]);
  });

  for (const name of wrong) {
    it(`${name}: message, related places and fixes`, () => {
      const analysis = analysed(name);
      for (const finding of analysis.findings) {
        const fixes = fixesOf(analysis, finding, (text) => analyse(uriOf(name), text, host).findings);
        const told = [messageOf(finding), ...finding.related.map(({ words }) => say(words)), ...fixes.map(({ words }) => say(words))];
        assert.deepEqual(
          told.filter((text) => english(text) !== undefined),
          [],
        );
      }
    });
  }

  it("hovers and completions of a whole plan", () => {
    const analysis = analyse(uriOf("plan.cmx"), flagship, host);
    const found = new Set<string>();
    for (const [offset, character] of Array.from(flagship).entries()) {
      // Once at the beginning of each word: all of it means the same.
      if (!/\w/.test(character) || /\w/.test(flagship[offset - 1] ?? " ")) continue;
      found.add(hover(analysis, offset, say)?.markdown ?? "");
      for (const { kind, detail, documentation } of completion(analysis, offset)) {
        // Of a declaration it is what its author wrote.
        if (kind !== "declaration") found.add(`${say(detail)} ${say(documentation)}`);
      }
    }
    const authors = [...analysis.program.visible.values()].flatMap(({ documentation = "" }) => documentation.split("\n"));
    const remarks = /^\|[^|\n]*\|[^|\n]*\|(.*)\|$/gm;
    const forgotten = [...found]
      .map((text) => authors.reduce((left, line) => (line ? left.replaceAll(line, "") : left), text).replace(remarks, ""))
      .flatMap((text) => english(text) ?? []);
    assert.deepEqual([...new Set(forgotten)], []);
    assert.ok(found.size > 100);
  });

  it("lenses, hints and titles of refactorings", () => {
    const analysis = analyse(uriOf("plan.cmx"), flagship, host);
    assert.ok(lenses(analysis, say).some(({ title }) => title.includes("受限于")));
    assert.ok(
      hints(analysis, undefined, say).every(({ text, tooltip }) => english(text) === undefined && english(say(tooltip)) === undefined),
    );
    const start = flagship.indexOf("4096");
    const titles = refactorings({ analysis, selection: { start, end: start } }, () => []).map(({ words }) => say(words));
    assert.ok(titles.includes("提取为 let input"), titles.join());
  });
});
