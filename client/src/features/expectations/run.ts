/** One run: what each expectation comes to, held against the text as it is now. */

import {
  l10n,
  Location,
  type TestController,
  type TestItem,
  TestMessage,
  type TestRun,
  type TestRunRequest,
  type Uri,
  workspace,
} from "vscode";
import type { ExpectationOutcome } from "../../../../shared/outcomes";
import type { OutcomeSource } from "../../infrastructure/outcomes";
import { expectationOf, leavesOf } from "./tree";

export async function runTests(controller: TestController, request: TestRunRequest, outcomes: OutcomeSource): Promise<void> {
  const run = controller.createTestRun(request);
  try {
    const excluded = new Set(request.exclude?.map(({ id }) => id));
    const roots = request.include ?? [...controller.items].map(([, item]) => item);
    const items = [...new Set(roots.flatMap(leavesOf))].filter(({ id }) => !excluded.has(id));
    for (const item of items) run.enqueued(item);
    for (const item of items) {
      if (run.token.isCancellationRequested) run.skipped(item);
      else await hold(run, item, outcomes);
    }
  } finally {
    run.end();
  }
}

async function hold(run: TestRun, item: TestItem, outcomes: OutcomeSource): Promise<void> {
  if (!item.uri) return;
  run.started(item);
  const start = performance.now();
  const found = await outcomesOf(item.uri, outcomes);
  const expectation = expectationOf(item, found);
  const duration = performance.now() - start;
  if (!expectation) run.errored(item, new TestMessage(l10n.t("The expectation is no longer in the file.")), duration);
  else if (expectation.pass) run.passed(item, duration);
  else run.failed(item, messageOf(item, expectation), duration);
}

/** The server answers for open documents; opening one that is open already costs nothing. */
async function outcomesOf(document: Uri, outcomes: OutcomeSource): Promise<readonly ExpectationOutcome[]> {
  await workspace.openTextDocument(document);
  return (await outcomes.of(document))?.expectations ?? [];
}

function messageOf(item: TestItem, { message, actual, expected }: ExpectationOutcome): TestMessage {
  const told = message ?? l10n.t("The expectation does not hold.");
  const failed = actual === undefined || expected === undefined ? new TestMessage(told) : TestMessage.diff(told, expected, actual);
  if (item.uri && item.range) failed.location = new Location(item.uri, item.range);
  return failed;
}
