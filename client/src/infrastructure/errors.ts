/** What happens when the server stops by itself: it is started again, and the user is told in a sentence. */

import { l10n } from "vscode";
import { CloseAction, ErrorAction, type ErrorHandler } from "vscode-languageclient";

const mostRestarts = 5;
const window = 180_000;

/**
 * The documents are the editor's: a new server is handed them as they are, so nothing is lost. A server that keeps
 * stopping is left alone, until the user runs “CMX: Restart Language Server”.
 */
export function restartingHandler(now: () => number = Date.now): ErrorHandler {
  let stops: readonly number[] = [];
  return {
    error: () => ({ action: ErrorAction.Continue }),
    closed() {
      const time = now();
      stops = [...stops.filter((stop) => time - stop < window), time];
      if (stops.length <= mostRestarts) {
        const message = l10n.t("The CMX language server stopped and was started again. Nothing is lost.");
        return { action: CloseAction.Restart, message };
      }
      const message = l10n.t("The CMX language server keeps stopping. Run “CMX: Restart Language Server” to try again.");
      return { action: CloseAction.DoNotRestart, message };
    },
  };
}
