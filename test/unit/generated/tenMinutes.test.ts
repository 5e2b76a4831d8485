/** "CMX in ten minutes" says what is so: its plans are clean but for the findings that it shows below them. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { analyse } from "../../../server/src/analysis";

const page = readFileSync("docs/ten-minutes.md", "utf8");
const alone = { read: () => ({ problem: "missing" as const }), locate: (_: string, path: string) => path };

/** A plan, and the findings shown below it: a code and a message whose `…` may be anything. */
const shown = [...page.matchAll(/```cmx\n([^]*?)```\n\n((?:> .*\n)*)/g)].map(([, source = "", quotes = ""]) => ({
  source,
  told: quotes
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.slice(2)),
}));

const matches = (told: string, said: string) => {
  const parts = told.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".+")}$`).test(said);
};

it("has a plan for each of its minutes", () => {
  assert.ok(shown.length >= 9, `${shown.length} plans`);
  assert.ok(shown.flatMap(({ told }) => told).length >= 5);
});

for (const [index, { source, told }] of shown.entries()) {
  it(`plan ${index + 1} has the findings that the page shows, and no other errors or warnings`, () => {
    const { findings } = analyse("file:///plan.cmx", source, alone);
    const said = findings.map(({ code, message, severity }) => ({ words: `${code} ${message}`, severity }));
    for (const one of told)
      assert.ok(
        said.some(({ words }) => matches(one, words)),
        `${one}\nis not among\n${said.map(({ words }) => words).join("\n")}`,
      );
    const others = said.filter(({ words, severity }) => severity !== "information" && !told.some((one) => matches(one, words)));
    assert.deepEqual(
      others.map(({ words }) => words),
      [],
    );
  });
}

it("links to pages that exist", () => {
  const links = [...page.matchAll(/\]\(([\w.-]+)\)/g)].map(([, link = ""]) => link);
  assert.ok(links.length >= 4);
  for (const link of links) assert.ok(existsSync(join("docs", link)), link);
});
