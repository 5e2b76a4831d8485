/** What the README shows works. */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const readme = readFileSync("README.md", "utf8");

it("shows a plan without errors or warnings, in the one style", () => {
  const [story] = /^ {4}workload .*?\n(?=\S)/ms.exec(readme) ?? [];
  assert.ok(story);
  const plan = `${story.replace(/^ {4}/gm, "").trim()}\n`;
  const cmx = (...words: readonly string[]): string =>
    execFileSync(process.execPath, ["dist/cli.js", ...words], { input: plan, encoding: "utf8" });
  assert.doesNotMatch(cmx("check", "-", "--strict"), /error|warning/);
  assert.equal(cmx("format", "-"), plan);
});

it("links to what exists", () => {
  const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? "");
  assert.ok(targets.length > 3);
  assert.deepEqual(
    targets.filter((target) => !existsSync(target)),
    [],
  );
});
