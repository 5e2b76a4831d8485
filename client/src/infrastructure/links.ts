import { type Diagnostic, Uri } from "vscode";

/** The same diagnostics, their codes linked to the manual that comes with the extension instead of the one on the net. */
export function linkedToManual(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const { code } = diagnostic;
    if (typeof code !== "object") return diagnostic;
    diagnostic.code = { value: code.value, target: Uri.parse(`command:cmx.explain?${encodeURIComponent(JSON.stringify([code.value]))}`) };
    return diagnostic;
  });
}
