import { type Uri, Range, ViewColumn, type WebviewPanel, window } from "vscode";
import type { Range as ReportRange } from "../../../../shared/report";

/** Shows a range of the text: where the text is on screen already, else in the first column that the report leaves free. */
export async function revealInText(document: Uri, { start, end }: ReportRange, panel: WebviewPanel): Promise<void> {
  const shown = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === document.toString());
  const free = panel.viewColumn === ViewColumn.One ? ViewColumn.Two : ViewColumn.One;
  await window.showTextDocument(document, {
    viewColumn: shown?.viewColumn ?? free,
    selection: new Range(start.line, start.character, end.line, end.character),
  });
}
