/** The one runner of every handler: nothing that goes wrong in one question may take the server down or leave a client waiting. */

import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";
import type { Runtime } from "./runtime";

/** Names a request for the log, says what stands for "nothing", and answers. */
export interface Question<Params, Answer> {
  readonly name: string;
  readonly nothing: Answer;
  answer(params: Params): Promise<Answer> | Answer;
}

export type Handler<Params, Answer> = (params: Params, token: CancellationToken) => Promise<Answer | ResponseError<void>>;

/** Makes handlers: cancelled questions are not answered, failures are logged and answered with nothing. */
export function createSafely(connection: Connection, runtime: Runtime) {
  return <Params, Answer>({ name, nothing, answer }: Question<Params, Answer>): Handler<Params, Answer> =>
    async (params, token) => {
      // A cancellation or an edit that is already waiting goes first.
      await new Promise<void>((resolve) => runtime.defer(resolve));
      if (token.isCancellationRequested) return cancelled();
      try {
        const result = await answer(params);
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        connection.console.error(`CMX could not answer ${name}: ${reason(error)}`);
        return nothing;
      }
    };
}

/** What went wrong, with the place in the code, for the log. */
export function reason(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "Cancelled.");
}
