/** The page's phrases in Chinese: none is missing, none is left over, and each has the blanks of its original. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chinese } from "../../../media/src/language/chinese";
import { inChinese, sentences } from "../../../media/src/language/sentences";
import { analyse } from "../../../server/src/analysis";
import { folderHost, uriOf } from "../catalog/host";

const sources = readdirSync("media/src", { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts") && !file.includes("language"))
  .map((file) => readFileSync(join("media/src", file), "utf8"));

/** Phrases that stand in a call of their own. */
const written = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/\bt\(\s*"((?:[^"\\]|\\.)*)"/g)].map(([, phrase]) => JSON.parse(`"${phrase}"`) as string),
  ),
);

it("has every phrase that the page says", () => {
  assert.deepEqual(
    [...written].filter((phrase) => !(phrase in chinese)),
    [],
  );
});

it("has the names of resources and parts", () => {
  const labels = [...readFileSync("media/src/names.ts", "utf8").matchAll(/label: "([^"]+)"/g)].map(([, label = ""]) => label);
  assert.ok(labels.length > 30);
  assert.deepEqual(
    labels.filter((label) => !(label in chinese)),
    [],
  );
});

it("has a form for every sentence of the engine that the examples bring up", () => {
  const reports = readdirSync("examples")
    .filter((file) => file.endsWith(".cmx"))
    .flatMap((file) => analyse(uriOf(file), readFileSync(join("examples", file), "utf8"), folderHost("examples")).plans)
    .flatMap(({ report }) => report ?? []);
  const found = reports.flatMap(({ notes, assumptions = [], uncertainty = {} }) => [
    ...notes,
    ...assumptions.flatMap(({ name, change, source }) => [name, source, ...(change === "1% more" ? [change] : [])]),
    ...Object.values(uncertainty).flatMap(({ basis, outside }) => [basis, ...outside]),
  ]);
  assert.ok(found.length > 100);
  assert.deepEqual(
    [...new Set(found)].filter((sentence) => !/\p{Script=Han}/u.test(inChinese(sentence)) || /\b(the|of|and)\b/.test(inChinese(sentence))),
    [],
  );
});

it("keeps the blanks of each phrase", () => {
  const blanks = (phrase: string) => [...phrase.matchAll(/\{\w+\}/g)].map(([blank]) => blank).sort();
  assert.deepEqual(
    Object.entries({ ...chinese, ...sentences }).filter(([phrase, text]) => blanks(phrase).join() !== blanks(text).join()),
    [],
  );
});

it("says nothing that the page does not say", () => {
  const reports = ["shared/report.ts", "server/src/engine/timeline.ts"].map((file) => readFileSync(file, "utf8"));
  const all = [...sources, ...reports].join("\n");
  // Nouns are counted: the page's sources have them in the singular.
  const said = (phrase: string) => all.includes(`"${phrase}"`) || all.includes(phrase) || all.includes(`"${phrase.replace(/s$/, "")}"`);
  assert.deepEqual(
    Object.keys(chinese).filter((phrase) => !said(phrase)),
    [],
  );
});
