/** Whatever completion offers, at any place of any example, may be taken without an error of syntax or of meaning. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "../../../server/src/semantics";
import { analyse } from "../../../server/src/analysis";
import { completion, type CompletionItem } from "../../../server/src/features/completion";
import { applyEdits, hostOf, uri } from "./helpers";

const host = hostOf({});

/** Errors by code and words, of the language alone: whether a plan then fits is another question. */
function errorsIn(text: string): readonly string[] {
  return resolve(uri, text, host)
    .findings.filter(({ severity }) => severity === "error")
    .map(({ code, message }) => `${code} ${message}`);
}

/** The text with the item taken, and where the cursor is then. */
function take(text: string, { span, text: inserted, caret, edits = [] }: CompletionItem) {
  const after = text.slice(0, span.start) + inserted + text.slice(span.end);
  const above = edits.reduce((length, edit) => length + edit.text.length, 0);
  return { text: applyEdits(after, edits), offset: span.start + (caret ?? inserted.length) + above };
}

/** Items that want a name or a condition which only the user knows. */
const open = new Set(["kind", "keyword"]);

/** Takes the item, and the first of what is offered as long as it is not finished. */
function finished(text: string, item: CompletionItem): string | undefined {
  let after = take(text, item);
  let last = item;
  for (let step = 0; step < 4; step++) {
    // The name of a named block is the user's.
    if (last.kind === "block" && !last.text.includes("{")) return undefined;
    if (!last.again && !last.text.endsWith("()")) return after.text;
    const [next] = completion(analyse(uri, after.text, host), after.offset).filter((one) => !open.has(one.kind) && !one.again);
    if (!next) return undefined;
    after = take(after.text, next);
    last = next;
  }
  return undefined;
}

/** What is not said against an item: that more has to follow, or that another line no longer fits the choice. */
const consequences = [
  /^CMX106 Expected a comparison/, // `expect CloudMatrix384.chips`
  /^CMX106 Expected (=|\.\.)/, // `vary decode.batch`, before `= 8..64`
  /^CMX108|^CMX109 expect/, // a bracket that is still open
  /^CMX236/, // `expect … == CloudMatrix384.chips`, before `within 5%`
  /^CMX214/, // a block that has just been opened lacks the second thing that it needs
  /^CMX210 .* has no fabric/, // the machine is changed, and a line below names a fabric of the old one
  /^CMX220 tpot must be above 0/, // `floor(50 ms)`
];

/** The text as it is while the line is being typed: what followed on it is not there yet, except the braces that close. */
function typing(text: string, offset: number): string {
  const end = text.indexOf("\n", offset);
  const rest = text.slice(offset, end < 0 ? text.length : end).replace(/\/\/.*/, "");
  return text.slice(0, offset) + (/(\s*\})*\s*$/.exec(rest)?.[0] ?? "") + text.slice(end < 0 ? text.length : end);
}

/** Of each kind of item the first ones and some of the others: a catalog has hundreds of names. */
function sample(items: readonly CompletionItem[]): readonly CompletionItem[] {
  const seen = new Map<string, number>();
  return items.filter(({ kind }) => {
    const count = (seen.get(kind) ?? 0) + 1;
    seen.set(kind, count);
    return count <= 4 || count % 17 === 0;
  });
}

/** Lines that begin alike, but for names, are tried once. */
const tried = new Set<string>();

for (const name of readdirSync("examples").filter((file) => file.endsWith(".cmx"))) {
  it(name, function () {
    // Thousands of offers, each taken and analysed.
    this.timeout(120_000);
    const text = readFileSync(`examples/${name}`, "utf8");
    const before = errorsIn(text);
    const wrong: string[] = [];
    for (const { index } of text.matchAll(/(?<=\s)\S|\n/g)) {
      // The head of a block that loses its brace takes the rest of the file with it.
      if (/^[^\n]*\{[^}\n]*\n/.test(text.slice(index))) continue;
      const line = text.slice(text.lastIndexOf("\n", index - 1) + 1, index).trim();
      const alike = line.replace(/\b[A-Z][\w.]*/g, "Name");
      if (tried.has(alike)) continue;
      tried.add(alike);
      const typed = typing(text, index);
      const items = sample(completion(analyse(uri, typed, host), index)).filter(({ kind }) => !open.has(kind));
      const known = items.length > 0 ? new Set([...before, ...errorsIn(typed)]) : new Set();
      for (const item of items) {
        const after = finished(typed, item);
        const added =
          after === undefined ? [] : errorsIn(after).filter((error) => !known.has(error) && !consequences.some((one) => one.test(error)));
        if (added[0]) wrong.push(`${line}|${item.kind} ${item.label}: ${added[0]}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}
