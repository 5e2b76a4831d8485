/** The one runner of every question: nothing that goes wrong in one may take the server down or leave a client waiting. */

import { type CancellationToken, ResponseError } from "vscode-jsonrpc";
import { type Answer, type Connection, reason } from "./connection";
import { type Questions, requestCancelled } from "./protocol";
import type { Runtime } from "./runtime";

/** Answers the questions of `method`: cancelled ones are not worked on, failures are logged and answered with `nothing()`. */
export type Safely = <Method extends keyof Questions>(
  method: Method,
  nothing: () => Answer<Method>,
  answer: (params: Questions[Method]["params"], token: CancellationToken) => Answer<Method> | Promise<Answer<Method>>,
) => void;

export function createSafely(connection: Connection, runtime: Runtime): Safely {
  return (method, nothing, answer) => {
    connection.answer(method, async (params, token: CancellationToken) => {
      // A cancellation or an edit that is already waiting goes first.
      await new Promise<void>((resolve) => runtime.defer(resolve));
      if (token.isCancellationRequested) return cancelled();
      try {
        const result = await answer(params, token);
        return token.isCancellationRequested ? cancelled() : result;
      } catch (error) {
        connection.log(`CMX could not answer ${method}: ${reason(error)}`);
        return nothing();
      }
    });
  };
}

function cancelled(): ResponseError {
  return new ResponseError(requestCancelled, "Cancelled.");
}
