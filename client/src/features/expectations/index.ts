import { l10n, type TestItem, TestRunRequest, TestRunProfileKind, tests, type CancellationToken, type Uri, workspace } from "vscode";
import type { Surroundings } from "../../infrastructure/context";
import { runTests } from "./run";
import { fileTests, findItem } from "./tree";

/**
 * Expectations in the Test Explorer: each `expect` is a test, under its plan, under its file. The files are those that are open;
 * “Refresh Tests” opens the others of the workspace. A continuous run follows every edit.
 */
export function activateExpectations({ context, outcomes, log }: Surroundings): void {
  const controller = tests.createTestController("cmx.expectations", l10n.t("CMX Expectations"));
  /** Test items to be run again when their file has been looked at anew. */
  const continuous = new Set<TestRunRequest>();

  const run = (request: TestRunRequest): Promise<void> => runTests(controller, request, outcomes);

  const refresh = async (document: Uri): Promise<void> => {
    const found = await outcomes.of(document);
    const name = workspace.asRelativePath(document);
    const file = found && fileTests(controller, document, name, found.expectations);
    if (file) controller.items.add(file);
    else controller.items.delete(document.toString());
    for (const request of continuous) {
      const again = file && included(request, file);
      if (again && again.length > 0) await run(new TestRunRequest(again, request.exclude, request.profile, true));
    }
  };

  const follow = (document: Uri): void => {
    refresh(document).catch((error: unknown) => log.warn(`no tests of ${document.toString()}`, error));
  };

  controller.createRunProfile(
    l10n.t("Hold Expectations"),
    TestRunProfileKind.Run,
    async (request: TestRunRequest, token: CancellationToken) => {
      await run(request);
      if (request.continuous !== true) return;
      continuous.add(request);
      token.onCancellationRequested(() => continuous.delete(request));
    },
    true,
    undefined,
    true,
  );
  controller.refreshHandler = async (token) => {
    for (const uri of await workspace.findFiles("**/*.cmx", undefined, undefined, token)) {
      if (token.isCancellationRequested) return;
      await workspace.openTextDocument(uri);
      await refresh(uri);
    }
  };
  context.subscriptions.push(
    controller,
    outcomes.onAnalysed(follow),
    workspace.onDidDeleteFiles(({ files }) => {
      for (const uri of files) controller.items.delete(uri.toString());
    }),
    workspace.onDidCloseTextDocument(({ uri }) => {
      if (uri.scheme === "untitled") controller.items.delete(uri.toString());
    }),
  );
}

/** What the request asks for of this file, as it is now. */
function included({ include }: TestRunRequest, file: TestItem): readonly TestItem[] {
  return include === undefined ? [file] : include.flatMap(({ id }) => findItem(file, id) ?? []);
}
