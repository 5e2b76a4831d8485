/** File, plan, expectation: the items of the Test Explorer, kept in place as the text changes so that their results stay. */

import { Range, type TestController, type TestItem, type TestItemCollection, type Uri } from "vscode";
import type { ExpectationOutcome } from "../../../../shared/outcomes";

/** Brings the item of a file in step with its expectations; undefined where it has none. */
export function fileTests(
  controller: TestController,
  document: Uri,
  name: string,
  expectations: readonly ExpectationOutcome[],
): TestItem | undefined {
  if (expectations.length === 0) return undefined;
  const file = keep(controller, controller.items, { id: document.toString(), label: name, uri: document });
  const plans = new Map<string, ExpectationOutcome[]>();
  for (const expectation of expectations) {
    const plan = expectation.plan ?? "";
    plans.set(plan, [...(plans.get(plan) ?? []), expectation]);
  }
  const wanted = [...plans].flatMap(([plan, own]) => {
    // What stands at the top of the file has no plan of its own.
    const parent = plan === "" ? file : keep(controller, file.children, { id: `${file.id}#${plan}`, label: plan, uri: document });
    const tests = own.map((expectation, index) => {
      const id = `${file.id}#${plan}/${index}`;
      const item = keep(controller, parent.children, { id, label: expectation.text, uri: document });
      item.range = rangeOf(expectation);
      item.sortText = String(index).padStart(6, "0");
      return item;
    });
    if (plan === "") return tests;
    parent.range = tests[0]?.range;
    drop(parent.children, tests);
    return [parent];
  });
  drop(file.children, wanted);
  return file;
}

/** The expectation that an item stands for, by the way its id is made; undefined for a file or a plan. */
export function expectationOf({ id }: TestItem, expectations: readonly ExpectationOutcome[]): ExpectationOutcome | undefined {
  const found = /#([^#/]*)\/(\d+)$/.exec(id);
  if (!found) return undefined;
  const [, plan = "", index] = found;
  return expectations.filter((one) => (one.plan ?? "") === plan)[Number(index)];
}

/** The expectations at and below an item. */
export function leavesOf(item: TestItem): readonly TestItem[] {
  if (item.children.size === 0) return [item];
  return [...item.children].flatMap(([, child]) => leavesOf(child));
}

/** The item with this id, at `item` or below it. */
export function findItem(item: TestItem, id: string): TestItem | undefined {
  if (item.id === id) return item;
  for (const [, child] of item.children) {
    const found = findItem(child, id);
    if (found) return found;
  }
  return undefined;
}

interface Described {
  readonly id: string;
  readonly label: string;
  readonly uri: Uri;
}

function keep(controller: TestController, among: TestItemCollection, { id, label, uri }: Described): TestItem {
  const item = among.get(id) ?? controller.createTestItem(id, label, uri);
  item.label = label;
  among.add(item);
  return item;
}

function drop(among: TestItemCollection, wanted: readonly TestItem[]): void {
  const ids = new Set(wanted.map(({ id }) => id));
  const gone = [...among].filter(([id]) => !ids.has(id));
  for (const [id] of gone) among.delete(id);
}

function rangeOf({ range: { start, end } }: ExpectationOutcome): Range {
  return new Range(start.line, start.character, end.line, end.character);
}
