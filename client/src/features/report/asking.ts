import { CancellationTokenSource, type CancellationToken, l10n, ProgressLocation, type Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import type { KnobValues, PlanReport, Report } from "../../../../shared/report";

/** What the panels ask the server. */
export interface Asking {
  readonly report: (document: Uri) => Promise<Report>;
  readonly others: (document: Uri) => Promise<readonly Report[]>;
  readonly tryValues: (
    document: Uri,
    plan: string,
    values: KnobValues,
  ) => Promise<{ readonly report: PlanReport } | { readonly problem: string }>;
  /** Writes values into the text, as one edit that one undo takes back. */
  readonly writeValues: (document: Uri, plan: string, values: KnobValues) => Promise<void>;
}

/** A computation that takes longer than this shows that it goes on, and can be cancelled. */
const patience = 1500;

export function asking(client: BaseLanguageClient): Asking {
  const ask = async <Answer>(method: string, document: Uri, more: object = {}): Promise<Answer> => {
    // The server answers for open documents; opening one that is open already costs nothing.
    await workspace.openTextDocument(document);
    return withProgress((token) => client.sendRequest<Answer>(method, { uri: document.toString(), ...more }, token));
  };
  return {
    report: (document) => ask("cmx/report", document),
    others: (document) => ask("cmx/otherReports", document),
    tryValues: (document, plan, values) => ask("cmx/try", document, { plan, values }),
    writeValues: async (document, plan, values) => {
      const edit = await ask<Parameters<typeof client.protocol2CodeConverter.asWorkspaceEdit>[0]>("cmx/write", document, { plan, values });
      if (!edit) throw new Error("None of these values stands in this file.");
      if (!(await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(edit))))
        throw new Error("The text could not be changed.");
    },
  };
}

async function withProgress<Answer>(start: (token: CancellationToken) => Promise<Answer>): Promise<Answer> {
  const source = new CancellationTokenSource();
  const answer = start(source.token);
  const slow = setTimeout(() => {
    void window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t("CMX: computing the report"), cancellable: true },
      (_, token) => {
        token.onCancellationRequested(() => source.cancel());
        return answer.then(
          () => undefined,
          () => undefined,
        );
      },
    );
  }, patience);
  try {
    return await answer;
  } finally {
    clearTimeout(slow);
    source.dispose();
  }
}
