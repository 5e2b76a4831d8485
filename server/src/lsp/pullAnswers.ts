/** Diagnostics for clients that ask for them instead of waiting to be told. */

import type { Diagnostic, DocumentDiagnosticReport } from "vscode-languageserver";
import { createAbout, type Surroundings } from "./about";
import type { Diagnose } from "./diagnostics";
import { keyOf } from "./uris";

export function answerPull(surroundings: Surroundings, diagnose: Diagnose): void {
  /** What each document was last answered, so that an answer that is still right is not sent again. */
  const answered = new Map<string, { readonly id: string; readonly written: string }>();
  let count = 0;

  const report = (uri: string, items: Diagnostic[], previous: string | undefined): DocumentDiagnosticReport => {
    const written = JSON.stringify(items);
    const last = answered.get(keyOf(uri));
    if (last && last.id === previous && last.written === written) return { kind: "unchanged", resultId: last.id };
    const id = String(++count);
    forgetClosed();
    answered.set(keyOf(uri), { id, written });
    return { kind: "full", resultId: id, items };
  };

  const forgetClosed = () => {
    for (const key of answered.keys()) if (!surroundings.documents().get(key)) answered.delete(key);
  };

  createAbout(surroundings)("textDocument/diagnostic", { kind: "full", items: [] }, async (analysed, { previousResultId }) =>
    report(analysed.uri, await diagnose(analysed), previousResultId),
  );
}
