/** What happens when the server stops by itself: it is started again, and the user is told in a sentence. */

import { commands, l10n, window } from "vscode";
import { CloseAction, type CloseHandlerResult, ErrorAction, type ErrorHandler } from "vscode-languageclient";

const mostRestarts = 5;
const period = 180_000;

/**
 * The documents are the editor's: a new server is handed them as they are, so nothing is lost. A server that keeps
 * stopping is left alone until the user wants it again. We tell it ourselves: the library keeps quiet with an output channel that never pops up.
 */
export function restartingHandler(now: () => number = Date.now): ErrorHandler {
  let stops: readonly number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue }),
    closed(): CloseHandlerResult {
      const time = now();
      stops = [...stops.filter((stop) => time - stop < period), time];
      if (stops.length <= mostRestarts) {
        void window.showInformationMessage(l10n.t("The CMX language server stopped and was started again. Nothing is lost."));
        return { action: CloseAction.Restart, handled: true };
      }
      void offerRestart();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}

async function offerRestart(): Promise<void> {
  const restart = l10n.t("Restart Language Server");
  const chosen = await window.showErrorMessage(l10n.t("The CMX language server keeps stopping."), restart);
  if (chosen === restart) await commands.executeCommand("cmx.restart");
}
