import { l10n, type LogOutputChannel } from "vscode";
import { type LanguageClientOptions, RevealOutputChannelOn } from "vscode-languageclient";
import { restartingHandler } from "./errors";
import { linkedToManual } from "./links";

/**
 * What both clients ask of the library. The language is served wherever its text lives: on disk, unsaved, in a virtual
 * workspace, in the catalog. The output channel never pops up by itself.
 */
export function clientOptions(log: LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [{ language: "cmx" }],
    outputChannel: log,
    // Pushed findings belong to a version; pulled ones come when the editor asks again.
    initializationOptions: { diagnostics: "push", translations: l10n.bundle },
    errorHandler: restartingHandler(),
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    middleware: { handleDiagnostics: (uri, diagnostics, next) => next(uri, linkedToManual(diagnostics)) },
  };
}
