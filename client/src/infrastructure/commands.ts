import { CancellationError, commands, type Disposable, l10n, type LogOutputChannel, window } from "vscode";

/** Something that the user can run. */
export interface Command {
  readonly id: string;
  execute(...values: readonly unknown[]): Promise<void>;
}

/** Registers a command inside the one error boundary: whatever fails is logged and told, cancelling is not a failure. */
export function registerCommand(command: Command, log: LogOutputChannel): Disposable {
  return commands.registerCommand(command.id, (...values: unknown[]) =>
    guard(log, command.id, async () => {
      await command.execute(...values);
    }),
  );
}

async function guard(log: LogOutputChannel, what: string, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (error instanceof CancellationError) return;
    log.error(`${what} failed`, error);
    void tell(log, `CMX: ${reasonOf(error)}`);
  }
}

async function tell(log: LogOutputChannel, message: string): Promise<void> {
  const showLog = l10n.t("Show Log");
  if ((await window.showErrorMessage(message, showLog)) === showLog) log.show();
}

/** What went wrong, in words for the user. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
