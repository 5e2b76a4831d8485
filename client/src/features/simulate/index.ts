import { l10n, Uri, window } from "vscode";
import { registerCommand } from "../../infrastructure/commands";
import type { Surroundings } from "../../infrastructure/context";

/** Opens the report of a document, at a plan where one is named. */
export type ShowReport = (document: Uri, plan: string | undefined) => Promise<void>;

/** "CMX: Simulate", from the palette (no values), the editor title (a Uri) or a code lens (a URI in text, and the plan). */
export function activateSimulate({ context, log }: Surroundings, show: ShowReport): void {
  const execute = async (uri?: unknown, plan?: unknown): Promise<void> => {
    const document = documentOf(uri) ?? documentAtHand();
    if (document === undefined) {
      void window.showInformationMessage(l10n.t("Open a .cmx file, then run “CMX: Simulate” again."));
      return;
    }
    await show(document, typeof plan === "string" ? plan : undefined);
  };
  context.subscriptions.push(registerCommand({ id: "cmx.simulate", execute }, log));
}

function documentOf(value: unknown): Uri | undefined {
  if (value instanceof Uri) return value;
  return typeof value === "string" ? Uri.parse(value) : undefined;
}

/** The document that the user is looking at: the active editor's, or the only one of ours in sight. */
function documentAtHand(): Uri | undefined {
  const active = window.activeTextEditor;
  const editors = active?.document.languageId === "cmx" ? [active] : window.visibleTextEditors;
  return editors.find((editor) => editor.document.languageId === "cmx")?.document.uri;
}
