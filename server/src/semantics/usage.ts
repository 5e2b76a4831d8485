/** What a file brings in and does not use, and what it uses that its author has called deprecated. */

import { finding } from "../language/diagnostics";
import { declaredAt, type DraftMention, placeOf, type Source } from "./draft";
import { importsOf } from "./load";
import type { Host } from "./program";
import { deprecationOf } from "./deprecation";

/** Adds the findings of `root`, whose mentions are all known. */
export function reportUsage(root: Source, host: Host): void {
  const uses = root.mentions.filter(({ meaning }) => meaning !== undefined);
  if (isStory(root)) {
    reportUnusedLets(root, uses);
    reportUnusedImports(root, uses, host);
  }
  reportDeprecated(root, uses);
}

/** Whether the file says something itself. A file of parts alone is there for others, which are not known here. */
function isStory({ document, declarations }: Source): boolean {
  const plans: readonly string[] = ["serve", "train", "sweep", "search"];
  return document.items.some(({ kind }) => kind === "expect") || declarations.some(({ kind }) => plans.includes(kind));
}

function reportUnusedLets(root: Source, uses: readonly DraftMention[]): void {
  const used = new Set(uses.map(({ meaning }) => meaning));
  for (const draft of root.lets) {
    if (draft.node.name.missing || used.has(draft)) continue;
    root.findings.push(finding("unused-let", draft.place, { name: draft.name }));
  }
}

function reportUnusedImports(root: Source, uses: readonly DraftMention[], host: Host): void {
  const used = new Set(uses.map(({ target }) => target.uri));
  for (const { path } of importsOf(root)) {
    const target = path.missing ? undefined : root.reach.find(({ uri }) => uri === host.locate(root.uri, path.value));
    if (!target || [target, ...target.reach].some(({ uri }) => used.has(uri))) continue;
    root.findings.push(finding("unused-import", placeOf(root, path), { path: path.value }));
  }
}

function reportDeprecated(root: Source, uses: readonly DraftMention[]): void {
  for (const { place, meaning } of uses) {
    if (!meaning || meaning.type === "broken") continue;
    const advice = deprecationOf(meaning.node.documentation);
    if (advice === undefined) continue;
    const related = declaredAt(meaning.place, meaning.name);
    root.findings.push(finding("deprecated-name", place, { name: meaning.name, advice }, { related }));
  }
}
